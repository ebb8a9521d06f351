// Solves a problem with all that was asked of the plan: limits, tiers, chains, an earlier plan to stay near.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PLAN_SOLVE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PLAN_SOLVE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "libs/assignment/solver.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

struct PlanSolution {
  // Of problem.instance(). Limits on chains are not in it: the gap tells what they cost. Empty if infeasible.
  assignment::Certificate certificate;
  // Why nothing keeps all that was asked; empty if something does.
  std::vector<Conflict> conflicts;

  bool feasible() const { return conflicts.empty(); }
};

// Errors as assignment::Solve, but for infeasibility. The warm start changes time, never the result. `progress` hears
// the solver's stages, then "chains" while they are cut.
absl::StatusOr<PlanSolution> SolvePlan(const PlanProblem& problem, const assignment::SolveOptions& options,
                                       const assignment::Progress& progress = nullptr);

// The prices and the placement of an earlier plan brought to the posts and people of another instance, by their ids.
// O(posts + persons).
assignment::WarmStart BringOver(const assignment::Instance& earlier,
                                const assignment::Certificate& certificate,
                                const assignment::Instance& instance);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PLAN_SOLVE_H_
