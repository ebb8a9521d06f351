#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_CONFLICTS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_CONFLICTS_H_

#include <vector>

#include "services/matching/domain/problem.h"

namespace selaras::matching {

// What shows of infeasibility in the instance before solving: more people bound to a post than it has seats, groups
// that no places allow. Appends to `conflicts`. O(persons + members × posts).
void FindConflicts(const PlanProblem& problem, std::vector<Conflict>& conflicts);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_CONFLICTS_H_
