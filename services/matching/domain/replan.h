// A child plan: the same facts, policy and scope as its parent, with more pins and bans, and as near to the
// parent as the best value allows.
//
//   SELARAS_ASSIGN_OR_RETURN(request.constraints, JoinConstraints(parent's, the veto));
//   … PlanProblem::Build …
//   options.nearest_to = EarlierPlacement(problem, earlier);
//   options.warm_start = BringOver(…);                        // plan_solve.h
//   … SolvePlan …
//   KeepEarlierIfNoWorse(problem, earlier, certificate);
//   ReplanSummary changed = CompareWithParent(problem, plan, certificate, earlier);
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_REPLAN_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_REPLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/instance.h"
#include "services/matching/domain/plan.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

// What the parent decided. Ids are those of the registry; everybody not named stayed.
struct EarlierPlan {
  struct Move {
    std::string employee, to_post, chain;
  };
  std::vector<Move> moves;
  int64_t objective = 0;  // Points.
};

struct Constraints {
  std::vector<Pin> pins;
  std::vector<Ban> bans;
};

// The parent's constraints with those of a replan. Bans add up. A new pin takes the place of the parent's pin of
// the same employee; a new ban lifts a pin of the parent that it contradicts. kFailedPrecondition
// (REPLAN_CONFLICT): a new pin against any ban, or two new pins of one employee. An equal pin or ban twice is one.
absl::StatusOr<Constraints> JoinConstraints(const Constraints& parent, const Constraints& more);

// Whether the pins and bans of `more` speak of people and posts of the parent's instance, and pins of lawful pairs
// with a seat. `key_of` gives the key under which an employee stands in instances. People whom `parent` pins or
// bans are not judged: their pairs are not in the instance. kInvalidArgument (REPLAN_REFERENCE_UNKNOWN);
// kFailedPrecondition (REPLAN_PIN_UNLAWFUL, PIN_NO_SEAT).
absl::Status CheckConstraints(const assignment::Instance& instance, absl::string_view plan,
                              const Constraints& parent, const Constraints& more,
                              absl::FunctionRef<std::string(absl::string_view)> key_of);

// Where the parent placed each person of the child's instance; −1 where that cannot be said.
std::vector<assignment::PostIndex> EarlierPlacement(const PlanProblem& problem, const EarlierPlan& earlier);

// The parent's placement without those of its chains that hold a move which is no longer lawful: what the child
// would be if nothing else might change. Pinned people are at their pins.
std::vector<assignment::PostIndex> UndoneOnly(const PlanProblem& problem, const EarlierPlan& earlier);

// Under a limit on moves the solver's placement may miss the best by the certificate's gap. If the parent's placement,
// or UndoneOnly, is lawful, keeps all limits and is worth more, or as much with fewer people changed, it is taken
// instead. The bound and its proof stay as they are. Nothing happens in a plan with tiers.
void KeepEarlierIfNoWorse(const PlanProblem& problem, const EarlierPlan& earlier,
                          assignment::Certificate& certificate);

struct ReplanSummary {
  int64_t people_changed = 0;  // Placed elsewhere than by the parent.
  int64_t value_lost = 0;  // Parent's objective − child's, points; negative where new facts of pins gain.
  // The same if only the chains of moves that became unlawful were undone; nullopt where that is not lawful, as when
  // a pin takes a seat that is not free then.
  std::optional<int64_t> value_lost_alone;
  int64_t chains_kept = 0, chains_new = 0, chains_gone = 0;  // By chain key.
};

ReplanSummary CompareWithParent(const PlanProblem& problem, const Plan& plan,
                                const assignment::Certificate& certificate, const EarlierPlan& earlier);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_REPLAN_H_
