#include "services/approval/store/testing/random_case.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace selaras::approval {
namespace {

void Void(CaseRecord& record) {
  for (Approval& approval : record.approvals) approval.voided = true;
}

bool AnyStands(const CaseRecord& record) {
  return std::any_of(record.approvals.begin(), record.approvals.end(),
                     [](const Approval& approval) { return !approval.voided; });
}

}  // namespace

std::string RandomCases::Text(const char* prefix) {
  // Quotes, braces and letters beyond ASCII: whatever people write comes back.
  static constexpr const char* kOdd[] = {"", "'", "\"", "é", "\\", "{\"a\":[1]}", "漢", "\n", "|", "$1"};
  return absl::StrCat(prefix, "-", random_() % 1000000, kOdd[Below(10)]);
}

std::optional<absl::CivilDay> RandomCases::MaybeDay() {
  if (Chance(40)) return std::nullopt;
  return absl::CivilDay(1965, 1, 1) + Below(30000);
}

MoveStep RandomCases::RandomStep() {
  MoveStep step{.step = static_cast<Step>(1 + Below(4)), .state = static_cast<StepState>(1 + Below(3))};
  if (Chance(50)) step.reference = Text("ref");
  if (Chance(50)) step.account = Text("acc"), step.person = Text("p");
  step.due = MaybeDay();
  return step;
}

CaseMove RandomCases::Move(int32_t number) {
  CaseMove move;
  move.number = number;
  move.employee = Text("e");
  if (Chance(80)) move.from_post = Text("f");
  move.to_post = Text("t");
  move.kind = static_cast<MoveKind>(1 + Below(6));
  move.self_request = Chance(30);
  move.from_agency = Text("a");
  move.to_agency = Text("b");
  move.appointment_revision = Below(1000);
  for (int i = Below(5); i > 0; --i) move.steps.push_back(RandomStep());
  return move;
}

CaseRecord RandomCases::Draft(const std::string& id, const std::string& tenant, absl::Time now) {
  CaseRecord record;
  record.id = id;
  record.tenant = tenant;
  record.agency = Text("ag");
  record.version = 1;
  record.plan = Chance(70) ? Text("plan") : "";
  record.chain_key = record.plan.empty() ? "" : absl::StrCat("chain-", id);
  record.letter_number = record.plan.empty() ? Text("800/1") : "";
  record.policy_hash = Text("policy");
  record.proposer = {Text("acc-prop"), Text("p-prop")};
  record.effective_date = absl::CivilDay(2026, 1, 1) + Below(400);
  for (int i = 0; i < 16; ++i) record.content_salt.push_back(static_cast<char>(Below(256)));
  record.content_hash = Text("hash");
  record.created = record.updated = now;
  record.due = MaybeDay();
  for (int i = 1 + Below(4); i > 0; --i) {
    record.moves.push_back(Move(static_cast<int32_t>(record.moves.size()) + 1));
  }
  ChangeBars(record);
  return record;
}

void RandomCases::ChangeMoves(CaseRecord& next) {
  Void(next);
  next.content_hash = Text("hash");
  next.effective_date += Below(10);
  if (Chance(30)) next.agency = Text("ag");
  const int change = Below(3);
  if (change == 0) next.moves.push_back(Move(next.moves.back().number + 1));
  if (change == 1 && next.moves.size() > 1) next.moves.pop_back();
  for (CaseMove& move : next.moves) {
    if (Chance(40)) move = Move(move.number);
  }
}

void RandomCases::ChangeSteps(CaseRecord& next) {
  for (CaseMove& move : next.moves) {
    if (Chance(40)) move.steps.push_back(RandomStep());
    if (Chance(30) && !move.steps.empty()) move.steps.pop_back();
    if (Chance(40) && !move.steps.empty())
      move.steps[Below(static_cast<int>(move.steps.size()))] = RandomStep();
  }
}

