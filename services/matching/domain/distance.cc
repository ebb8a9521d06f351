#include "services/matching/domain/distance.h"

#include <algorithm>
#include <cstdlib>

namespace selaras::matching {
namespace {

// Fixed point: 2^60 is one. A product of two numbers ≤ 4 fits in 128 bits.
using Fixed = __int128;
constexpr int kBits = 60;
constexpr Fixed kOne = Fixed{1} << kBits;
constexpr Fixed kPi = Fixed{3622009729038561421};  // π · 2^60

Fixed Multiply(Fixed a, Fixed b) {
  return (a * b) >> kBits;
}

Fixed Radians(int64_t degrees_e6) {
  return kPi * degrees_e6 / 180'000'000;
}

// Taylor series; |x| ≤ π. Terms fall below 2^-60 long before the limit.
Fixed Sine(Fixed x) {
  const Fixed square = Multiply(x, x);
  Fixed term = x, sum = x;
  for (int n = 1; n < 20 && term != 0; ++n) {
    term = -Multiply(term, square) / ((2 * n) * (2 * n + 1));
    sum += term;
  }
  return sum;
}

Fixed Cosine(Fixed x) {
  const Fixed square = Multiply(x, x);
  Fixed term = kOne, sum = kOne;
  for (int n = 1; n < 20 && term != 0; ++n) {
    term = -Multiply(term, square) / ((2 * n - 1) * (2 * n));
    sum += term;
  }
  return sum;
}

// √x for 0 ≤ x ≤ 1, rounded down: bit by bit on x · 2^60.
Fixed SquareRoot(Fixed x) {
  Fixed remainder = x << kBits, root = 0;
  for (Fixed bit = Fixed{1} << (2 * kBits); bit != 0; bit >>= 2) {
    if (remainder >= root + bit) {
      remainder -= root + bit;
      root = (root >> 1) + bit;
    } else {
      root >>= 1;
    }
  }
  return root;
}

// arcsin x for 0 ≤ x ≤ 0.5: x + x³/6 + 3x⁵/40 + …
Fixed ArcSine(Fixed x) {
  const Fixed square = Multiply(x, x);
  Fixed power = x, sum = x;
  for (int n = 1; n < 60 && power != 0; ++n) {
    power = Multiply(power, square) * (2 * n - 1) / (2 * n);
    sum += power / (2 * n + 1);
  }
  return sum;
}

constexpr int64_t kDiameterMillimetres = 12'742'017'600;

int64_t MinMagnitudeLongitude(int64_t difference_e6) {
  const int64_t magnitude = std::abs(difference_e6) % 360'000'000;
  return std::min(magnitude, 360'000'000 - magnitude);
}

}  // namespace

int64_t HaversineMetres(int32_t latitude1_e6, int32_t longitude1_e6, int32_t latitude2_e6,
                        int32_t longitude2_e6) {
  const Fixed half_latitude = Sine(Radians(std::abs(int64_t{latitude1_e6} - latitude2_e6)) / 2);
  const Fixed half_longitude =
      Sine(Radians(MinMagnitudeLongitude(int64_t{longitude1_e6} - longitude2_e6)) / 2);
  const Fixed haversine = Multiply(half_latitude, half_latitude) +
                          Multiply(Multiply(Cosine(Radians(latitude1_e6)), Cosine(Radians(latitude2_e6))),
                                   Multiply(half_longitude, half_longitude));
  const Fixed root = SquareRoot(std::clamp<Fixed>(haversine, 0, kOne));
  // arcsin 0.5 is 6,671 km: beyond every province, and beyond every cap.
  if (root > kOne / 2) return 6'671'695;
  const Fixed millimetres = (ArcSine(root) * kDiameterMillimetres) >> kBits;
  return static_cast<int64_t>((millimetres + 500) / 1000);
}

int64_t TravelMetres(const District& home, const District& district, const ScorePolicy& policy) {
  if (home.id == district.id) return 0;
  int64_t metres = 0;
  if (home.latitude_e6.has_value() && home.longitude_e6.has_value() && district.latitude_e6.has_value() &&
      district.longitude_e6.has_value()) {
    metres =
        HaversineMetres(*home.latitude_e6, *home.longitude_e6, *district.latitude_e6, *district.longitude_e6);
    metres = (metres * policy.road_permille + 500) / 1000;
  }
  return home.island || district.island ? metres + policy.ferry_metres : metres;
}

int32_t DistancePoints(int64_t metres, const Weights& weights) {
  const int64_t points = (metres * weights.distance_per_km_milli + 500'000) / 1'000'000;
  return static_cast<int32_t>(std::min<int64_t>(points, weights.distance_cap));
}

}  // namespace selaras::matching
