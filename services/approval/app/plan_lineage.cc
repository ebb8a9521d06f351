#include "services/approval/app/plan_lineage.h"

#include "absl/container/btree_set.h"
#include "libs/base/status_macros.h"

namespace selaras::approval {
namespace {

// Adds the children by which confirmed vetoes of cases from `plan` replaced some plan of the lineage: a case keeps the plan
// that it came from, so the veto of an old case may have made the newest child.
absl::Status AddConfirmedChildren(CaseReads& reads, const std::string& plan,
                                  absl::btree_set<std::string>& children) {
  SELARAS_ASSIGN_OR_RETURN(const std::vector<CaseSummary> cases, reads.CasesOfPlan(plan));
  for (const CaseSummary& one : cases) {
    if (one.state != CaseState::kReplaced) continue;
    SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, reads.LoadCase(one.id));
    if (record.veto.has_value() && record.veto->state == VetoState::kConfirmed) {
      children.insert(record.veto->child_plan);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> LineageOf(const CallScope& scope, CaseReads& reads,
                                                   PlanChains& chains, absl::string_view plan) {
  std::string first(plan);
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const auto known, chains.Get(scope, first));
    if (known->head.parent.empty()) break;
    first = known->head.parent;
  }
  std::vector<std::string> lineage = {first};
  absl::btree_set<std::string> children;
  while (true) {
    SELARAS_RETURN_IF_ERROR(AddConfirmedChildren(reads, lineage.back(), children));
    std::string next;
    for (const std::string& child : children) {
      SELARAS_ASSIGN_OR_RETURN(const auto known, chains.Get(scope, child));
      if (known->head.parent == lineage.back()) next = child;
    }
    if (next.empty()) return lineage;
    lineage.push_back(next);
  }
}

}  // namespace selaras::approval
