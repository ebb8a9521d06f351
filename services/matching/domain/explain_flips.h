// Which single correction of a person's records would change what the plan does with him (docs/explanations.md).
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_FLIPS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_FLIPS_H_

#include "services/matching/domain/displacement.h"
#include "services/matching/domain/explain.h"

namespace selaras::matching {

inline constexpr size_t kMostFlips = 5;  // Of one outcome, fewest points first.

// Fills `flips` of the explanation and of its alternatives below their cutoff. `ways` lead to the place that he is
// given. Nothing where a limit is active. Some tens of milliseconds.
void AddFlips(const PlanView& view, const Ways& ways, Explanation& explanation);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_FLIPS_H_
