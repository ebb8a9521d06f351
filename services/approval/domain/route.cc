#include "services/approval/domain/route.h"

#include <algorithm>

namespace selaras::approval {
namespace {

// Needs that decide whether the verb is there at all.
bool NeedHolds(const CaseRecord& record, Verb verb, Need need) {
  const auto open_item = [](const ChecklistItem& item) {
    return !item.settled && item.code != kRescreenItem;
  };
  switch (need) {
    case Need::kRescreenOpen:
      return std::any_of(record.checklist.begin(), record.checklist.end(), [](const ChecklistItem& item) {
        return item.code == kRescreenItem && !item.settled;
      });
    case Need::kOpenItem:
      return std::any_of(record.checklist.begin(), record.checklist.end(), open_item);
    case Need::kStepDue:
      return std::any_of(record.moves.begin(), record.moves.end(),
                         [&](const CaseMove& move) { return IsDue(move, *StepOf(verb)); });
    case Need::kVetoAsked:
      return record.veto.has_value() && record.veto->state == VetoState::kAsked;
    case Need::kReserve:
      return record.issue.step == IssueStep::kReserve;
    case Need::kNumber:
      return record.issue.step == IssueStep::kNumber;
    case Need::kSign:
      return record.issue.step == IssueStep::kSign;
    case Need::kApply:
      return record.issue.step == IssueStep::kApply;
    case Need::kNothing:
    case Need::kRoute:
    case Need::kChecklist:
    case Need::kQuiet:
      return true;
  }
  return false;
}

Step StepOf(Gate gate) {
  return static_cast<Step>(gate);
}
static_assert(static_cast<int>(Gate::kConsideration) == static_cast<int>(Step::kConsideration));

}  // namespace

const KindRow& RowOf(MoveKind kind) {
  return KindRows()[static_cast<int>(kind) - 1];
}

absl::Span<const RouteRow> RouteOf(MoveKind kind) {
  const auto rows = RouteRows();
  const auto first =
      std::find_if(rows.begin(), rows.end(), [&](const RouteRow& row) { return row.kind == kind; });
  const auto last = std::find_if(first, rows.end(), [&](const RouteRow& row) { return row.kind != kind; });
  return rows.subspan(first - rows.begin(), last - first);
}

std::vector<MoveStep> StepsOf(MoveKind kind) {
  std::vector<MoveStep> steps;
  for (const RouteRow& row : RouteOf(kind)) steps.push_back({.step = row.step});
  return steps;
}

const GateRow* FindGate(CaseState from, Verb verb) {
  for (const GateRow& row : GateRows()) {
    if (row.verb == verb && row.from.Has(from)) return &row;
  }
  return nullptr;
}

std::optional<Step> StepOf(Verb verb) {
  for (const RouteRow& row : RouteRows()) {
    if (row.verb == verb) return row.step;
  }
  return std::nullopt;
}

bool IsDue(const CaseMove& move, Step step) {
  for (const MoveStep& at : move.steps) {
    if (at.step == step) return at.state == StepState::kOpen;
    if (at.state != StepState::kClosed) return false;
  }
  return false;
}

bool IsClosedOnAll(const CaseRecord& record, Step step) {
  for (const CaseMove& move : record.moves) {
    for (const MoveStep& at : move.steps) {
      if (at.step == step && at.state != StepState::kClosed) return false;
    }
  }
  return true;
}

std::vector<const Approval*> StandingApprovals(const CaseRecord& record) {
  std::vector<const Approval*> standing;
  for (const Approval& approval : record.approvals) {
    if (!approval.voided && approval.content_hash == record.content_hash) standing.push_back(&approval);
  }
  return standing;
}

bool IsOpen(const CaseRecord& record, Gate gate, int32_t approval_slots) {
  if (gate == Gate::kSlots) return static_cast<int32_t>(StandingApprovals(record).size()) >= approval_slots;
  return IsClosedOnAll(record, StepOf(gate));
}

const GateRow* MayFollow(const CaseRecord& record, Verb verb) {
  const GateRow* row = FindGate(record.state, verb);
  return row != nullptr && NeedHolds(record, verb, row->need) ? row : nullptr;
}

std::vector<Verb> NextVerbs(const CaseRecord& record) {
  std::vector<Verb> verbs;
  for (int v = 0; v < kVerbCount; ++v) {
    const Verb verb = static_cast<Verb>(v);
    if (!IsDeskVerb(verb) && MayFollow(record, verb) != nullptr) verbs.push_back(verb);
  }
  return verbs;
}

}  // namespace selaras::approval
