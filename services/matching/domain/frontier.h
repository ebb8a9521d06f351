// What a point of the frontier means for posts: seats below and people above target.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_FRONTIER_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_FRONTIER_H_

#include <cstdint>

#include "absl/types/span.h"
#include "libs/assignment/certificate.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

struct NeedBalance {
  int64_t shortage = 0;  // Seats below target in posts in scope, frozen people counted.
  int64_t surplus = 0;   // People above target.
};

// As PlanSummary::shortage_after and surplus_after. REQUIRES: a placement of problem.instance(). O(persons + posts).
NeedBalance BalanceOf(const PlanProblem& problem, absl::Span<const assignment::PostIndex> placement);

// People whom pins move: for the instance they stand where they are pinned, so neither its limit nor its moves count them.
int64_t PinnedMoves(const PlanProblem& problem);

// What one more move adds to the proven bound, thousandths of a point, rounded down.
int64_t PriceMilli(const assignment::Certificate& certificate);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_FRONTIER_H_
