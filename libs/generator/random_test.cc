#include "libs/generator/random.h"

#include <gtest/gtest.h>

namespace selaras::generator {
namespace {

// The first draws are part of the format of a seed: a province made today must come out the same next year.
TEST(RandomTest, FirstDrawsOfASeedStayTheSame) {
  Random random(1);
  const uint64_t first = random.Next();
  EXPECT_EQ(Random(1).Next(), first);
  EXPECT_EQ(first, 6954377618861975509u);
}

TEST(RandomTest, StreamsDiffer) {
  EXPECT_NE(Random(1, 2).Next(), Random(1, 3).Next());
  EXPECT_NE(Random(1, 2, 7).Next(), Random(1, 2, 8).Next());
  EXPECT_NE(Random(1, 2, 7).Next(), Random(2, 2, 7).Next());
}

TEST(RandomTest, BetweenReachesBothEndsAndNothingElse) {
  Random random(7);
  int seen[4] = {0, 0, 0, 0};
  for (int i = 0; i < 4000; ++i) {
    const int value = random.Between(3, 6);
    ASSERT_GE(value, 3);
    ASSERT_LE(value, 6);
    ++seen[value - 3];
  }
  for (int count : seen) EXPECT_NEAR(count, 1000, 150);
}

TEST(RandomTest, RoundKeepsTheMean) {
  Random random(8);
  int sum = 0;
  for (int i = 0; i < 10000; ++i) sum += random.Round(2.3);
  EXPECT_NEAR(sum / 10000.0, 2.3, 0.03);
  EXPECT_EQ(random.Round(0), 0);
}

TEST(RandomTest, BellHasMeanZeroAndVarianceOne) {
  Random random(9);
  double sum = 0, squares = 0;
  for (int i = 0; i < 20000; ++i) {
    const double x = random.Bell();
    sum += x, squares += x * x;
  }
  EXPECT_NEAR(sum / 20000, 0, 0.03);
  EXPECT_NEAR(squares / 20000, 1, 0.05);
}

TEST(RandomTest, WeightedNeverPicksWeightZero) {
  Random random(10);
  for (int i = 0; i < 2000; ++i) EXPECT_NE(random.Weighted({1, 0, 2}), 1);
}

}  // namespace
}  // namespace selaras::generator
