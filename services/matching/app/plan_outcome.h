// From a solved plan to what is kept of it. Pure.
#ifndef SELARAS_SERVICES_MATCHING_APP_PLAN_OUTCOME_H_
#define SELARAS_SERVICES_MATCHING_APP_PLAN_OUTCOME_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/app/plan_record.h"
#include "services/matching/app/planner.h"

namespace selaras::matching {

// `result` holds what was known before solving; the rest is filled in. `instance_text` becomes a file of the
// plan.
// `parent_hash`: plan_hash of the parent, empty = none.
PlanOutcome MakeOutcome(const SolvedPlan& solved, PlanResult result, uint64_t seed, std::string instance_text,
                        const std::string& parent_hash);

// Of a plan that nothing can be: sizes and needs of its problem, the conflicts, no moves. `result` as above.
PlanOutcome MakeInfeasible(const PlanProblem& problem, std::vector<Conflict> conflicts, PlanResult result,
                           uint64_t seed, const std::string& parent_hash);

// kInvalidArgument: not TEACHER, HEALTH, FUNCTIONAL, STRUCTURAL or STAFF.
absl::StatusOr<Family> ParseFamily(absl::string_view name);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_PLAN_OUTCOME_H_
