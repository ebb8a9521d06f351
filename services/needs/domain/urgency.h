#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_URGENCY_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_URGENCY_H_

// How urgent each seat of a post is, 0 … 1000, never rising with the seat's number.
//
// Seat k is taken when k − 1 people are there, so what it fills is a unit that is filled to f = (k − 1) /
// raw, raw being the need before rounding. Urgency is a falling function of f alone, so that of two units the
// one that is filled less in proportion always comes first: filling seats by urgency evens the workload out.
// With c = critical share:
//
//   seats 1 … critical       1000 − (1000 − critical_floor) · f / c              not below critical_floor
//   seats to the target      critical_floor − (critical_floor − target_floor) · (f − c) / (1 − c)
//                                                                                in [target_floor,
//                                                                                critical_floor]
//   seats above the target   above_start · (1 − (f − 1) / above_span)            in [0, above_start]
//
// The bands belong to seat numbers, which are whole, and the slope to f, which is not; where both disagree by
// the rounding, the band wins. All in integers: equal on every machine.

#include <cstdint>
#include <vector>

#include "services/needs/domain/ratio.h"

namespace selaras::needs {

// REQUIRES: 1000 >= critical_floor >= target_floor >= above_start >= 0, above_span_permille > 0.
struct UrgencyShape {
  int32_t critical_floor = 700;
  int32_t target_floor = 200;
  int32_t above_start = 100;
  int32_t above_span_permille = 500;  // filled to 1 + this, a further seat is worth nothing
};

// One urgency per seat 1 … seats. REQUIRES: 0 <= critical <= target, 0 < critical_permille <= 1000, seats >=
// 0.
std::vector<int32_t> UrgencyCurve(const Ratio& raw, int32_t critical, int32_t target, int32_t seats,
                                  int32_t critical_permille, const UrgencyShape& shape);

// ⌈permille · target / 1000⌉.
int32_t CriticalSeats(int32_t target, int32_t critical_permille);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_URGENCY_H_
