// What each seat of a post is worth: g_j(k), never increasing in k.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_SEAT_VALUE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_SEAT_VALUE_H_

#include <cstdint>
#include <vector>

#include "libs/assignment/instance.h"
#include "services/matching/domain/facts.h"
#include "services/matching/domain/score_policy.h"

namespace selaras::matching {

// seats = max(ceiling, incumbents), so that occupancy above a ceiling never rises and nobody loses his seat.
//   k ≤ ceiling:  need_critical, need_target (× urgency(k) / 1000, rounded half up) or above_target, by the
//   class of k k > ceiling:  above_ceiling × (k − ceiling)
// and never more than the seat before. Runs of equal worth are joined. Worth is bounded by ±1,000,000,000.
std::vector<assignment::SeatRun> SeatValues(const NeedCurve& need, int32_t ceiling, int32_t incumbents,
                                            const Weights& weights);

// The seats that are left when the first `taken` are occupied.
std::vector<assignment::SeatRun> SeatsAfter(const std::vector<assignment::SeatRun>& seats, int32_t taken);

// g(k), k from 1. REQUIRES: k ≤ all seats together.
int32_t SeatPoints(const std::vector<assignment::SeatRun>& seats, int32_t k);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_SEAT_VALUE_H_
