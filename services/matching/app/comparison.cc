#include "services/matching/app/comparison.h"

#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/app/replan.h"

namespace selaras::matching {
namespace {

absl::StatusOr<PlanRecord> Finished(PlanStore& store, absl::string_view tenant, const std::string& id) {
  SELARAS_ASSIGN_OR_RETURN(PlanRecord plan, store.GetPlan(tenant, id));
  if (!plan.result.has_value()) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", {{"plan", id}});
  }
  return plan;
}

absl::StatusOr<std::vector<PlacedMove>> MovesOf(PlanStore& store, absl::string_view tenant,
                                                const std::string& id) {
  SELARAS_ASSIGN_OR_RETURN(std::vector<MoveRecord> records, AllMoves(store, tenant, id));
  std::vector<PlacedMove> moves;
  moves.reserve(records.size());
  for (MoveRecord& record : records) {
    moves.push_back({std::move(record.employee), std::move(record.from_post), std::move(record.to_post)});
  }
  return moves;
}

}  // namespace

absl::StatusOr<PlanComparison> ComparePlans(PlanStore& store, absl::string_view tenant, const std::string& a,
                                            const std::string& b) {
  SELARAS_ASSIGN_OR_RETURN(const PlanRecord left, Finished(store, tenant, a));
  SELARAS_ASSIGN_OR_RETURN(const PlanRecord right, Finished(store, tenant, b));
  SELARAS_ASSIGN_OR_RETURN(std::vector<PlacedMove> left_moves, MovesOf(store, tenant, a));
  SELARAS_ASSIGN_OR_RETURN(std::vector<PlacedMove> right_moves, MovesOf(store, tenant, b));
  const PlanResult &x = *left.result, &y = *right.result;
  PlanComparison out;
  out.same_facts = x.registry_revision == y.registry_revision && x.effective_date == y.effective_date;
  out.same_needs = x.need_hash == y.need_hash;
  out.same_policy = x.policy_hash == y.policy_hash;
  out.figures = CompareFigures(x.summary, y.summary);
  out.moves = CompareMoves(std::move(left_moves), std::move(right_moves));
  return out;
}

}  // namespace selaras::matching
