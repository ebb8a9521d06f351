// From a parent plan and what a replan asks to the child that is queued.
#ifndef SELARAS_SERVICES_MATCHING_APP_REPLAN_H_
#define SELARAS_SERVICES_MATCHING_APP_REPLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/assignment/instance.h"
#include "services/matching/app/plan_record.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/domain/replan.h"

namespace selaras::matching {

// What takes the place of the parent's; nullopt = the parent's stays.
struct Relaxed {
  std::optional<PlanLimits> limits;
  std::optional<int64_t> max_moves;

  bool any() const { return limits.has_value() || max_moves.has_value(); }
};

struct ReplanAsk {
  std::string parent;
  std::optional<int64_t> version;  // nullopt = whatever stands.
  Constraints more;
  std::vector<std::string> settled_moves;  // Move ids of the parent; pinned.
  Relaxed relaxed;
  std::string request_id;
};

// Every move of a finished plan.
absl::StatusOr<std::vector<MoveRecord>> AllMoves(PlanStore& store, absl::string_view tenant,
                                                 const std::string& plan);

// `plan` as the parent of another.
EarlierPlan EarlierOf(const PlanRecord& plan, const std::vector<MoveRecord>& moves);

// What is asked, settled moves among the pins. kInvalidArgument (REPLAN_REFERENCE_UNKNOWN): a settled move is not in
// the plan; (REPLAN_NOTHING_ASKED).
absl::StatusOr<Constraints> AskedOf(const ReplanAsk& ask, const std::vector<MoveRecord>& moves);

// Spec of the child: the parent's, fixed to the facts that the parent was made from, with the constraints joined.
// REQUIRES: the parent has a result. Errors: JoinConstraints; CheckShape of relaxed limits.
absl::StatusOr<PlanSpec> ChildSpec(const PlanRecord& parent, const Constraints& more, const Relaxed& relaxed);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_REPLAN_H_
