#include "services/needs/domain/urgency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

namespace selaras::needs {
namespace {

using ::testing::ElementsAre;

std::vector<int32_t> Curve(const Ratio& raw, int32_t seats) {
  const int32_t target = raw.Rounded();
  return UrgencyCurve(raw, CriticalSeats(target, 700), target, seats, 700, UrgencyShape());
}

TEST(UrgencyTest, FallsThroughItsThreeBands) {
  EXPECT_THAT(Curve(10, 16), ElementsAre(1000, 958, 915, 872, 829, 786, 743,  // critical
                                         700, 534, 367,                       // to the target
                                         100, 80, 60, 40, 20, 0));            // above it
  EXPECT_THAT(Curve(1, 3), ElementsAre(1000, 100, 0));
  EXPECT_THAT(Curve(0, 2), ElementsAre(0, 0));
}

TEST(UrgencyTest, ClassTeachersAreCriticalOneByOne) {
  EXPECT_THAT(UrgencyCurve(4, 4, 4, 5, 1000, UrgencyShape()), ElementsAre(1000, 925, 850, 775, 100));
}

TEST(UrgencyTest, CriticalIsRoundedUp) {
  EXPECT_EQ(CriticalSeats(10, 700), 7);
  EXPECT_EQ(CriticalSeats(3, 700), 3);
  EXPECT_EQ(CriticalSeats(1, 700), 1);
  EXPECT_EQ(CriticalSeats(0, 700), 0);
}

TEST(UrgencyTest, NeverRisesStaysInItsBandsAndIsZeroFarAbove) {
  const uint32_t seed = 7;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    const Ratio raw = *Ratio::Of(random() % 100000, 1 + random() % 3000);
    const int32_t target = std::min(raw.Rounded() + static_cast<int32_t>(random() % 2), 3000);
    const int32_t permille = 1 + static_cast<int32_t>(random() % 1000);
    const int32_t critical = CriticalSeats(target, permille);
    const UrgencyShape shape;
    const std::vector<int32_t> curve = UrgencyCurve(raw, critical, target, target + 40, permille, shape);
    ASSERT_TRUE(std::is_sorted(curve.rbegin(), curve.rend()));
    for (int32_t seat = 1; seat <= target + 40; ++seat) {
      const int32_t urgency = curve[seat - 1];
      if (seat <= critical) {
        ASSERT_GE(urgency, shape.critical_floor);
        ASSERT_LE(urgency, 1000);
      } else if (seat <= target) {
        ASSERT_GE(urgency, shape.target_floor);
        ASSERT_LE(urgency, shape.critical_floor);
      } else {
        ASSERT_GE(urgency, 0);
        ASSERT_LE(urgency, shape.above_start);
      }
    }
  }
}

// People go one after another to the most urgent seat. Then no unit is filled more than another by as much as
// a person of the smaller one, whatever their sizes: workload is even.
TEST(UrgencyTest, FillingByUrgencyEvensOutRelativeFilling) {
  const uint32_t seed = 11;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::vector<int32_t> need, filled;
    std::vector<std::vector<int32_t>> curves;
    int32_t all = 0;
    for (int unit = 0; unit < 8; ++unit) {
      need.push_back(1 + static_cast<int32_t>(random() % 60));
      curves.push_back(Curve(need.back(), need.back()));
      filled.push_back(0);
      all += need.back();
    }
    for (int32_t people = static_cast<int32_t>(random() % all); people > 0; --people) {
      size_t best = 0;
      const auto next = [&](size_t unit) {
        return filled[unit] < need[unit] ? curves[unit][filled[unit]] : -1;
      };
      for (size_t unit = 1; unit < 8; ++unit) best = next(unit) > next(best) ? unit : best;
      ++filled[best];
    }
    for (size_t a = 0; a < 8; ++a) {
      for (size_t b = 0; b < 8; ++b) {
        if (filled[a] == 0 || filled[b] == need[b]) continue;
        const double left_by_last = static_cast<double>(filled[a] - 1) / need[a];
        const double now = static_cast<double>(filled[b]) / need[b];
        ASSERT_LE(left_by_last, now + 0.005) << need[a] << " " << need[b];  // 0.005: a whole point of urgency
      }
    }
  }
}

}  // namespace
}  // namespace selaras::needs
