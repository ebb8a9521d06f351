#include "services/cli/plot/chart.h"

#include <gtest/gtest.h>

namespace selaras::cli {
namespace {

using Ticks = std::vector<int64_t>;

TEST(Chart, TicksAreRoundAndCoverTheRange) {
  EXPECT_EQ(RoundTicks(0, 10, 5), (Ticks{0, 2, 4, 6, 8, 10}));
  EXPECT_EQ(RoundTicks(-3, 12, 4), (Ticks{-5, 0, 5, 10, 15}));
  EXPECT_EQ(RoundTicks(17, 17, 5), (Ticks{17, 18}));
  EXPECT_EQ(RoundTicks(0, 1'234'567, 4), (Ticks{0, 500'000, 1'000'000, 1'500'000}));
  for (int64_t low = -50; low < 50; low += 7) {
    for (int64_t span = 1; span < 100'000; span = span * 3 + 1) {
      const Ticks ticks = RoundTicks(low, low + span, 6);
      EXPECT_LE(ticks.front(), low);
      EXPECT_GE(ticks.back(), low + span);
      EXPECT_LE(ticks.size(), 9u);
    }
  }
}

TEST(Chart, NumbersAreGroupedByThrees) {
  EXPECT_EQ(Grouped(0, '.'), "0");
  EXPECT_EQ(Grouped(1'234'567, '.'), "1.234.567");
  EXPECT_EQ(Grouped(-123'456, ','), "-123,456");
}

}  // namespace
}  // namespace selaras::cli