void RandomCases::ChangeChecklist(CaseRecord& next) {
  Void(next);
  if (Chance(30) && !next.checklist.empty()) next.checklist.pop_back();
  for (ChecklistItem& item : next.checklist) {
    if (Chance(40)) item.settled = true, item.settled_by = Text("acc"), item.document_reference = Text("doc");
  }
  if (Chance(60)) next.checklist.push_back({Text("D"), Below(5), Text("text"), false, "", ""});
}

void RandomCases::ChangeBars(CaseRecord& next) {
  std::erase_if(next.barred, [&](const BarredPerson& one) {
    return (one.bar == Bar::kMover || one.bar == Bar::kRelative) && Chance(30);
  });
  if (Chance(70)) next.barred.push_back({Text("p"), static_cast<Bar>(1 + Below(4))});
}

void RandomCases::ChangeVeto(CaseRecord& next) {
  if (!next.veto.has_value() || next.veto->state == VetoState::kDropped) {
    next.veto = Veto{.move = Below(4),
                     .reason = Text("because"),
                     .actor = {Text("acc"), Text("p")},
                     .came_from = next.state};
  } else if (next.veto->state == VetoState::kAsked) {
    next.veto->state = Chance(70) ? VetoState::kReady : VetoState::kFailed;
    next.veto->child_plan = Text("plan");
    next.veto->value_lost = Below(1000000);
    next.veto->value_lost_alone = Below(1000000);
    next.veto->changes = {{Text("e"), Text("was"), Text("is")}, {Text("e"), "", Text("is")}};
    next.veto->replaced_cases = {Text("c"), Text("c")};
    next.veto->new_chain_keys = {Text("k")};
    next.veto->failure_reason = Chance(30) ? Text("why") : "";
  } else {
    next.veto->state = VetoState::kDropped;
  }
}

void RandomCases::ChangeApprovals(CaseRecord& next) {
  if (next.state != CaseState::kConsidered) return;
  if (AnyStands(next) && Chance(50)) return Void(next);
  const int32_t slot = static_cast<int32_t>(next.approvals.size()) + 1;
  next.approvals.push_back(
      {slot, {Text("acc"), absl::StrCat("approver-", slot)}, next.content_hash, next.updated, false});
}

// Ways that need no approvals: forth among SUBMITTED … CONSIDERED, back by RETURNED and DRAFT.
void RandomCases::ChangeState(CaseRecord& next) {
  const int state = static_cast<int>(next.state);
  if (next.state == CaseState::kReturned) {
    next.state = CaseState::kDraft;
  } else if (next.state == CaseState::kDraft) {
    next.state = CaseState::kSubmitted;
  } else if (Chance(70) && next.state < CaseState::kConsidered) {
    next.state = static_cast<CaseState>(state + 1 + Below(static_cast<int>(CaseState::kConsidered) - state));
  } else if (Chance(30)) {
    next.state = CaseState::kReturned;
    Void(next);
    next.defects = {Text("defect"), Text("defect")};
  }
}

Decision RandomCases::Change(const CaseRecord& record) {
  Decision decision{record, {}};
  CaseRecord& next = decision.next;
  ++next.version;
  next.updated += absl::Microseconds(1 + Below(1000000));
  if (Chance(25)) ChangeMoves(next);
  if (Chance(40)) ChangeSteps(next);
  if (Chance(40)) ChangeChecklist(next);
  if (Chance(40)) ChangeBars(next);
  if (Chance(40)) ChangeVeto(next);
  if (Chance(60) && next.content_hash == record.content_hash) ChangeApprovals(next);
  if (Chance(60)) ChangeState(next);
  // None is given and taken back in one act.
  if (next.approvals.size() > record.approvals.size() && next.approvals.back().voided)
    next.approvals.pop_back();
  if (Chance(20))
    next.issue = {static_cast<IssueStep>(Below(6)), Below(5), Text("acc"), Chance(50), Text("r"), ""};
  if (Chance(20)) next.due = MaybeDay();
  decision.happenings = {{Text("CaseChanged"), {{"k", Text("v")}}, Chance(50)}};
  return decision;
}

}  // namespace selaras::approval
