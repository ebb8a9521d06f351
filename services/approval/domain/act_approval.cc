// Approve, Reject, and the veto of one name: asked, answered, confirmed or dropped.
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/deciding.h"

namespace selaras::approval {
namespace {

// Smallest slot that no standing approval fills.
int32_t FreeSlot(const CaseRecord& record) {
  for (int32_t slot = 1;; ++slot) {
    bool taken = false;
    for (const Approval* approval : StandingApprovals(record)) taken = taken || approval->slot == slot;
    if (!taken) return slot;
  }
}

// A dropped veto leaves no trace in the route: whom a meeting or a letter refused is asked again.
void ReopenRefused(CaseRecord& record) {
  for (CaseMove& move : record.moves) {
    for (MoveStep& step : move.steps) {
      if (step.state == StepState::kRefused) step = MoveStep{.step = step.step};
    }
  }
}

}  // namespace

absl::Status Take(Deciding& d, const Approve& act) {
  if (!EqualInConstantTime(act.content_hash, d.next.content_hash)) {
    return Error(absl::StatusCode::kAborted, "CASE_CONTENT_CHANGED");
  }
  const int32_t slot = FreeSlot(d.next);
  d.next.approvals.push_back({.slot = slot,
                              .actor = d.actor,
                              .content_hash = act.content_hash,
                              .time = d.context.now,
                              .voided = false});
  d.Happen("CaseApproved",
           {{"slot", absl::StrCat(slot)}, {"slots", absl::StrCat(d.context.terms->approval_slots)}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const Reject& act) {
  if (act.reason.empty()) return InvalidField("reason", "must not be empty");
  if (act.move != 0) {
    SELARAS_RETURN_IF_ERROR(FindMove(d.next, act.move).status());
    if (d.next.state == CaseState::kVetoed) {
      return InvalidField("move", "a veto is pending; reject the case, or confirm or drop the veto");
    }
    RefuseMove(d, act.move, act.reason);
    return absl::OkStatus();
  }
  VoidApprovals(d.next);
  d.next.defects = {act.reason};
  d.Happen("CaseRejected", {{"reason_hash", ReasonHash(act.reason)}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const VetoAnswered& act) {
  if (act.answer.state != VetoState::kReady && act.answer.state != VetoState::kFailed) {
    return InvalidField("answer.state", "READY or FAILED");
  }
  // What was asked is not the answer's to change.
  Veto& veto = *d.next.veto;
  veto.state = act.answer.state;
  veto.child_plan = act.answer.child_plan;
  veto.value_lost = act.answer.value_lost;
  veto.value_lost_alone = act.answer.value_lost_alone;
  veto.changes = act.answer.changes;
  veto.replaced_cases = act.answer.replaced_cases;
  veto.new_chain_keys = act.answer.new_chain_keys;
  veto.failure_reason = act.answer.failure_reason;
  d.Happen("VetoAnswered", {{"move", MoveName(veto.move)},
                            {"ready", veto.state == VetoState::kReady ? "yes" : "no"},
                            {"child_plan", veto.child_plan},
                            {"value_lost", absl::StrCat(veto.value_lost)}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const ConfirmVeto& act) {
  Veto& veto = *d.next.veto;
  if (act.child_plan != veto.child_plan) return Error(absl::StatusCode::kAborted, "CASE_VETO_CHANGED");
  if (!act.accept) {
    // A failed one was decided by failing.
    if (veto.state != VetoState::kFailed) veto.state = VetoState::kDropped;
    d.other = veto.came_from == CaseState::kApproved ? CaseState::kConsidered : veto.came_from;
    ReopenRefused(d.next);
    d.Happen("VetoDropped", {{"move", MoveName(veto.move)}});
    return absl::OkStatus();
  }
  if (veto.state != VetoState::kReady)
    return Error(absl::StatusCode::kFailedPrecondition, "CASE_VETO_NOT_READY");
  veto.state = VetoState::kConfirmed;
  d.Happen("VetoConfirmed", {{"move", MoveName(veto.move)}, {"child_plan", veto.child_plan}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const Replaced& act) {
  VoidApprovals(d.next);
  d.next.replaced_by = act.by;
  d.Happen("CaseReplaced", {{"by", act.by}});
  return absl::OkStatus();
}

}  // namespace selaras::approval
