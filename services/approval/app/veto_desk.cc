#include "services/approval/app/veto_desk.h"

#include <algorithm>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "services/approval/app/plan_lineage.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval {
namespace {

constexpr int kAtATime = 16;
constexpr absl::Duration kIdle = absl::Milliseconds(500);

bool Stands(CaseState state) {
  return state == CaseState::kIssuing || state == CaseState::kIssued || state == CaseState::kApplied ||
         state == CaseState::kReconcile;
}

absl::btree_map<std::string, std::string> Targets(const KnownPlan& plan) {
  absl::btree_map<std::string, std::string> targets;
  for (const auto& [key, chain] : plan.chains) {
    for (const CaseMove& move : chain.moves) targets[move.employee] = move.to_post;
  }
  return targets;
}

// People whose target differs, by employee id.
std::vector<VetoChange> Changes(const KnownPlan& parent, const KnownPlan& child) {
  const auto was = Targets(parent);
  const auto becomes = Targets(child);
  std::vector<VetoChange> changes;
  for (const auto& [employee, post] : was) {
    const auto now = becomes.find(employee);
    if (now == becomes.end()) {
      changes.push_back({employee, post, ""});
    } else if (now->second != post) {
      changes.push_back({employee, post, now->second});
    }
  }
  for (const auto& [employee, post] : becomes) {
    if (!was.contains(employee)) changes.push_back({employee, "", post});
  }
  std::sort(changes.begin(), changes.end(),
            [](const VetoChange& a, const VetoChange& b) { return a.employee < b.employee; });
  return changes;
}

}  // namespace

VetoDesk::VetoDesk(const Deps& deps) : deps_(deps), desk_([this] { return Round(); }, kIdle) {}

Desk::Found VetoDesk::Round() {
  const auto waiting = deps_.cases.store().Waiting(CaseState::kVetoed, IssueStep::kNone, kAtATime);
  if (!waiting.ok()) return Desk::Found::kTrouble;
  bool trouble = false;
  for (const auto& [tenant, id] : *waiting) {
    if (desk_.stopping()) break;
    const absl::Status status = Answer(tenant, id);
    if (status.ok()) continue;
    trouble = true;
    deps_.logger.Log(Severity::kWarning, "a veto waits",
                     {log_keys::kResource(absl::StrCat("cases/", id)), log_keys::kReason(ReasonOf(status)),
                      log_keys::kError(std::string(status.message()))});
  }
  return trouble ? Desk::Found::kTrouble : Desk::Found::kNothing;
}

absl::StatusOr<std::vector<CaseMove>> VetoDesk::Settled(const CallScope& scope,
                                                        const std::vector<std::string>& lineage) {
  std::vector<CaseMove> settled;
  SELARAS_RETURN_IF_ERROR(deps_.cases.store().Read(scope, [&](CaseReads& reads) -> absl::Status {
    settled.clear();
    for (const std::string& plan : lineage) {
      SELARAS_ASSIGN_OR_RETURN(const std::vector<CaseSummary> cases, reads.CasesOfPlan(plan));
      for (const CaseSummary& one : cases) {
        if (!Stands(one.state)) continue;
        SELARAS_ASSIGN_OR_RETURN(const CaseRecord other, reads.LoadCase(one.id));
        settled.insert(settled.end(), other.moves.begin(), other.moves.end());
      }
    }
    return absl::OkStatus();
  }));
  return settled;
}

absl::Status VetoDesk::Answer(const std::string& tenant, const std::string& case_id) {
  const CallScope scope = DeskScope(deps_.clock, deps_.ids, tenant);
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, deps_.cases.Get(scope, case_id));
  if (record.state != CaseState::kVetoed || !record.veto.has_value() ||
      record.veto->state != VetoState::kAsked) {
    return absl::OkStatus();
  }
  const auto move = std::find_if(record.moves.begin(), record.moves.end(),
                                 [&](const CaseMove& one) { return one.number == record.veto->move; });
  if (move == record.moves.end()) return absl::InternalError("the veto names no move of its case");
  std::vector<std::string> lineage;
  SELARAS_RETURN_IF_ERROR(deps_.cases.store().Read(scope, [&](CaseReads& reads) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(lineage, LineageOf(scope, reads, deps_.chains, record.plan));
    return absl::OkStatus();
  }));
  SELARAS_ASSIGN_OR_RETURN(const std::vector<CaseMove> settled, Settled(scope, lineage));
  // One request id per veto: the version at which it was asked does not change until it is answered.
  const auto child = deps_.plans.Replan(scope, lineage.back(), *move, settled, record.veto->reason,
                                        absl::StrCat(record.id, "/veto/", record.version));
  Veto answer = *record.veto;
  absl::StatusOr<PlanHead> head =
      child.ok() ? deps_.plans.GetPlan(scope, *child) : absl::StatusOr<PlanHead>(child.status());
  if (!head.ok() && !IsRefusal(head.status())) return head.status();
  if (head.ok() && !head->ended) return absl::OkStatus();  // Still being made; asked again soon.
  if (!head.ok() || !head->usable) {
    answer.state = VetoState::kFailed;
    answer.failure_reason = head.ok() ? head->failure_reason : ReasonOf(head.status());
  } else {
    SELARAS_ASSIGN_OR_RETURN(answer, Compare(scope, record, lineage, *head));
  }
  return deps_.cases.Do(scope, {record.id, record.version, {}}, VetoAnswered{answer}).status();
}

absl::StatusOr<Veto> VetoDesk::Compare(const CallScope& scope, const CaseRecord& record,
                                       const std::vector<std::string>& lineage, const PlanHead& child) {
  SELARAS_ASSIGN_OR_RETURN(const auto before, deps_.chains.Get(scope, lineage.back()));
  SELARAS_ASSIGN_OR_RETURN(const auto after, deps_.chains.Get(scope, child.id));
  Veto answer = *record.veto;
  answer.state = VetoState::kReady;
  answer.child_plan = child.id;
  answer.value_lost = child.value_lost;
  answer.value_lost_alone = child.value_lost_alone;
  answer.changes = Changes(*before, *after);
  SELARAS_RETURN_IF_ERROR(deps_.cases.store().Read(scope, [&](CaseReads& reads) -> absl::Status {
    answer.replaced_cases.clear();
    for (const std::string& plan : lineage) {
      SELARAS_ASSIGN_OR_RETURN(const std::vector<CaseSummary> cases, reads.CasesOfPlan(plan));
      for (const CaseSummary& one : cases) {
        if (!IsEnd(one.state) && !Stands(one.state) && !after->chains.contains(one.chain_key)) {
          answer.replaced_cases.push_back(one.id);
        }
      }
    }
    return absl::OkStatus();
  }));
  for (const auto& [key, chain] : after->chains) {
    if (!before->chains.contains(key)) answer.new_chain_keys.push_back(key);
  }
  std::sort(answer.new_chain_keys.begin(), answer.new_chain_keys.end());
  return answer;
}

}  // namespace selaras::approval
