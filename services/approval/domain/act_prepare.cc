// Submit, Revise, Screen, SettleItem: what makes a case ready to be decided.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/deciding.h"
#include "services/approval/domain/open_case.h"
#include "services/approval/domain/separation.h"

namespace selaras::approval {
namespace {

constexpr absl::string_view kProposerBarred =
    "B16: pengusul memiliki hubungan atau kepentingan dalam berkas ini";

ChecklistItem* FindItem(CaseRecord& record, absl::string_view code, int32_t move) {
  for (ChecklistItem& item : record.checklist) {
    if (item.code == code && item.move == move) return &item;
  }
  return nullptr;
}

// What was settled stays settled when the case is screened again.
std::vector<ChecklistItem> NewChecklist(CaseRecord& record, const Screen& act) {
  std::vector<ChecklistItem> checklist;
  for (const Screen::Finding& finding : act.findings) {
    if (finding.bars) continue;
    ChecklistItem item{.code = finding.code, .move = finding.move, .text_id = finding.text_id};
    const bool listed = std::any_of(checklist.begin(), checklist.end(), [&](const ChecklistItem& other) {
      return other.code == item.code && other.move == item.move;
    });
    if (listed) continue;
    if (const ChecklistItem* was = FindItem(record, item.code, item.move); was != nullptr) {
      item.settled = was->settled;
      item.settled_by = was->settled_by;
      item.document_reference = was->document_reference;
    }
    checklist.push_back(std::move(item));
  }
  return checklist;
}

absl::Status CheckMoveNumbers(CaseRecord& record, const Screen& act) {
  for (const Screen::Finding& finding : act.findings) {
    if (finding.move != 0) SELARAS_RETURN_IF_ERROR(FindMove(record, finding.move).status());
  }
  for (const auto& [move, revision] : act.appointment_revisions) {
    SELARAS_RETURN_IF_ERROR(FindMove(record, move).status());
  }
  for (const int32_t move : act.without_consideration) {
    SELARAS_RETURN_IF_ERROR(FindMove(record, move).status());
  }
  return absl::OkStatus();
}

// Only where the route lets staff off: an inter-agency move is always considered.
void CloseConsideration(CaseMove& move) {
  for (const RouteRow& row : RouteOf(move.kind)) {
    if (row.step != Step::kConsideration || row.condition != StepCondition::kConsideredGroup) continue;
    for (MoveStep& step : move.steps) {
      if (step.step == row.step && step.state == StepState::kOpen) step.state = StepState::kClosed;
    }
  }
}

}  // namespace

absl::Status Take(Deciding& d, const Submit&) {
  for (CaseMove& move : d.next.moves) move.steps = StepsOf(move.kind);
  d.next.defects.clear();
  d.next.veto.reset();
  d.Happen("CaseSubmitted", {{"moves", absl::StrCat(d.next.moves.size())},
                             {"effective_date", FormatCivilDay(d.next.effective_date)},
                             {"policy_hash", d.next.policy_hash}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const Revise& act) {
  const bool rewrites = d.next.state == CaseState::kDraft || d.next.state == CaseState::kReturned;
  if (!rewrites && !act.moves.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "CASE_DATE_ONLY",
                 {{"state", std::string(StateName(d.next.state))}});
  }
  if (!rewrites && !act.effective_date.has_value()) {
    return InvalidField("effective_date", "name the new date");
  }
  if (!act.moves.empty()) {
    SELARAS_RETURN_IF_ERROR(CheckMoves(act.moves));
    d.next.moves = act.moves;
  }
  if (rewrites) {
    NumberMoves(d.next.moves);
    BarMovers(d.next);
    d.next.checklist.clear();
    if (IsSamePerson(d.next.proposer, d.actor) && IsBarred(d.next, d.actor)) {
      return Error(absl::StatusCode::kPermissionDenied, "CASE_BARRED");
    }
  }
  const bool date_changed = act.effective_date.value_or(d.next.effective_date) != d.next.effective_date;
  if (date_changed) d.next.effective_date = *act.effective_date;
  // Rules ask for the date: what was screened for another one is screened again.
  if (date_changed && !rewrites && d.next.state != CaseState::kSubmitted &&
      FindItem(d.next, kRescreenItem, 0) == nullptr) {
    d.next.checklist.push_back({.code = kRescreenItem,
                                .move = 0,
                                .text_id = "Tanggal berlaku berubah: berkas harus diperiksa ulang."});
  }
  VoidApprovals(d.next);
  d.Happen("CaseRevised", {{"effective_date", FormatCivilDay(d.next.effective_date)},
                           {"moves", absl::StrCat(d.next.moves.size())}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const Screen& act) {
  SELARAS_RETURN_IF_ERROR(CheckMoveNumbers(d.next, act));
  std::vector<std::string> defects;
  for (const Screen::Finding& finding : act.findings) {
    if (finding.bars) {
      defects.push_back(absl::StrCat(finding.code, " ", MoveName(finding.move), ": ", finding.text_id));
    }
  }
  for (const auto& [number, revision] : act.appointment_revisions) {
    SELARAS_ASSIGN_OR_RETURN(CaseMove * move, FindMove(d.next, number));
    move->appointment_revision = revision;
  }
  d.next.checklist = NewChecklist(d.next, act);
  std::erase_if(d.next.barred, [](const BarredPerson& barred) { return barred.bar == Bar::kRelative; });
  for (const std::string& relative : act.relatives) BarPerson(d.next, relative, Bar::kRelative);
  if (IsBarred(d.next, d.next.proposer)) defects.emplace_back(kProposerBarred);
  for (const int32_t number : act.without_consideration) {
    SELARAS_ASSIGN_OR_RETURN(CaseMove * move, FindMove(d.next, number));
    CloseConsideration(*move);
  }
  d.Happen("CaseScreened", {{"bars", absl::StrCat(defects.size())},
                            {"items", absl::StrCat(d.next.checklist.size())},
                            {"relatives", absl::StrCat(act.relatives.size())}});
  if (!defects.empty()) {
    VoidApprovals(d.next);
    d.next.defects = std::move(defects);
    d.other = CaseState::kReturned;
  }
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const SettleItem& act) {
  ChecklistItem* item = FindItem(d.next, act.code, act.move);
  if (item == nullptr || item->code == kRescreenItem) {
    return Error(absl::StatusCode::kInvalidArgument, "CHECKLIST_ITEM_UNKNOWN",
                 {{"code", act.code}, {"move", MoveName(act.move)}});
  }
  if (act.document_reference.empty()) {
    return InvalidField("document_reference", "name the document that settles it");
  }
  item->settled = true;
  item->settled_by = d.actor.account;
  item->document_reference = act.document_reference;
  // Another document is another content.
  VoidApprovals(d.next);
  d.Happen("ItemSettled", {{"code", act.code}, {"move", MoveName(act.move)}});
  return absl::OkStatus();
}

}  // namespace selaras::approval
