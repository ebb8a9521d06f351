#include "services/needs/domain/urgency.h"

#include <algorithm>

namespace selaras::needs {
namespace {

// Millionths keep the slope exact enough for units of a thousand people and small enough for 64 bits.
constexpr int64_t kFine = 1'000'000;

// floor(f · kFine) of seat k, at most ten times the need: beyond that nothing changes.
int64_t Filled(int32_t seat, const Ratio& raw) {
  if (raw.IsZero()) return 10 * kFine;
  if (seat == 1) return 0;
  const std::optional<Ratio> filled = Ratio(seat - 1).Over(raw);
  return filled ? std::min(filled->FloorTimes(kFine), 10 * kFine) : 10 * kFine;
}

}  // namespace

int32_t CriticalSeats(int32_t target, int32_t critical_permille) {
  return static_cast<int32_t>((static_cast<int64_t>(target) * critical_permille + 999) / 1000);
}

std::vector<int32_t> UrgencyCurve(const Ratio& raw, int32_t critical, int32_t target, int32_t seats,
                                  int32_t critical_permille, const UrgencyShape& shape) {
  const int64_t share = static_cast<int64_t>(critical_permille) * (kFine / 1000);
  std::vector<int32_t> curve;
  curve.reserve(seats);
  for (int32_t seat = 1; seat <= seats; ++seat) {
    const int64_t filled = Filled(seat, raw);
    int64_t urgency = 0;
    if (seat <= critical) {
      urgency = 1000 - (1000 - shape.critical_floor) * filled / share;
      urgency = std::max<int64_t>(urgency, shape.critical_floor);
    } else if (seat <= target) {
      const int64_t beyond = std::max<int64_t>(filled - share, 0);
      const int64_t range = shape.critical_floor - shape.target_floor;
      urgency = share < kFine ? shape.critical_floor - range * beyond / (kFine - share) : shape.target_floor;
      urgency = std::max<int64_t>(urgency, shape.target_floor);
    } else {
      const int64_t beyond = std::max<int64_t>(filled - kFine, 0);
      const int64_t span = static_cast<int64_t>(shape.above_span_permille) * (kFine / 1000);
      urgency = std::max<int64_t>(shape.above_start - shape.above_start * beyond / span, 0);
    }
    curve.push_back(static_cast<int32_t>(urgency));
  }
  return curve;
}

}  // namespace selaras::needs
