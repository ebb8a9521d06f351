#include "services/matching/domain/comparison.h"

#include <gtest/gtest.h>

namespace selaras::matching {
namespace {

TEST(Comparison, CountsEveryMoveOnceAndListsWhatDiffers) {
  const MoveComparison found =
      CompareMoves({{"e5", "p1", "p2"}, {"e1", "p1", "p2"}, {"e3", "p1", "p4"}, {"e2", "p1", "p3"}},
                   {{"e3", "p1", "p5"}, {"e1", "p1", "p2"}, {"e9", "p7", "p8"}, {"e5", "p1", "p2"}});
  EXPECT_EQ(found.both, 2);
  EXPECT_EQ(found.only_a, 1);
  EXPECT_EQ(found.only_b, 1);
  EXPECT_EQ(found.elsewhere, 1);
  ASSERT_EQ(found.placements.size(), 3u);
  EXPECT_EQ(found.placements[0].employee, "e2");
  EXPECT_EQ(found.placements[0].to_post_a, "p3");
  EXPECT_EQ(found.placements[0].to_post_b, "");
  EXPECT_EQ(found.placements[1].employee, "e3");
  EXPECT_EQ(found.placements[1].to_post_a, "p4");
  EXPECT_EQ(found.placements[1].to_post_b, "p5");
  EXPECT_EQ(found.placements[2].employee, "e9");
  EXPECT_EQ(found.placements[2].from_post, "p7");
  EXPECT_EQ(found.placements[2].to_post_a, "");
}

TEST(Comparison, APlanBesideItselfOrBesideNone) {
  const std::vector<PlacedMove> moves = {{"e1", "p1", "p2"}, {"e2", "", "p3"}};
  EXPECT_TRUE(CompareMoves(moves, moves).placements.empty());
  EXPECT_EQ(CompareMoves(moves, moves).both, 2);
  EXPECT_EQ(CompareMoves(moves, {}).only_a, 2);
  EXPECT_EQ(CompareMoves({}, moves).only_b, 2);
}

TEST(Comparison, FiguresKeepTheirSides) {
  PlanSummary a, b;
  a.objective = 100, a.status_quo = 40, a.shortage_after = 3;
  b.objective = 90, b.status_quo = 50, b.shortage_after = 5;
  int seen = 0;
  for (const ComparedFigure& figure : CompareFigures(a, b)) {
    if (figure.figure == "gain") {
      EXPECT_EQ(figure.a, 60);
      EXPECT_EQ(figure.b, 40);
      ++seen;
    }
    if (figure.figure == "shortage") {
      EXPECT_EQ(figure.a, 3);
      EXPECT_EQ(figure.b, 5);
      ++seen;
    }
  }
  EXPECT_EQ(seen, 2);
}

}  // namespace
}  // namespace selaras::matching
