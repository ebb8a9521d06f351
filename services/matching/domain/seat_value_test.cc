#include "services/matching/domain/seat_value.h"

#include <gtest/gtest.h>

#include <random>

namespace selaras::matching {
namespace {

std::vector<int32_t> Flat(const std::vector<assignment::SeatRun>& runs) {
  std::vector<int32_t> points;
  for (const assignment::SeatRun& run : runs) points.insert(points.end(), run.count, run.points);
  return points;
}

TEST(SeatValue, FollowsUrgencyThenFallsSteeply) {
  const NeedCurve need{"p", 2, 4, {1000, 900, 800, 500}};
  // Ceiling 5, seven people there: critical 1500, target 900, one free of need, then −2000 a head.
  EXPECT_EQ(Flat(SeatValues(need, 5, 7, Weights{})),
            (std::vector<int32_t>{1500, 1350, 720, 450, 0, -2000, -4000}));
  // Without the people above the ceiling their seats do not exist.
  EXPECT_EQ(Flat(SeatValues(need, 5, 0, Weights{})).size(), 5);
  EXPECT_TRUE(SeatValues(need, 0, 0, Weights{}).empty());
}

TEST(SeatValue, TargetBeyondTheCeilingHasNoSeat) {
  const NeedCurve need{"p", 2, 4, {1000, 900, 800, 500}};
  EXPECT_EQ(Flat(SeatValues(need, 2, 1, Weights{})), (std::vector<int32_t>{1500, 1350}));
}

TEST(SeatValue, WhoIsNeededAboveTheCeilingIsLessSuperfluous) {
  const NeedCurve need{"p", 2, 2, {1000, 900}};
  EXPECT_EQ(Flat(SeatValues(need, 1, 3, Weights{})), (std::vector<int32_t>{1500, -650, -4000}));
}

TEST(SeatValue, NeverIncreasesWhateverTheCurve) {
  const uint64_t seed = 3;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int n = 0; n < 500; ++n) {
    NeedCurve need{"p", static_cast<int32_t>(random() % 4), static_cast<int32_t>(random() % 8), {}};
    for (size_t k = random() % 9; k > 0; --k) need.urgency.push_back(static_cast<int32_t>(random() % 1200));
    const int32_t ceiling = static_cast<int32_t>(random() % 8),
                  incumbents = static_cast<int32_t>(random() % 10);
    const auto runs = SeatValues(need, ceiling, incumbents, Weights{});
    const std::vector<int32_t> points = Flat(runs);
    ASSERT_EQ(static_cast<int32_t>(points.size()), std::max(ceiling, incumbents));
    for (size_t k = 1; k < points.size(); ++k) EXPECT_LE(points[k], points[k - 1]);
    for (size_t r = 1; r < runs.size(); ++r) EXPECT_LT(runs[r].points, runs[r - 1].points);
    for (int32_t taken = 0; taken <= static_cast<int32_t>(points.size()); ++taken) {
      EXPECT_EQ(Flat(SeatsAfter(runs, taken)), std::vector<int32_t>(points.begin() + taken, points.end()));
    }
    for (size_t k = 0; k < points.size(); ++k)
      EXPECT_EQ(SeatPoints(runs, static_cast<int32_t>(k) + 1), points[k]);
  }
}

TEST(SeatValue, AbsurdNumbersStayWithinTheBound) {
  Weights weights;
  weights.above_ceiling = -1'000'000;
  for (const int32_t points : Flat(SeatValues({"p"}, 0, 5000, weights))) EXPECT_GE(points, -1'000'000'000);
}

}  // namespace
}  // namespace selaras::matching
