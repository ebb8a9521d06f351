#include "services/approval/domain/deciding.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "services/approval/domain/separation.h"

namespace selaras::approval {

void VoidApprovals(CaseRecord& record) {
  for (Approval& approval : record.approvals) approval.voided = true;
}

void BarPerson(CaseRecord& record, absl::string_view person, Bar bar) {
  if (person.empty()) return;
  const bool known = std::any_of(record.barred.begin(), record.barred.end(), [&](const BarredPerson& barred) {
    return barred.person == person && barred.bar == bar;
  });
  if (!known) record.barred.push_back({std::string(person), bar});
  for (Approval& approval : record.approvals) {
    if (approval.actor.person == person || approval.actor.account == person) approval.voided = true;
  }
}

void BarMovers(CaseRecord& record) {
  std::erase_if(record.barred, [](const BarredPerson& barred) { return barred.bar == Bar::kMover; });
  for (const CaseMove& move : record.moves) BarPerson(record, move.employee, Bar::kMover);
}

void RefuseMove(Deciding& d, int32_t move, absl::string_view reason) {
  VoidApprovals(d.next);
  d.Happen("MoveRefused", {{"move", MoveName(move)}, {"reason_hash", ReasonHash(reason)}});
  if (d.next.plan.empty()) {
    d.other = CaseState::kRejected;
    d.next.defects = {std::string(reason)};
    return;
  }
  d.other = CaseState::kVetoed;
  Veto veto;
  veto.move = move;
  veto.reason = std::string(reason);
  veto.actor = d.actor;
  veto.came_from = d.next.state;
  d.next.veto = std::move(veto);
}

std::string ReasonHash(absl::string_view text) {
  return text.empty() ? "" : Sha256Hex(text);
}

std::string MoveName(int32_t move) {
  return move == 0 ? "case" : absl::StrCat("moves/", move);
}

absl::StatusOr<CaseMove*> FindMove(CaseRecord& record, int32_t number) {
  for (CaseMove& move : record.moves) {
    if (move.number == number) return &move;
  }
  return Error(absl::StatusCode::kInvalidArgument, "CASE_MOVE_UNKNOWN", {{"move", MoveName(number)}});
}

void NumberMoves(std::vector<CaseMove>& moves) {
  int32_t number = 0;
  for (CaseMove& move : moves) {
    move.number = ++number;
    move.steps.clear();
    move.decree.clear();
    move.appointment_revision = 0;
  }
}

}  // namespace selaras::approval
