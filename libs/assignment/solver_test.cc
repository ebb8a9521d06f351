#include "libs/assignment/solver.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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

TEST(ProvinceTest, LimitedResultDoesNotDependOnScheduleOrderOrInput) {
  ProvinceShape shape;
  shape.persons = 3000;
  shape.posts = 1300;
  shape.districts = 9;
  shape.positions = 12;
  for (const int64_t max_moves : {0, 1, 75, 600}) {
    SCOPED_TRACE(testing::Message() << "max_moves " << max_moves);
    shape.max_moves = max_moves;
    const Instance instance = MakeProvince(shape);
    const Solution first = MustSolve(instance, Variants(5)[0]);
    EXPECT_EQ(CheckCertificate(instance, first.certificate), absl::OkStatus());
    EXPECT_LE(first.moved, max_moves);
    std::vector<PostIndex> status_quo;
    for (const Person& person : instance.persons) status_quo.push_back(person.reference_post);
    const int64_t gain = first.certificate.objective - *Objective(instance, status_quo);
    EXPECT_LE(first.certificate.gap() * 1000, gain);
    for (const SolveOptions& options : Variants(5)) {
      const Solution other = MustSolve(instance, options);
      EXPECT_EQ(other.placement(), first.placement());
      EXPECT_EQ(other.certificate.prices, first.certificate.prices);
      EXPECT_EQ(other.certificate.lambda, first.certificate.lambda);
    }
    EXPECT_EQ(MustSolve(Rebuild(instance, 99), Variants(5)[2]).placement(), first.placement());
  }
}

TEST(ProvinceTest, LimitThatDoesNotBindGivesTheFreeAnswer) {
  ProvinceShape shape;
  shape.persons = 800;
  shape.posts = 350;
  shape.districts = 5;
  shape.positions = 6;
  const Solution free = MustSolve(MakeProvince(shape), {});
  for (const int64_t max_moves : {free.moved, free.moved + 1, int64_t{800}, int64_t{5000}}) {
    shape.max_moves = max_moves;
    const Solution limited = MustSolve(MakeProvince(shape), {});
    EXPECT_EQ(limited.placement(), free.placement()) << max_moves;
    EXPECT_EQ(limited.certificate.prices, free.certificate.prices) << max_moves;
    EXPECT_EQ(limited.certificate.lambda, 0) << max_moves;
    EXPECT_TRUE(limited.certificate.optimal()) << max_moves;
  }
}

// Brings a solution to another instance by ids and keys.
WarmStart Carry(const Instance& from, const Solution& solution, const Instance& to) {
  std::map<std::string, int64_t> price;
  std::map<std::string, std::string> post_of;
  std::map<std::string, PostIndex> post;
  for (PostIndex j = 0; j < from.post_count(); ++j) price[from.posts[j].id] = solution.certificate.prices[j];
  for (PostIndex j = 0; j < to.post_count(); ++j) post[to.posts[j].id] = j;
  for (PersonIndex i = 0; i < from.person_count(); ++i) {
    post_of[from.persons[i].key] = from.posts[solution.placement()[i]].id;
  }
  WarmStart warm;
  warm.denominator = solution.certificate.denominator;
  warm.lambda = solution.certificate.lambda;
  for (const Post& p : to.posts) warm.prices.push_back(price.contains(p.id) ? price[p.id] : 0);
  for (const Person& p : to.persons) {
    const bool known = post_of.contains(p.key) && post.contains(post_of[p.key]);
    warm.placement.push_back(known ? post[post_of[p.key]] : -1);
  }
  return warm;
}

