#include "services/matching/app/frontier_desk.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/assignment/frontier.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/domain/frontier.h"

namespace selaras::matching {
namespace {

constexpr absl::Duration kBusyWait = absl::Seconds(10);

absl::StatusOr<assignment::FrontierRequest> RequestOf(const FrontierAsk& ask) {
  assignment::FrontierRequest request;
  request.max_moves = ask.max_moves;
  if (ask.max_moves.size() > assignment::kMaxFrontierPoints ||
      std::any_of(ask.max_moves.begin(), ask.max_moves.end(), [](int64_t limit) { return limit < 0; })) {
    return InvalidField("max_moves",
                        absl::StrCat("at most ", assignment::kMaxFrontierPoints, " numbers, none negative"));
  }
  if (ask.points != 0) request.points = ask.points;
  if (request.points < 2 || request.points > assignment::kMaxFrontierPoints) {
    return InvalidField("point_count",
                        absl::StrCat("from 2 to ", assignment::kMaxFrontierPoints, ", or 0 for 9"));
  }
  return request;
}

assignment::WarmStart StartOf(const assignment::Certificate& certificate) {
  return {certificate.prices, certificate.denominator, certificate.lambda, certificate.placement};
}

FrontierFigures FiguresOf(const PlanProblem& problem, const assignment::FrontierPoint& point,
                          int64_t pinned) {
  const NeedBalance balance = BalanceOf(problem, point.certificate.placement);
  return {.max_moves = point.max_moves.has_value() ? *point.max_moves + pinned : -1,
          .moves = point.moved + pinned,
          .objective = point.certificate.objective,
          .bound = point.certificate.bound,
          .price_milli = PriceMilli(point.certificate),
          .shortage = balance.shortage,
          .surplus = balance.surplus};
}

}  // namespace

absl::StatusOr<std::vector<FrontierFigures>> FrontierDesk::Trace(const CallScope& call,
                                                                 const FrontierAsk& ask) {
  SELARAS_ASSIGN_OR_RETURN(assignment::FrontierRequest request, RequestOf(ask));
  SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, deps_.store.GetPlan(call.tenant, ask.plan));
  if (plan.state != PlanState::kPlanned && plan.state != PlanState::kReleased) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", {{"plan", plan.id}});
  }
  // Before the plan is rebuilt, which holds a province in memory as well.
  const std::optional<SolverGate::Hold> turn = deps_.planner.solver().TryEnter();
  if (!turn.has_value()) {
    return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "SOLVER_BUSY"), kBusyWait);
  }
  SELARAS_ASSIGN_OR_RETURN(const std::shared_ptr<const SolvedPlan> solved, deps_.desk.Solved(call, plan));
  const PlanProblem& problem = *solved->problem;
  assignment::SolveOptions options;
  options.seed = plan.spec.seed;
  SELARAS_ASSIGN_OR_RETURN(options.nearest_to, deps_.planner.NearestTo(plan, problem));
  options.warm_start = StartOf(solved->certificate);
  options.stop = [&] { return call.cancelled(); };
  const int64_t pinned = PinnedMoves(problem);
  for (int64_t& limit : request.max_moves) limit -= pinned;
  if (!request.max_moves.empty()) {
    SELARAS_ASSIGN_OR_RETURN(const int64_t fewest, assignment::FewestMoves(problem.instance(), options));
    if (*std::min_element(request.max_moves.begin(), request.max_moves.end()) < fewest) {
      return Error(absl::StatusCode::kFailedPrecondition, "FRONTIER_BELOW_FEWEST",
                   {{"plan", plan.id}, {"fewest", absl::StrCat(fewest + pinned)}});
    }
  }
  SELARAS_ASSIGN_OR_RETURN(const assignment::Frontier frontier,
                           assignment::TraceFrontier(problem.instance(), request, options));
  std::vector<FrontierFigures> figures;
  for (const assignment::FrontierPoint& point : frontier.points)
    figures.push_back(FiguresOf(problem, point, pinned));
  return figures;
}

}  // namespace selaras::matching
