#include "libs/assignment/solver.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/instance_builder.h"
#include "libs/assignment/testing/brute_force.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

// Three schedules, three orders: none may change the result.
std::vector<SolveOptions> Variants(uint64_t seed) {
  std::vector<SolveOptions> variants(4);
  for (SolveOptions& options : variants) options.seed = seed;
  variants[1].epsilon = {1, 2, 1};
  variants[1].order = BiddingOrder::kDescending;
  variants[2].epsilon = {1000, 10, 64};
  variants[2].order = BiddingOrder::kShuffled;
  variants[3].epsilon = {7, 3, 3};
  return variants;
}

Solution MustSolve(const Instance& instance, const SolveOptions& options) {
  absl::StatusOr<Solution> solution = Solve(instance, options);
  EXPECT_TRUE(solution.ok()) << solution.status();
  return solution.ok() ? *std::move(solution) : Solution{};
}

class TinyInstances : public testing::TestWithParam<int> {};

TEST_P(TinyInstances, FreeOptimumIsTheCanonicalOneByDefinition) {
  for (uint64_t seed = GetParam() * 1000; seed < static_cast<uint64_t>(GetParam()) * 1000 + 1000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Instance instance = MakeTinyInstance(seed);
    instance.max_moves.reset();
    const std::optional<BruteForceAnswer> want = SolveByBruteForce(instance, seed);
    std::optional<std::vector<int64_t>> prices;
    for (const SolveOptions& options : Variants(seed)) {
      const absl::StatusOr<Solution> got = Solve(instance, options);
      if (!want.has_value()) {
        ASSERT_EQ(got.status().code(), absl::StatusCode::kFailedPrecondition);
        continue;
      }
      ASSERT_TRUE(got.ok()) << got.status();
      ASSERT_EQ(CheckCertificate(instance, got->certificate), absl::OkStatus());
      ASSERT_EQ(got->certificate.objective, want->free.value);
      ASSERT_TRUE(got->certificate.optimal()) << got->certificate.gap();
      ASSERT_EQ(got->certificate.denominator, 1);
      ASSERT_EQ(got->moved, want->free.moved);
      ASSERT_EQ(got->placement(), want->free.placement);
      if (prices.has_value()) {
        ASSERT_EQ(got->certificate.prices, *prices);
      }
      prices = got->certificate.prices;
    }
  }
}

// A province small enough to solve often, large enough that schedules and orders take different ways.
TEST(ProvinceTest, ResultDoesNotDependOnScheduleOrderOrInput) {
  ProvinceShape shape;
  shape.persons = 3000;
  shape.posts = 1300;
  shape.districts = 9;
  shape.positions = 12;
  for (const uint64_t seed : {1, 2}) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    shape.seed = seed;
    const Instance instance = MakeProvince(shape);
    const Solution first = MustSolve(instance, Variants(seed)[0]);
    EXPECT_TRUE(first.certificate.optimal());
    EXPECT_EQ(CheckCertificate(instance, first.certificate), absl::OkStatus());
    for (const SolveOptions& options : Variants(seed)) {
      const Solution other = MustSolve(instance, options);
      EXPECT_TRUE(other.certificate.optimal());
      EXPECT_EQ(other.placement(), first.placement());
      EXPECT_EQ(other.certificate.prices, first.certificate.prices);
    }
    EXPECT_EQ(MustSolve(Rebuild(instance, 99), Variants(seed)[2]).placement(), first.placement());
  }
}

TEST_P(TinyInstances, LimitedOptimumIsTheOneByDefinition) {
  int within = 0, optimal = 0;
  for (uint64_t seed = GetParam() * 1000; seed < static_cast<uint64_t>(GetParam()) * 1000 + 1000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Instance instance = MakeTinyInstance(seed);
    if (!instance.max_moves.has_value()) continue;
    const std::optional<BruteForceAnswer> want = SolveByBruteForce(instance, seed);
    std::optional<Solution> first;
    for (const SolveOptions& options : Variants(seed)) {
      const absl::StatusOr<Solution> got = Solve(instance, options);
      if (!want.has_value() || !want->best_within.has_value()) {
        ASSERT_EQ(got.status().code(), absl::StatusCode::kFailedPrecondition);
        continue;
      }
      ASSERT_TRUE(got.ok()) << got.status();
      const Certificate& c = got->certificate;
      ASSERT_EQ(CheckCertificate(instance, c), absl::OkStatus());
      ASSERT_EQ(c.lambda, want->lambda);
      ASSERT_EQ(c.denominator, want->denominator);
      ASSERT_EQ(c.bound, want->bound);
      ASSERT_LE(c.objective, want->best_within->value);
      // An optimum of the relaxation, between A and B.
      ASSERT_EQ(c.objective * c.denominator - c.lambda * got->moved,
                want->fewest.value * c.denominator - c.lambda * want->fewest.moved);
      ASSERT_GE(got->moved, want->fewest.moved);
      ASSERT_LE(got->moved, *instance.max_moves);
      if (want->most.moved <= *instance.max_moves && want->lambda > 0) {
        ASSERT_EQ(got->placement(), want->most.placement);
      }
      if (want->lambda == 0) {
        ASSERT_EQ(got->placement(), want->fewest.placement);
      }
      ++(c.optimal() ? optimal : within);
      if (first.has_value()) {
        ASSERT_EQ(got->placement(), first->placement());
        ASSERT_EQ(c.prices, first->certificate.prices);
      }
      first = *got;
    }
  }
  EXPECT_GT(within, 0);
  EXPECT_GT(optimal, 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, TinyInstances, testing::Range(0, 12));

}  // namespace
}  // namespace selaras::assignment
