#include "services/registry/domain/occupancy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace selaras::registry {
namespace {

using ::testing::ElementsAre;

TEST(OccupancyTest, TheStayBegunLastIsHeld) {
  const std::vector<Stay> stays = {{0, kForEver, "old"}, {100, kForEver, "new"}, {300, 400, "later"}};
  EXPECT_EQ(HeldAt(stays, -1), -1);
  EXPECT_EQ(HeldAt(stays, 99), 0);
  EXPECT_EQ(HeldAt(stays, 100), 1);
  EXPECT_EQ(HeldAt(stays, 399), 2);
  EXPECT_EQ(HeldAt(stays, 400), 1);
}

// One leaves on the day on which the next comes: there is never a day with two.
TEST(OccupancyTest, AHandoverIsNoPeak) {
  EXPECT_THAT(Occupancy({{{0, 50, "p"}}, {{50, kForEver, "p"}}}, "p", 0),
              ElementsAre(Step{0, 1}, Step{50, 1}));
  EXPECT_THAT(Occupancy({{{0, 51, "p"}}, {{50, kForEver, "p"}}}, "p", 0),
              ElementsAre(Step{0, 1}, Step{50, 2}, Step{51, 1}));
  EXPECT_THAT(Occupancy({}, "p", 7), ElementsAre(Step{7, 0}));
}

// Somebody who is appointed elsewhere while his stay here was never ended holds no seat here.
TEST(OccupancyTest, AForgottenEndCountsForNothing) {
  EXPECT_THAT(Occupancy({{{0, kForEver, "p"}, {10, kForEver, "q"}}}, "p", 20), ElementsAre(Step{20, 0}));
  EXPECT_THAT(Occupancy({{{0, kForEver, "p"}, {30, kForEver, "q"}}}, "p", 20),
              ElementsAre(Step{20, 1}, Step{30, 0}));
}

// The present holder leaves by himself on day 50, when his successor comes. Who replaces him on day 10 already takes
// the successor's seat.
TEST(OccupancyTest, ASwapMayTakeALaterSeat) {
  const std::vector<Step> before = Occupancy({{{0, 50, "p"}}, {{50, kForEver, "p"}}}, "p", 10);
  const std::vector<Step> after = Occupancy({{{10, kForEver, "p"}}, {{50, kForEver, "p"}}}, "p", 10);
  EXPECT_EQ(Overflow(before, after, 1), 2);
  EXPECT_EQ(Overflow(before, after, 2), 0);
}

// Above the ceiling a swap is lawful, one more is not.
TEST(OccupancyTest, OccupancyAboveTheCeilingNeverRises) {
  EXPECT_EQ(Overflow({{{0, 3}}}, {{{0, 3}}}, 1), 0);
  EXPECT_EQ(Overflow({{{0, 3}}}, {{{0, 2}}}, 1), 0);
  EXPECT_EQ(Overflow({{{0, 3}}}, {{{0, 4}}}, 1), 4);
}

// Against counting day by day.
TEST(OccupancyTest, StepsAndOverflowAreThoseOfEveryDay) {
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    const auto draw = [&] {
      People people(random() % 5);
      for (auto& stays : people) {
        stays.resize(random() % 4);
        for (Stay& stay : stays) {
          stay.from = static_cast<Day>(random() % 20);
          stay.to = stay.from + 1 + static_cast<Day>(random() % 20);
          stay.post = random() % 2 == 0 ? "p" : "q";
        }
      }
      return people;
    };
    const auto count = [](const People& people, Day day) {
      int here = 0;
      for (const auto& stays : people) {
        const int held = HeldAt(stays, day);
        here += held >= 0 && stays[held].post == "p" ? 1 : 0;
      }
      return here;
    };
    const People before = draw(), after = draw();
    const Day from = static_cast<Day>(random() % 25);
    const int ceiling = static_cast<int>(random() % 3);
    int worst = 0;
    for (Day day = from; day < 60; ++day) {
      const int then = count(after, day);
      if (then > ceiling && then > count(before, day)) worst = std::max(worst, then);
    }
    EXPECT_EQ(Overflow(Occupancy(before, "p", from), Occupancy(after, "p", from), ceiling), worst)
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace selaras::registry
