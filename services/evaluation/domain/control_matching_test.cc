#include "services/evaluation/domain/control_matching.h"

#include <gmock/gmock.h>

namespace selaras::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PreTrendTest, LevelAndSlopeOfALine) {
  const PreTrend pre = PreTrendOf({4, 6, 8, 10});
  EXPECT_DOUBLE_EQ(pre.level, 7);
  EXPECT_DOUBLE_EQ(pre.trend, 2);
  EXPECT_DOUBLE_EQ(PreTrendOf({5, 5}).trend, 0);
}

MatchCandidate At(const char* kind, double level, double trend) {
  return {kind, {{level, trend}}};
}

TEST(MatchControlsTest, NearestInLevelAndTrendOfTheSameKind) {
  const std::vector<MatchCandidate> candidates = {
      At("school", 10, 0), At("clinic", 10, 0), At("school", 11, 3), At("school", 30, 0), At("school", 9, 0)};
  EXPECT_THAT(MatchControls({{"school", {10, 0}}}, candidates, 2, 0), ElementsAre(0, 4));
  // Level alone would take 2 before 3; its trend keeps it away.
  EXPECT_THAT(MatchControls({{"school", {10, 0}}}, candidates, 1, 0), ElementsAre(0));
}

TEST(MatchControlsTest, MoreAreTakenUntilThereAreEnough) {
  const std::vector<MatchCandidate> candidates = {At("s", 1, 0), At("s", 2, 0), At("s", 3, 0), At("s", 4, 0)};
  EXPECT_THAT(MatchControls({{"s", {1, 0}}}, candidates, 1, 3), ElementsAre(0, 1, 2));
  EXPECT_THAT(MatchControls({{"s", {1, 0}}}, candidates, 1, 10), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(MatchControls({{"other", {1, 0}}}, candidates, 1, 10), IsEmpty());
}

TEST(MatchControlsTest, EachTargetInItsOwnMonthsAndTiesGoToTheEarlier) {
  const std::vector<MatchCandidate> candidates = {
      {"s", {{5, 0}, {50, 0}}}, {"s", {{5, 0}, {20, 0}}}, {"s", {{9, 0}, {21, 0}}}};
  EXPECT_THAT(MatchControls({{"s", {5, 0}}, {"s", {21, 0}}}, candidates, 1, 0), ElementsAre(0, 2));
}

}  // namespace
}  // namespace selaras::evaluation
