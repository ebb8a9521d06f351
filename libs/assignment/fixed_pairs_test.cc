#include "libs/assignment/fixed_pairs.h"

#include <gtest/gtest.h>

#include <vector>

namespace selaras::assignment {
namespace {

// Three posts, a person in each; 0 and 1 like each other's posts, 2 likes post 0 as well, but nobody likes his.
TightPairs Pairs() {
  return {{0, 2, 4, 6}, {0, 1, 1, 0, 2, 0}};
}

TEST(FixedPairsTest, KeepsWhatASwapCanUseAndDropsAWayWithoutReturn) {
  TightPairs pairs = Pairs();
  DropUnusable({0, 1, 2}, {{1, 1}, {1, 1}, {1, 1}}, pairs);
  EXPECT_EQ(pairs.begin, (std::vector<int64_t>{0, 2, 4, 5}));
  EXPECT_EQ(pairs.posts, (std::vector<int32_t>{0, 1, 1, 0, 2}));
}

TEST(FixedPairsTest, AnEmptySeatIsAWayToASeatThatMayBeGivenUp) {
  TightPairs pairs = Pairs();
  DropUnusable({0, 1, 2}, {{1, 2}, {1, 1}, {0, 1}}, pairs);
  EXPECT_EQ(pairs.posts, Pairs().posts);
}

TEST(FixedPairsTest, RoomWithoutASeatToGiveUpIsNoWay) {
  TightPairs pairs = Pairs();
  DropUnusable({0, 1, 2}, {{1, 2}, {1, 1}, {1, 1}}, pairs);
  EXPECT_EQ(pairs.begin, (std::vector<int64_t>{0, 2, 4, 5}));
}

}  // namespace
}  // namespace selaras::assignment
