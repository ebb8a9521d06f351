// Solving near an earlier plan: what a replan asks for.
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/brute_force.h"
#include "libs/assignment/testing/seeded_random.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

int64_t Strayed(const std::vector<PostIndex>& a, const std::vector<PostIndex>& b) {
  int64_t strayed = 0;
  for (size_t i = 0; i < a.size(); ++i) strayed += a[i] != b[i] ? 1 : 0;
  return strayed;
}

// Any posts at all, lawful or not: an earlier plan may have become unlawful.
std::vector<PostIndex> SomePlan(const Instance& instance, uint64_t seed) {
  SeededRandom random(seed);
  std::vector<PostIndex> plan;
  for (int i = 0; i < instance.person_count(); ++i) plan.push_back(random.In(-1, instance.post_count() - 1));
  return plan;
}

// Forbids one pair; everything else stays. Returns false if nothing can be forbidden.
bool Forbid(Instance& instance, PersonIndex i, PostIndex j) {
  if (j == instance.persons[i].reference_post || !instance.Score(i, j).has_value()) return false;
  for (int64_t e = instance.exception_begin[i]; e < instance.exception_begin[i + 1]; ++e) {
    if (instance.exceptions[e].post != j) continue;
    instance.exceptions[e].points = kForbidden;
    return true;
  }
  int64_t at = instance.exception_begin[i];
  while (at < instance.exception_begin[i + 1] && instance.exceptions[at].post < j) ++at;
  instance.exceptions.insert(instance.exceptions.begin() + at, {j, kForbidden});
  for (size_t k = i + 1; k < instance.exception_begin.size(); ++k) ++instance.exception_begin[k];
  return true;
}

class NearAnEarlierPlan : public testing::TestWithParam<int> {};

TEST_P(NearAnEarlierPlan, TheFreeOptimumChangesFewestPeopleByDefinition) {
  int differs = 0;
  for (uint64_t seed = GetParam() * 500; seed < static_cast<uint64_t>(GetParam()) * 500 + 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Instance instance = MakeTinyInstance(seed);
    instance.max_moves.reset();
    SolveOptions options;
    options.seed = seed;
    options.nearest_to = SomePlan(instance, seed + 7);
    const auto want = SolveByBruteForce(instance, seed, options.nearest_to);
    const auto got = Solve(instance, options);
    if (!want.has_value()) {
      ASSERT_EQ(got.status().code(), absl::StatusCode::kFailedPrecondition);
      continue;
    }
    ASSERT_TRUE(got.ok()) << got.status();
    ASSERT_EQ(CheckCertificate(instance, got->certificate), absl::OkStatus());
    ASSERT_EQ(got->certificate.objective, want->free.value);
    ASSERT_EQ(got->placement(), want->near_free.placement);
    differs += want->near_free.placement != want->free.placement;
  }
  EXPECT_GT(differs, 0);
}

TEST_P(NearAnEarlierPlan, UnderALimitItIsAnOptimumOfTheRelaxationAndTheNearestWhereThatFits) {
  int nearest = 0;
  for (uint64_t seed = GetParam() * 500; seed < static_cast<uint64_t>(GetParam()) * 500 + 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Instance instance = MakeTinyInstance(seed);
    if (!instance.max_moves.has_value()) continue;
    SolveOptions options;
    options.seed = seed;
    options.nearest_to = SomePlan(instance, seed + 7);
    const auto want = SolveByBruteForce(instance, seed, options.nearest_to);
    const auto got = Solve(instance, options);
    if (!want.has_value() || !want->best_within.has_value()) {
      ASSERT_EQ(got.status().code(), absl::StatusCode::kFailedPrecondition);
      continue;
    }
    ASSERT_TRUE(got.ok()) << got.status();
    const Certificate& c = got->certificate;
    ASSERT_EQ(CheckCertificate(instance, c), absl::OkStatus());
    ASSERT_EQ(c.bound, want->bound);
    ASSERT_EQ(c.objective * c.denominator - c.lambda * got->moved, want->relaxed);
    ASSERT_LE(got->moved, *instance.max_moves);
    if (want->near.moved == *instance.max_moves ||
        (want->lambda == 0 && want->near.moved <= *instance.max_moves)) {
      ASSERT_EQ(c.placement, want->near.placement);
      ++nearest;
    }
    if (want->near.moved <= *instance.max_moves && want->lambda > 0) {
      ASSERT_GE(got->moved, want->near.moved);
    }
  }
  EXPECT_GT(nearest, 0);
}

