// Capped job-person match of one person's vector with one position's, in permille.
//
//   JPM = Σ min(actual, required) / Σ required          over the nine core items, and over the technical
//   clusters
//
// where an item counts c/15 with its level and (15 − c)/15 with the prior, c being its confidence. Core and
// technical matches are then weighed. A side that the position asks nothing of leaves all weight to the
// other.
//
// This is the scalar oracle: plain integers, no SIMD. Faster kernels must agree with it in every bit.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_FIT_KERNEL_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_FIT_KERNEL_H_

#include <cstdint>

#include "services/matching/domain/competency_vector.h"

namespace selaras::matching {

struct CompetencyFit {
  int32_t permille;  // 0-1000, rounded half up.
  bool assumed;      // An item that the position asks for was never assessed.
};

// `technical_permille`: share of the technical side; `prior_permille`: worth of an item never assessed.
CompetencyFit FitOf(const CompetencyVector& person, const CompetencyVector& position,
                    int32_t technical_permille, int32_t prior_permille);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_FIT_KERNEL_H_
