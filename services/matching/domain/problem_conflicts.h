#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_CONFLICTS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_CONFLICTS_H_

#include <vector>

#include "services/matching/domain/problem.h"

namespace selaras::matching {

// What shows of infeasibility in the instance before solving: more people bound to a post than it has seats, groups
// that no places allow. Appends to `conflicts`. O(persons + members × posts).
void FindConflicts(const PlanProblem& problem, std::vector<Conflict>& conflicts);

// The limit could not be kept beside all the rest: CAP_NOT_KEPT, GROUP_NOT_KEPT.
Conflict NotKept(const ProvinceIndex& province, const ProblemLimit& limit);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_CONFLICTS_H_
