// Answers what a finished plan would be worth with other numbers of moves.
#ifndef SELARAS_SERVICES_MATCHING_APP_FRONTIER_DESK_H_
#define SELARAS_SERVICES_MATCHING_APP_FRONTIER_DESK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/call_scope.h"
#include "services/matching/app/plan_desk.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/app/planner.h"

namespace selaras::matching {

struct FrontierAsk {
  std::string plan;
  std::vector<int64_t> max_moves;  // Empty = `points` spread over the curve.
  int32_t points = 0;              // 0 = 9.
};

// One limit and what it allows; every point is proven.
struct FrontierFigures {
  int64_t max_moves = -1;  // Negative = none: the free optimum, always last.
  int64_t moves = 0, objective = 0, bound = 0;
  int64_t price_milli = 0;  // What one more move adds to the bound, thousandths of a point.
  int64_t shortage = 0, surplus = 0;
};

class FrontierDesk {
 public:
  struct Deps {
    PlanStore& store;
    PlanDesk& desk;
    Planner& planner;  // Its gate: one solver run at a time, plans first.
  };
  explicit FrontierDesk(const Deps& deps) : deps_(deps) {}

  // Ascending. The point at the plan's own limit is the plan itself, unless a replan took a better plan than the
  // solver's. Some seconds for each point of a large province, and the caller's deadline ends it. kInvalidArgument:
  // `max_moves`, `point_count`. kFailedPrecondition: PLAN_STATE, PLAN_NOT_REBUILT, FRONTIER_BELOW_FEWEST.
  // kResourceExhausted (SOLVER_BUSY, with a wait): a plan is being solved, or another frontier.
  absl::StatusOr<std::vector<FrontierFigures>> Trace(const CallScope& call, const FrontierAsk& ask);

 private:
  Deps deps_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_FRONTIER_DESK_H_