TEST(WarmStartTest, ColdAndWarmGiveTheSame) {
  ProvinceShape shape;
  shape.persons = 2000;
  shape.posts = 900;
  shape.districts = 9;
  shape.positions = 12;
  for (const std::optional<int64_t> max_moves : {std::optional<int64_t>(), std::optional<int64_t>(60)}) {
    shape.max_moves = max_moves;
    shape.seed = 1;
    const Instance before = MakeProvince(shape);
    const Solution earlier = MustSolve(before, {});
    std::vector<Instance> others = {before, before, before};
    for (size_t k = 0; k < others[1].cell_scores.size(); k += 97) others[1].cell_scores[k].points += 60;
    for (Exception& e : others[2].exceptions) e.points = e.points == kForbidden ? e.points : e.points / 2;
    shape.seed = 2;  // Another province altogether: the start is nonsense.
    others.push_back(MakeProvince(shape));
    for (const Instance& after : others) {
      const Solution cold = MustSolve(after, {});
      SolveOptions options;
      options.warm_start = Carry(before, earlier, after);
      const Solution warm = MustSolve(after, options);
      EXPECT_EQ(warm.placement(), cold.placement());
      EXPECT_EQ(warm.certificate.prices, cold.certificate.prices);
      EXPECT_EQ(warm.certificate.lambda, cold.certificate.lambda);
    }
    SolveOptions options;
    options.warm_start = Carry(before, earlier, before);
    EXPECT_LT(MustSolve(before, options).stats.work, earlier.stats.work);
    options.warm_start->prices.pop_back();
    EXPECT_EQ(Solve(before, options).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

// Everybody alike, every post alike: all placements are optimal, only the hashes choose.
TEST(DegenerateTest, NothingButTies) {
  InstanceBuilder builder;
  builder.AddDistrict("d");
  builder.AddCell("c");
  for (int j = 0; j < 60; ++j) builder.AddPost(absl::StrCat("p", j), 0, 0, {{2, 5}});
  for (int i = 0; i < 100; ++i) {
    builder.AddPerson(absl::StrCat("k", i), 0, 0);
    builder.AddCellScore(i, 0, 7);
  }
  const Instance instance = *std::move(builder).Build();
  const Solution first = MustSolve(instance, Variants(3)[0]);
  EXPECT_EQ(first.certificate.objective, 100 * (7 + 5));
  EXPECT_EQ(first.moved, 98);
  for (const SolveOptions& options : Variants(3)) {
    EXPECT_EQ(MustSolve(instance, options).placement(), first.placement());
  }
  EXPECT_NE(MustSolve(instance, Variants(4)[0]).placement(), first.placement());
}

// Computed with another implementation: `openssl mac -macopt hexkey:... -macopt size:8 SIPHASH`.
TEST(PlacementHashTest, IsSipHash) {
  EXPECT_EQ(PlacementHash(7, "k1", "p-17"), uint64_t{0x67888d29c1646ce5} >> 16);
  EXPECT_EQ(PlacementHash(7, "employee-000001", "post.very-long_identifier-42"),
            uint64_t{0xd4c2c26b48051cf5} >> 16);
}

TEST(SolveTest, EmptyInstance) {
  InstanceBuilder builder;
  builder.AddDistrict("d");
  builder.SetMaxMoves(0);
  const Solution solution = MustSolve(*std::move(builder).Build(), {});
  EXPECT_EQ(solution.certificate.objective, 0);
  EXPECT_TRUE(solution.certificate.optimal());
}

TEST(SolveTest, TooFewSeatsIsFailedPrecondition) {
  InstanceBuilder builder;
  builder.AddDistrict("d");
  builder.AddCell("c");
  builder.AddPost("p", 0, 0, {{499, 1}});
  for (int i = 0; i < 500; ++i) {
    builder.AddPerson(absl::StrCat("k", i), 0, 0);
    builder.AddException(i, 0, i);
  }
  EXPECT_EQ(Solve(*std::move(builder).Build()).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(SolveTest, WorkLimitStopAndOptions) {
  ProvinceShape shape;
  shape.persons = 2000;
  shape.posts = 900;
  shape.positions = 10;
  const Instance instance = MakeProvince(shape);
  SolveOptions options;
  const Solution whole = MustSolve(instance, options);
  EXPECT_EQ(MustSolve(instance, options).stats.work, whole.stats.work);
  options.work_limit = whole.stats.work;
  EXPECT_EQ(MustSolve(instance, options).placement(), whole.placement());
  options.work_limit = whole.stats.work / 2;
  EXPECT_EQ(Solve(instance, options).status().code(), absl::StatusCode::kResourceExhausted);
  options.work_limit = 0;
  options.stop = [] { return true; };
  EXPECT_EQ(Solve(instance, options).status().code(), absl::StatusCode::kCancelled);
  options = {};
  options.epsilon.factor = 1;
  EXPECT_EQ(Solve(instance, options).status().code(), absl::StatusCode::kInvalidArgument);
}

INSTANTIATE_TEST_SUITE_P(Seeds, TinyInstances, testing::Range(0, 12));

}  // namespace
}  // namespace selaras::assignment
