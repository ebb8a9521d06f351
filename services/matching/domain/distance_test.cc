#include "services/matching/domain/distance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace selaras::matching {
namespace {

double Exact(double lat1, double lon1, double lat2, double lon2) {
  const double degree = M_PI / 180;
  const double a =
      std::pow(std::sin((lat2 - lat1) * degree / 2), 2) +
      std::cos(lat1 * degree) * std::cos(lat2 * degree) * std::pow(std::sin((lon2 - lon1) * degree / 2), 2);
  return 2 * 6371008.8 * std::asin(std::sqrt(a));
}

TEST(Distance, AgreesWithTheFormulaInFloatingPoint) {
  const uint64_t seed = 5;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int n = 0; n < 2000; ++n) {
    const int32_t spread = n % 3 == 0 ? 20000000 : n % 3 == 1 ? 1000000 : 1000;
    const auto coordinate = [&](int32_t centre) {
      return centre + static_cast<int32_t>(random() % (2 * spread)) - spread;
    };
    const int32_t a = coordinate(-5000000), b = coordinate(105000000), c = coordinate(-5000000),
                  d = coordinate(105000000);
    const double exact = Exact(a / 1e6, b / 1e6, c / 1e6, d / 1e6);
    if (exact > 5e6) continue;
    EXPECT_NEAR(static_cast<double>(HaversineMetres(a, b, c, d)), exact, 1.0)
        << a << " " << b << " " << c << " " << d;
    EXPECT_EQ(HaversineMetres(a, b, c, d), HaversineMetres(c, d, a, b));
  }
}

TEST(Distance, FarAndOddPointsStayFar) {
  EXPECT_GE(HaversineMetres(0, 0, 0, 180000000), 5000000);
  EXPECT_GE(HaversineMetres(90000000, 0, -90000000, 0), 5000000);
  EXPECT_EQ(HaversineMetres(0, 179999000, 0, -179999000), HaversineMetres(0, 0, 0, 2000));
  EXPECT_EQ(HaversineMetres(-5000000, 105000000, -5000000, 105000000), 0);
}

TEST(Distance, RoadFerryAndCap) {
  const ScorePolicy policy;
  const District here{"a", "", -5000000, 105000000, false}, there{"b", "", -5100000, 105000000, false};
  const District island{"c", "", -5100000, 105000000, true},
      unknown{"d", "", std::nullopt, std::nullopt, false};
  const int64_t road = TravelMetres(here, there, policy);
  EXPECT_NEAR(static_cast<double>(road), 11119.5 * 1.35, 2);
  EXPECT_EQ(TravelMetres(here, island, policy), road + policy.ferry_metres);
  EXPECT_EQ(TravelMetres(island, island, policy), 0);
  EXPECT_EQ(TravelMetres(here, unknown, policy), 0);
  EXPECT_EQ(DistancePoints(15000, policy.weights), 60);  // 4 points a kilometre
  EXPECT_EQ(DistancePoints(15125, policy.weights), 61);  // 60.5, half up
  EXPECT_EQ(DistancePoints(10'000'000, policy.weights), policy.weights.distance_cap);
}

}  // namespace
}  // namespace selaras::matching
