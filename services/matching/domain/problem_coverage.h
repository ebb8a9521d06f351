#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_COVERAGE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_COVERAGE_H_

#include <vector>

#include "services/matching/domain/problem.h"

namespace selaras::matching {

// What PlanProblem::coverage() tells. O(persons + posts).
std::vector<Coverage> MeasureCoverage(const PlanProblem& problem);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_COVERAGE_H_
