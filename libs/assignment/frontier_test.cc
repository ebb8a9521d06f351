#include "libs/assignment/frontier.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "libs/assignment/testing/brute_force.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

ProvinceShape Town() {
  ProvinceShape shape;
  shape.persons = 2'000;
  shape.posts = 800;
  shape.districts = 9;
  shape.positions = 40;
  return shape;
}

void ExpectSame(const Certificate& a, const Certificate& b) {
  EXPECT_EQ(a.objective, b.objective);
  EXPECT_EQ(a.bound, b.bound);
  EXPECT_EQ(a.denominator, b.denominator);
  EXPECT_EQ(a.lambda, b.lambda);
  EXPECT_EQ(a.prices, b.prices);
  EXPECT_EQ(a.placement, b.placement);
}

// Value of the relaxation at a limit, times the denominator of λ: what ⌊D⌋ was rounded from cannot be told, so slopes are
// compared with one point of slack on each side.
void ExpectConcave(const std::vector<FrontierPoint>& points) {
  const int64_t last_limit = points.back().moved;
  const auto limit = [&](const FrontierPoint& p) {
    return std::min(p.max_moves.value_or(last_limit), last_limit);
  };
  for (size_t k = 1; k < points.size(); ++k) {
    EXPECT_GE(points[k].certificate.bound, points[k - 1].certificate.bound) << k;
    EXPECT_GE(points[k].certificate.objective, points[k - 1].certificate.objective) << k;
    EXPECT_GE(points[k].moved, points[k - 1].moved) << k;
    if (k + 1 == points.size()) continue;
    const __int128 left = limit(points[k]) - limit(points[k - 1]);
    const __int128 right = limit(points[k + 1]) - limit(points[k]);
    const __int128 rise = points[k].certificate.bound - points[k - 1].certificate.bound + 1;
    const __int128 next = points[k + 1].certificate.bound - points[k].certificate.bound - 1;
    EXPECT_GE(static_cast<double>(rise * right), static_cast<double>(next * left)) << k;
  }
}

TEST(FrontierTest, EachPointIsWhatSolveGivesForThatLimit) {
  Instance instance = MakeProvince(Town());
  instance.max_moves = 50;
  SolveOptions options;
  options.seed = 7;
  const auto frontier = TraceFrontier(instance, {.points = 7}, options);
  ASSERT_TRUE(frontier.ok()) << frontier.status();
  ASSERT_EQ(frontier->points.size(), 7u);
  EXPECT_EQ(frontier->fewest_moves, 0);
  EXPECT_EQ(frontier->points.front().max_moves, 0);
  EXPECT_EQ(frontier->points.back().max_moves, std::nullopt);
  EXPECT_TRUE(std::any_of(frontier->points.begin(), frontier->points.end(),
                          [](const FrontierPoint& p) { return p.max_moves == 50; }));
  ExpectConcave(frontier->points);
  for (const FrontierPoint& point : frontier->points) {
    SCOPED_TRACE(point.max_moves.value_or(-1));
    instance.max_moves = point.max_moves;
    const auto alone = Solve(instance, options);
    ASSERT_TRUE(alone.ok()) << alone.status();
    ExpectSame(point.certificate, alone->certificate);
    EXPECT_EQ(point.moved, alone->moved);
    EXPECT_EQ(CheckCertificate(instance, point.certificate), absl::OkStatus());
  }
}

TEST(FrontierTest, AStartFromThePlanChangesNothingButTheWork) {
  Instance instance = MakeProvince(Town());
  instance.max_moves = 40;
  const auto plan = Solve(instance);
  ASSERT_TRUE(plan.ok());
  SolveOptions warm;
  const Certificate& c = plan->certificate;
  warm.warm_start = WarmStart{c.prices, c.denominator, c.lambda, c.placement};
  const FrontierRequest request = {.max_moves = {200, 40, 10, 40, 1'000'000}};
  const auto cold = TraceFrontier(instance, request);
  const auto from_plan = TraceFrontier(instance, request, warm);
  ASSERT_TRUE(cold.ok() && from_plan.ok());
  ASSERT_EQ(cold->points.size(), 5u);
  ASSERT_EQ(from_plan->points.size(), 5u);
  for (size_t k = 0; k < 5; ++k) {
    EXPECT_EQ(cold->points[k].max_moves, from_plan->points[k].max_moves);
    ExpectSame(cold->points[k].certificate, from_plan->points[k].certificate);
  }
  EXPECT_EQ(cold->points[3].max_moves, 1'000'000);
  ExpectSame(cold->points[3].certificate, cold->points[4].certificate);
}

