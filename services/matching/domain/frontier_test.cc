#include "services/matching/domain/frontier.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/assignment/frontier.h"
#include "services/matching/domain/plan.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

TEST(Frontier, BalanceAtEachPointIsThatOfThePlanMadeThere) {
  int64_t shortages = 0;
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    PlanRequest request;
    request.max_moves = 2;
    const auto problem = PlanProblem::Build(InputsFor(RandomProvince(seed).Make(), request));
    ASSERT_TRUE(problem.ok()) << problem.status();
    const auto frontier = assignment::TraceFrontier(problem->instance(), {.points = 5});
    ASSERT_TRUE(frontier.ok()) << frontier.status();
    for (const assignment::FrontierPoint& point : frontier->points) {
      const PlanSummary plan = MakePlan(*problem, point.certificate).summary;
      const NeedBalance balance = BalanceOf(*problem, point.certificate.placement);
      EXPECT_EQ(balance.shortage, plan.shortage_after);
      EXPECT_EQ(balance.surplus, plan.surplus_after);
      shortages += balance.shortage;
    }
  }
  EXPECT_GT(shortages, 0);
}

TEST(Frontier, PinnedMovesAreThoseOfThePlanThatMovesNobodyElse) {
  PlanRequest request;
  request.max_moves = 1;
  request.pins = {{"e3", "pisang.bidan", "surat tugas"}};
  const auto problem = PlanProblem::Build(InputsFor(TwoPuskesmas(), request));
  ASSERT_TRUE(problem.ok()) << problem.status();
  EXPECT_EQ(PinnedMoves(*problem), 1);
  const auto frontier = assignment::TraceFrontier(problem->instance(), {.max_moves = {0}});
  ASSERT_TRUE(frontier.ok()) << frontier.status();
  EXPECT_EQ(frontier->points[0].moved, 0);
  EXPECT_EQ(MakePlan(*problem, frontier->points[0].certificate).summary.moves, 1);
  request.pins.clear();
  EXPECT_EQ(PinnedMoves(*PlanProblem::Build(InputsFor(TwoPuskesmas(), request))), 0);
}

TEST(Frontier, PriceIsInThousandthsOfAPoint) {
  assignment::Certificate certificate;
  certificate.denominator = 3;
  certificate.lambda = 10;
  EXPECT_EQ(PriceMilli(certificate), 3333);
}

}  // namespace
}  // namespace selaras::matching
