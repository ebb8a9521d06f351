#include "services/evaluation/domain/difference.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace selaras::evaluation {
namespace {

using ::testing::DoubleNear;
using ::testing::Optional;

// Treated 3.10 → 3.42, control 3.15 → 3.22.
TEST(DifferenceTest, TheWorkedExample) {
  EXPECT_NEAR(Compare({3.42 - 3.10}, {3.22 - 3.15}).effect, 0.25, 1e-12);
}

// Cholera deaths per 10,000 in London: the smallest real case, with its published answer.
TEST(DifferenceTest, SnowsWaterCompanies) {
  const char* folder = std::getenv("SELARAS_DATA_DIR");
  if (folder == nullptr) GTEST_SKIP() << "set SELARAS_DATA_DIR to a folder with did/snow.csv";
  std::ifstream file(absl::StrCat(folder, "/did/snow.csv"));
  ASSERT_TRUE(file) << "no did/snow.csv in SELARAS_DATA_DIR";
  std::string line;
  double dirty = 0, mixed = 0;
  for (std::getline(file, line); std::getline(file, line);) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    double rate = 0;
    ASSERT_TRUE(absl::SimpleAtod(cells.at(4), &rate)) << line;
    (cells.at(3) == "Dirty" ? dirty : mixed) += cells.at(1) == "1854" ? rate : -rate;
  }
  EXPECT_NEAR(Compare({mixed}, {dirty}).effect, -56.9, 1e-4);
}

// By hand: means 3 and 1, s² 2.5 and 1, so SE² = 0.5 + 0.25 and df = 0.75² / (0.5²/4 + 0.25²/3); t from tables.
TEST(DifferenceTest, WelchByHand) {
  const Difference difference = Compare({1, 2, 3, 4, 5}, {0, 0, 2, 2}, 0.95);
  const double variance = 2.5 / 5 + (4.0 / 3) / 4;
  const double df = variance * variance / (0.25 / 4 + (1.0 / 3) * (1.0 / 3) / 3);
  EXPECT_DOUBLE_EQ(difference.effect, 2);
  EXPECT_THAT(difference.standard_error, Optional(DoubleNear(std::sqrt(variance), 1e-12)));
  EXPECT_THAT(difference.degrees_of_freedom, Optional(DoubleNear(df, 1e-12)));
  // t(0.975; 6.98) = 2.3657 by interpolation between 2.4469 (6) and 2.3646 (7).
  EXPECT_THAT(difference.high, Optional(DoubleNear(2 + 2.366 * std::sqrt(variance), 2e-3)));
  EXPECT_DOUBLE_EQ(*difference.low + *difference.high, 4);
}

TEST(DifferenceTest, OneUnitHasNoStandardError) {
  EXPECT_EQ(Compare({3}, {1, 2}).standard_error, std::nullopt);
  EXPECT_EQ(Compare({3, 4}, {1}).low, std::nullopt);
}

TEST(DifferenceTest, NothingVariesThenTheIntervalIsThePoint) {
  const Difference difference = Compare({2, 2}, {1, 1, 1});
  EXPECT_THAT(difference.low, Optional(1.0));
  EXPECT_THAT(difference.high, Optional(1.0));
  EXPECT_THAT(difference.degrees_of_freedom, Optional(3.0));
}

TEST(DifferenceTest, SwappingTheSamplesTurnsTheSign) {
  const std::vector<double> a = {1, 4, 2, 8}, b = {5, 7, 1, 0, 3};
  const Difference ab = Compare(a, b), ba = Compare(b, a);
  EXPECT_DOUBLE_EQ(ab.effect, -ba.effect);
  EXPECT_DOUBLE_EQ(*ab.low, -*ba.high);
  EXPECT_EQ(PermutationTest(a, b, 1).p_value, PermutationTest(b, a, 1).p_value);
}

