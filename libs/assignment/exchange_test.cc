#include "libs/assignment/exchange.h"

#include <map>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "libs/assignment/testing/seeded_random.h"

namespace selaras::assignment {
namespace {

TEST(SplitExchangeTest, PiecesAreSimplePathsAndCyclesThatAddUp) {
  for (uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    std::vector<Step> steps;
    std::map<int32_t, int64_t> surplus;
    const int32_t posts = random.In(2, 8);
    for (int32_t i = random.In(0, 20); i > 0; --i) {
      const Step step = {i, random.In(0, posts - 1), random.In(0, posts - 1), random.Next()};
      if (step.from == step.to) continue;
      steps.push_back(step);
      ++surplus[step.from];
      --surplus[step.to];
    }
    std::set<int32_t> seen;
    for (const std::vector<Step>& piece : SplitExchange(steps)) {
      std::set<int32_t> posts_passed;
      for (size_t k = 0; k < piece.size(); ++k) {
        EXPECT_TRUE(seen.insert(piece[k].person).second);
        EXPECT_TRUE(posts_passed.insert(piece[k].from).second);
        if (k > 0) {
          EXPECT_EQ(piece[k - 1].to, piece[k].from);
        }
      }
      const int32_t first = piece.front().from, last = piece.back().to;
      if (first == last) continue;
      EXPECT_FALSE(posts_passed.contains(last));
      EXPECT_GT(surplus[first]--,
                0);  // Conformal: starts only where people leave, ends only where they come.
      EXPECT_LT(surplus[last]++, 0);
    }
    EXPECT_EQ(seen.size(), steps.size());
    for (const auto& [post, left] : surplus) EXPECT_EQ(left, 0) << post;
  }
}

TEST(ApplyPiecesTest, InHashOrderWhileTheyFit) {
  // Person k stays at post k by reference; three cycles of 2, 3 and 2 moves, least hashes 30, 10, 20.
  const std::vector<std::vector<Step>> pieces = {{{0, 0, 1, 30}, {1, 1, 0, 31}},
                                                 {{2, 2, 3, 10}, {3, 3, 4, 11}, {4, 4, 2, 12}},
                                                 {{5, 5, 6, 20}, {6, 6, 5, 21}}};
  const auto effect = [](const Step& step) {
    const int64_t added = (step.to != step.person) - (step.from != step.person);
    return PieceEffect{added, added};
  };
  const std::vector<int32_t> start = {0, 1, 2, 3, 4, 5, 6};
  std::vector<int32_t> placement = start;
  EXPECT_EQ(ApplyPieces(pieces, effect, 0, 2, placement), 2);
  EXPECT_EQ(placement, (std::vector<int32_t>{0, 1, 2, 3, 4, 6, 5}));
  placement = start;
  EXPECT_EQ(ApplyPieces(pieces, effect, 0, 6, placement), 5);
  EXPECT_EQ(placement, (std::vector<int32_t>{0, 1, 3, 4, 2, 6, 5}));
}

// The first piece adds two moves and nothing else; the second, of lesser hash, also undoes a move of the earlier plan.
TEST(ApplyPiecesTest, WhatChangesLeastOfAnEarlierPlanComesFirst) {
  const std::vector<std::vector<Step>> pieces = {{{0, 0, 1, 30}, {1, 1, 0, 31}},
                                                 {{2, 2, 3, 10}, {3, 3, 4, 11}, {4, 9, 2, 12}}};
  const auto effect = [](const Step& step) {
    const int64_t added = (step.to != step.person) - (step.from != step.person);
    return PieceEffect{added, 1};
  };
  std::vector<int32_t> placement = {0, 1, 2, 3, 9};
  EXPECT_EQ(ApplyPieces(pieces, effect, 1, 3, placement), 3);
  EXPECT_EQ(placement, (std::vector<int32_t>{1, 0, 2, 3, 9}));
}

}  // namespace
}  // namespace selaras::assignment