TEST(FrontierTest, TinyInstancesByDefinition) {
  int pinned = 0;
  for (uint64_t seed = 0; seed < 1'500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Instance instance = MakeTinyInstance(seed);
    SolveOptions options;
    options.seed = seed;
    const auto fewest = FewestMoves(instance);
    const auto frontier = TraceFrontier(instance, {.points = kMaxFrontierPoints}, options);
    if (!SolveByBruteForce(instance, seed).has_value()) {
      EXPECT_EQ(fewest.status().code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(frontier.status().code(), absl::StatusCode::kFailedPrecondition);
      continue;
    }
    ASSERT_TRUE(fewest.ok()) << fewest.status();
    ASSERT_TRUE(frontier.ok()) << frontier.status();
    pinned += *fewest > 0;
    ExpectConcave(frontier->points);
    // No placement moves fewer.
    instance.max_moves = *fewest - 1;
    if (*fewest > 0) {
      ASSERT_FALSE(SolveByBruteForce(instance, seed)->best_within.has_value());
    }
    for (const FrontierPoint& point : frontier->points) {
      instance.max_moves = point.max_moves;
      const auto want = SolveByBruteForce(instance, seed);
      if (!point.max_moves.has_value()) {
        ASSERT_EQ(point.certificate.placement, want->free.placement);
        ASSERT_EQ(point.certificate.objective, want->free.value);
        continue;
      }
      ASSERT_TRUE(want->best_within.has_value());
      ASSERT_EQ(point.certificate.bound, want->bound);
      ASSERT_LE(point.certificate.objective, want->best_within->value);
      ASSERT_LE(point.moved, *point.max_moves);
    }
  }
  EXPECT_GT(pinned, 20);
}

TEST(FrontierTest, RefusesWhatCannotBeTraced) {
  const Instance instance = MakeProvince(Town());
  EXPECT_EQ(TraceFrontier(instance, {.points = 1}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(TraceFrontier(instance, {.points = kMaxFrontierPoints + 1}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(TraceFrontier(instance, {.max_moves = {3, -1}}).status().code(),
            absl::StatusCode::kInvalidArgument);

  SolveOptions limited;
  limited.work_limit = 100'000;
  EXPECT_EQ(TraceFrontier(instance, {}, limited).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(FrontierTest, StopsWhenToldAndSaysHowFarItIs) {
  const Instance instance = MakeProvince(Town());
  int32_t most = 0, total = 0;
  SolveOptions options;
  options.stop = [&] { return most >= 2; };
  const auto stopped = TraceFrontier(instance, {}, options, [&](const FrontierProgress& at) {
    EXPECT_GE(at.done, most);
    most = at.done;
    total = at.total;
  });
  EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(most, 2);
  EXPECT_EQ(total, 9);
}

TEST(SpreadLimitsTest, DenseWhereTheCurveIsSteep) {
  EXPECT_EQ(SpreadLimits(0, 25'600, std::nullopt, 9),
            (std::vector<int64_t>{0, 200, 672, 1232, 2262, 4148, 7609, 13956}));
  EXPECT_EQ(SpreadLimits(3, 3, std::nullopt, 9), std::vector<int64_t>{3});
  EXPECT_EQ(SpreadLimits(3, 6, 5, 9), (std::vector<int64_t>{3, 4, 5}));
  EXPECT_EQ(SpreadLimits(0, 1'000, 250, 3), (std::vector<int64_t>{0, 250}));
  EXPECT_EQ(SpreadLimits(0, 1'000, 2'000, 2), std::vector<int64_t>{0});
}

TEST(SpreadLimitsTest, AsManyAsAskedAscendingAndWithTheOwnLimit) {
  for (const int64_t free_moves : {100, 5'000, 400'000, 4'000'000}) {
    for (int32_t count = 3; count <= kMaxFrontierPoints; ++count) {
      const std::vector<int64_t> limits = SpreadLimits(17, 17 + free_moves, 17 + free_moves / 40, count);
      EXPECT_EQ(limits.size(), static_cast<size_t>(count - 1));
      EXPECT_TRUE(std::is_sorted(limits.begin(), limits.end()));
      EXPECT_EQ(std::adjacent_find(limits.begin(), limits.end()), limits.end());
      EXPECT_NE(std::find(limits.begin(), limits.end(), 17 + free_moves / 40), limits.end());
      EXPECT_EQ(limits.front(), 17);
      EXPECT_LT(limits.back(), 17 + free_moves);
    }
  }
}

}  // namespace
}  // namespace selaras::assignment
