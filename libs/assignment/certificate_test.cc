#include "libs/assignment/certificate.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/brute_force.h"
#include "libs/assignment/testing/seeded_random.h"

namespace selaras::assignment {
namespace {

// D of the header by its formula, over every pair.
__int128 DualByDefinition(const Instance& in, const std::vector<int64_t>& prices, int64_t lambda, int64_t q) {
  __int128 dual = __int128{lambda} * in.max_moves.value_or(0);
  for (PersonIndex i = 0; i < in.person_count(); ++i) {
    std::optional<__int128> best;
    for (PostIndex j = 0; j < in.post_count(); ++j) {
      const std::optional<int32_t> score = in.Score(i, j);
      if (!score.has_value()) continue;
      const __int128 value =
          __int128{*score} * q - prices[j] - (j == in.persons[i].reference_post ? 0 : lambda);
      best = best.has_value() ? std::max(*best, value) : value;
    }
    dual += *best;
  }
  for (PostIndex j = 0; j < in.post_count(); ++j) {
    for (const SeatRun& run : in.SeatsOf(j)) {
      dual += std::max<__int128>(0, __int128{prices[j]} + __int128{run.points} * q) * run.count;
    }
  }
  return dual;
}

TEST(ComputeBoundTest, IsTheFormulaAtAnyPrices) {
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Instance instance = MakeTinyInstance(seed);
    SeededRandom random(seed);
    const int64_t q = random.In(1, 5);
    const int64_t lambda = instance.max_moves.has_value() ? random.In(0, 60) : 0;
    std::vector<int64_t> prices(instance.posts.size());
    for (int64_t& price : prices) price = random.In(-100, 100);
    const __int128 dual = DualByDefinition(instance, prices, lambda, q);
    const absl::StatusOr<int64_t> bound = ComputeBound(instance, prices, lambda, q);
    ASSERT_TRUE(bound.ok()) << bound.status();
    ASSERT_TRUE(__int128{*bound} * q <= dual && dual < (__int128{*bound} + 1) * q);
  }
}

TEST(ComputeBoundTest, NoPricesBoundBelowAnyPlacement) {
  for (uint64_t seed = 0; seed < 500; ++seed) {
    const Instance instance = MakeTinyInstance(seed);
    const std::optional<BruteForceAnswer> best = SolveByBruteForce(instance, 0);
    if (!best.has_value() || instance.max_moves.has_value()) continue;
    SeededRandom random(seed);
    std::vector<int64_t> prices(instance.posts.size());
    for (int64_t& price : prices) price = random.In(-50, 50);
    EXPECT_GE(*ComputeBound(instance, prices, 0, 1), best->free.value) << "seed " << seed;
  }
}

TEST(ComputeBoundTest, RefusesWhatIsOutOfRange) {
  Instance instance = MakeTinyInstance(3);
  instance.max_moves.reset();
  const std::vector<int64_t> prices(instance.posts.size(), 0);
  const auto code = [&](const std::vector<int64_t>& p, int64_t lambda, int64_t q) {
    return ComputeBound(instance, p, lambda, q).status().code();
  };
  EXPECT_EQ(code(prices, 0, 1), absl::StatusCode::kOk);
  EXPECT_EQ(code(prices, 0, 0), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(prices, 0, kMaxDenominator + 1), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(prices, -1, 1), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(prices, 1, 1), absl::StatusCode::kInvalidArgument);  // No limit, so no λ.
  EXPECT_EQ(code(std::vector<int64_t>(instance.posts.size() + 1, 0), 0, 1),
            absl::StatusCode::kInvalidArgument);
  std::vector<int64_t> far = prices;
  far[0] = kMaxPrice + 1;
  EXPECT_EQ(code(far, 0, 1), absl::StatusCode::kInvalidArgument);
}

TEST(CheckCertificateTest, RefusesEveryFalseStatement) {
  const Instance instance = MakeTinyInstance(2);
  const absl::StatusOr<Solution> solution = Solve(instance);
  ASSERT_TRUE(solution.ok()) << solution.status();
  ASSERT_EQ(CheckCertificate(instance, solution->certificate), absl::OkStatus());
  Certificate c = solution->certificate;
  ++c.objective;
  EXPECT_FALSE(CheckCertificate(instance, c).ok());
  c = solution->certificate;
  --c.bound;
  EXPECT_FALSE(CheckCertificate(instance, c).ok());
  c = solution->certificate;
  c.placement.pop_back();
  EXPECT_FALSE(CheckCertificate(instance, c).ok());
}

// u_i, tightness and cutoff agree with each other and with the placement.
TEST(ExplanationTest, WhoIsPlacedIsTightAndNobodyBeatsHisProfit) {
  for (uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Instance instance = MakeTinyInstance(seed);
    const absl::StatusOr<Solution> solution = Solve(instance);
    if (!solution.ok()) continue;
    const Certificate& c = solution->certificate;
    for (PersonIndex i = 0; i < instance.person_count(); ++i) {
      const int64_t profit = PersonProfit(instance, c, i);
      EXPECT_EQ(Slack(instance, c, i, c.placement[i], profit), 0);
      EXPECT_LE(Cutoff(instance, c, i, c.placement[i], profit), *instance.Score(i, c.placement[i]));
      for (PostIndex j = 0; j < instance.post_count(); ++j) {
        const std::optional<int64_t> slack = Slack(instance, c, i, j, profit);
        EXPECT_EQ(slack.has_value(), instance.Score(i, j).has_value());
        if (!slack.has_value()) continue;
        EXPECT_LE(*slack, 0);
        EXPECT_EQ(*slack == 0, Cutoff(instance, c, i, j, profit) <= *instance.Score(i, j));
      }
    }
  }
}

}  // namespace
}  // namespace selaras::assignment
