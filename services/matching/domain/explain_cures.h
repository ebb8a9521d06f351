// Which fact a rule would have to read otherwise, for one person to be lawful at one post.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_CURES_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_CURES_H_

#include <cstdint>
#include <vector>

#include "services/matching/domain/explain.h"

namespace selaras::matching {

// For every rule that bars the pair: facts of the person that it reads and that, changed alone, would make it pass. A
// missing fact stands before a known one, and a nearer value before a farther one. Yes-or-no, whole numbers (±600, never
// below 0) and dates (±40 years) are tried; for texts and lists a missing one is named, no value is proposed. Empty where
// no single fact of his would do. Where several rules bar, each has to pass. Some tens of µs.
std::vector<Flip> CuresOf(const PlanProblem& problem, int32_t person, int32_t post);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_CURES_H_
