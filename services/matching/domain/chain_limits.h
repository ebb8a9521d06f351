// Chains as a hard limit: no longer than so many moves, none joining moves of two agencies. No pair and no sum of
// pairs says what a chain is, so the instance does not know these limits: they are kept by what is done to its
// solution, and cost is stated against the bound of the problem without them.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_CHAIN_LIMITS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_CHAIN_LIMITS_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/instance.h"
#include "services/matching/domain/plan.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

// Whether a chain of so many moves that touches so many agencies is allowed.
bool IsAllowed(const PlanLimits& limits, size_t moves, size_t agencies);

// Whether all chains of the placement are. True without limits on chains, at no cost.
bool KeepsChainLimits(const PlanProblem& problem, const std::vector<assignment::PostIndex>& placement);

// The best placement found that keeps the limits on chains, beside the proof of `free`, the certificate without them:
//   - whole chains can be left out of any plan, so cutting each chain that breaks a limit to as much of its
//     beginning as is allowed gives a placement that keeps them;
//   - then, a bounded number of times, the least gainful move of each such chain is forbidden, `solve` solves the
//     narrower instance, and its solution is cut likewise. The best of all is taken.
// Deterministic. kFailedPrecondition (PINS_OVER_CHAINS): pinned moves kept any from being found. Errors of `solve`.
using SolveInstance = absl::FunctionRef<absl::StatusOr<assignment::Certificate>(
    const assignment::Instance&, const assignment::Certificate& near)>;
absl::StatusOr<assignment::Certificate> CutChains(const PlanProblem& problem,
                                                  const assignment::Certificate& free, SolveInstance solve);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_CHAIN_LIMITS_H_
