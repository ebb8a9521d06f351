#include "services/matching/app/replan.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

constexpr int kPage = 5000;
constexpr char kSettled[] = "sudah ditetapkan";  // Told in explanations, as every pin's reason.

}  // namespace

absl::StatusOr<std::vector<MoveRecord>> AllMoves(PlanStore& store, absl::string_view tenant,
                                                 const std::string& plan) {
  std::vector<MoveRecord> moves;
  std::string after;
  for (bool more = true; more;) {
    SELARAS_ASSIGN_OR_RETURN(Page<MoveRecord> page,
                             store.ListMoves(tenant, plan, /*by_gain=*/false, after, kPage));
    for (MoveRecord& move : page.items) moves.push_back(std::move(move));
    more = page.more;
    if (more) after = moves.back().id;
  }
  return moves;
}

EarlierPlan EarlierOf(const PlanRecord& plan, const std::vector<MoveRecord>& moves) {
  EarlierPlan earlier;
  earlier.objective = plan.result->summary.objective;
  for (const MoveRecord& move : moves) earlier.moves.push_back({move.employee, move.to_post, move.chain});
  return earlier;
}

absl::StatusOr<Constraints> AskedOf(const ReplanAsk& ask, const std::vector<MoveRecord>& moves) {
  Constraints asked = ask.more;
  absl::flat_hash_map<absl::string_view, const MoveRecord*> by_id;
  for (const MoveRecord& move : moves) by_id.emplace(move.id, &move);
  for (const std::string& id : ask.settled_moves) {
    const auto move = by_id.find(id);
    if (move == by_id.end()) {
      return Error(absl::StatusCode::kInvalidArgument, "REPLAN_REFERENCE_UNKNOWN",
                   {{"kind", "move"}, {"id", id}, {"plan", ask.parent}});
    }
    asked.pins.push_back({move->second->employee, move->second->to_post, kSettled});
  }
  if (asked.pins.empty() && asked.bans.empty() && !ask.relaxed.any()) {
    return Error(absl::StatusCode::kInvalidArgument, "REPLAN_NOTHING_ASKED");
  }
  return asked;
}

absl::StatusOr<PlanSpec> ChildSpec(const PlanRecord& parent, const Constraints& more,
                                   const Relaxed& relaxed) {
  PlanSpec spec = parent.spec;
  if (relaxed.limits.has_value()) {
    SELARAS_RETURN_IF_ERROR(CheckShape(*relaxed.limits, "limits"));
    spec.limits = *relaxed.limits;
  }
  if (relaxed.max_moves.has_value()) spec.max_moves = relaxed.max_moves;
  SELARAS_ASSIGN_OR_RETURN(Constraints joined, JoinConstraints({spec.pins, spec.bans}, more));
  spec.pins = std::move(joined.pins);
  spec.bans = std::move(joined.bans);
  spec.registry_revision = parent.result->registry_revision;
  spec.effective_date = parent.result->effective_date;
  return spec;
}

}  // namespace selaras::matching