// Every subset by bit masks, an independent way.
double BruteForceP(const std::vector<double>& treated, const std::vector<double>& control) {
  std::vector<double> all = treated;
  all.insert(all.end(), control.begin(), control.end());
  const size_t n = all.size(), k = treated.size();
  const auto far = [&](uint32_t mask) {
    std::vector<double> in, out;
    for (size_t i = 0; i < n; ++i) ((mask >> i & 1) != 0 ? in : out).push_back(all[i]);
    return std::abs(Mean(in) - Mean(out));
  };
  const double observed = far((1u << k) - 1);
  int hits = 0, count = 0;
  for (uint32_t mask = 0; mask < 1u << n; ++mask) {
    if (static_cast<size_t>(__builtin_popcount(mask)) != k) continue;
    ++count;
    if (far(mask) >= observed - 1e-9) ++hits;
  }
  return static_cast<double>(hits) / count;
}

TEST(PermutationTest, AllRelabelingsAsByBruteForce) {
  std::mt19937_64 random(20260401);
  std::normal_distribution<double> bell;
  for (int round = 0; round < 30; ++round) {
    SCOPED_TRACE(absl::StrCat("seed 20260401, round ", round));
    std::vector<double> treated(2 + static_cast<size_t>(round % 4)),
        control(3 + static_cast<size_t>(round % 5));
    for (double& value : treated) value = std::round(bell(random) * 4) / 4 + (round % 3) * 0.5;
    for (double& value : control) value = std::round(bell(random) * 4) / 4;
    const Permutation result = PermutationTest(treated, control, 7);
    EXPECT_TRUE(result.exact);
    EXPECT_DOUBLE_EQ(result.p_value, BruteForceP(treated, control));
  }
}

TEST(PermutationTest, DrawsComeNearTheExactValueAndRepeat) {
  const std::vector<double> treated = {1.2, 0.4, 1.9, 0.8, 1.1},
                            control = {0.3, 0.9, -0.4, 0.6, 1.3, 0.1, 0.7, -0.2, 0.5, 1.0};
  const Permutation exact = PermutationTest(treated, control, 7);
  ASSERT_EQ(exact.relabelings, 3003);
  const Permutation drawn = PermutationTest(treated, control, 7, 3002);
  EXPECT_FALSE(drawn.exact);
  EXPECT_EQ(drawn.relabelings, 3002);
  // Four standard deviations of a binomial share.
  EXPECT_NEAR(drawn.p_value, exact.p_value, 4 * std::sqrt(exact.p_value * (1 - exact.p_value) / 3002));
  EXPECT_EQ(PermutationTest(treated, control, 7, 3002).p_value, drawn.p_value);
}

// The share of 1,000 null experiments whose interval holds the truth, and whose p-value is at most 5 %, lies within
// four standard deviations of 95 % and 5 %.
TEST(DifferenceTest, NullExperimentsAreCoveredNinetyFiveTimesInAHundred) {
  constexpr int kRuns = 1000;
  constexpr uint64_t kSeed = 4711;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> bell;
  int covered = 0, significant = 0;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<double> treated(6), control(12);
    for (double& value : treated) value = 3 + 2 * bell(random);
    for (double& value : control) value = 3 + 2 * bell(random);
    const Difference difference = Compare(treated, control);
    if (*difference.low <= 0 && 0 <= *difference.high) ++covered;
    if (run < 200 && PermutationTest(treated, control, static_cast<uint64_t>(run), 999).p_value <= 0.05)
      ++significant;
  }
  EXPECT_NEAR(covered, 950, 4 * std::sqrt(kRuns * 0.05 * 0.95)) << "seed " << kSeed;
  EXPECT_NEAR(significant, 10, 4 * std::sqrt(200 * 0.05 * 0.95)) << "seed " << kSeed;
}

TEST(PredictionMarginTest, ByHand) {
  // s² = 1, n = 3, t(0.975; 2) = 4.3027.
  EXPECT_NEAR(PredictionMargin({1, 2, 3}), 4.3027 * std::sqrt(4.0 / 3), 1e-3);
}

}  // namespace
}  // namespace selaras::evaluation