// The metamorphic heart of a replan: forbidding what the plan did not use changes nothing, if the plan was optimal.
TEST_P(NearAnEarlierPlan, ForbiddingAnUnusedPairChangesNothing) {
  int forbidden = 0;
  for (uint64_t seed = GetParam() * 500; seed < static_cast<uint64_t>(GetParam()) * 500 + 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Instance instance = MakeTinyInstance(seed);
    const auto parent = Solve(instance, {.seed = seed});
    if (!parent.ok() || !parent->certificate.optimal() || instance.person_count() == 0) continue;
    SeededRandom random(seed + 11);
    const PersonIndex i = random.In(0, instance.person_count() - 1);
    const PostIndex j = random.In(0, instance.post_count() - 1);
    if (parent->placement()[i] == j || !Forbid(instance, i, j)) continue;
    ++forbidden;
    SolveOptions options;
    options.seed = seed + 1;  // Not even other hashes move anybody.
    options.nearest_to = parent->placement();
    const auto child = Solve(instance, options);
    ASSERT_TRUE(child.ok()) << child.status();
    ASSERT_EQ(child->certificate.objective, parent->certificate.objective);
    ASSERT_EQ(child->placement(), parent->placement());
  }
  EXPECT_GT(forbidden, 0);
}

// A veto in a province: the child is proven, and the others are where they were but for what the loss asks.
TEST(NearAnEarlierPlanInAProvince, AVetoChangesFewPeople) {
  ProvinceShape shape;
  shape.persons = 3000;
  shape.posts = 1300;
  shape.districts = 9;
  shape.positions = 12;
  for (const std::optional<int64_t> max_moves : {std::optional<int64_t>(), std::optional<int64_t>(75)}) {
    SCOPED_TRACE(testing::Message() << "max_moves " << max_moves.value_or(-1));
    shape.max_moves = max_moves;
    Instance instance = MakeProvince(shape);
    const auto parent = Solve(instance, {.seed = 1});
    ASSERT_TRUE(parent.ok()) << parent.status();
    PersonIndex moved = 0;
    while (parent->placement()[moved] == instance.persons[moved].reference_post) ++moved;
    ASSERT_TRUE(Forbid(instance, moved, parent->placement()[moved]));
    SolveOptions options{.seed = 1};
    options.nearest_to = parent->placement();
    const auto child = Solve(instance, options);
    ASSERT_TRUE(child.ok()) << child.status();
    const auto afresh = Solve(instance, {.seed = 1});
    ASSERT_TRUE(afresh.ok()) << afresh.status();
    EXPECT_EQ(CheckCertificate(instance, child->certificate), absl::OkStatus());
    EXPECT_EQ(child->certificate.bound, afresh->certificate.bound);
    const int64_t near = Strayed(child->placement(), parent->placement());
    EXPECT_GE(near, 1);
    EXPECT_LE(near, Strayed(afresh->placement(), parent->placement()));
    EXPECT_LE(near, 20);
    RecordProperty("changed", static_cast<int>(near));
  }
}

TEST(NearAnEarlierPlanInAProvince, APlanOfAnotherSizeIsRefused) {
  const Instance instance = MakeTinyInstance(3);
  SolveOptions options;
  options.nearest_to.assign(instance.person_count() + 1, 0);
  EXPECT_EQ(Solve(instance, options).status().code(), absl::StatusCode::kInvalidArgument);
}

INSTANTIATE_TEST_SUITE_P(Seeds, NearAnEarlierPlan, testing::Range(0, 8));

}  // namespace
}  // namespace selaras::assignment
