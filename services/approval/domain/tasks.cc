#include "services/approval/domain/tasks.h"

#include "services/approval/domain/route.h"

namespace selaras::approval {
namespace {

// The verbs by which a case goes on from a state.
std::vector<Verb> Forward(const CaseRecord& record) {
  switch (record.state) {
    case CaseState::kDraft:
      return {Verb::kSubmit};
    case CaseState::kReturned:
      return {Verb::kRevise};
    case CaseState::kSubmitted:
      return {Verb::kScreen};
    case CaseState::kVetoed:
      if (record.veto.has_value() && record.veto->state == VetoState::kAsked) return {Verb::kVetoAnswered};
      return {Verb::kConfirmVeto};
    case CaseState::kApproved:
      return {Verb::kStartIssue};
    case CaseState::kIssuing:
      return {Verb::kSeatsReserved, Verb::kDecreesNumbered, Verb::kDecreesSigned};
    case CaseState::kIssued:
      return {Verb::kDecreesApplied};
    case CaseState::kReconcile:
      return {Verb::kReconcile};
    default:
      break;
  }
  if (IsEnd(record.state)) return {};
  return {Verb::kScreen,      Verb::kSettleItem, Verb::kRecommend, Verb::kMeet,
          Verb::kGiveConsent, Verb::kConsider,   Verb::kApprove};
}

bool ChecklistSettled(const CaseRecord& record) {
  for (const ChecklistItem& item : record.checklist) {
    if (!item.settled) return false;
  }
  return true;
}

class Inbox {
 public:
  Inbox(const CaseRecord& record, absl::CivilDay today) : record_(record), today_(today) {}

  void Add(const GateRow& row, int32_t move, const std::optional<absl::CivilDay>& due) {
    tasks_.push_back({row.verb, row.roles, move, due, due.has_value() && today_ > *due});
  }

  void AddItems(const GateRow& row) {
    for (const ChecklistItem& item : record_.checklist) {
      if (!item.settled && item.code != kRescreenItem) Add(row, item.move, record_.due);
    }
  }

  // One task a move, except where one act closes the step of all.
  void AddSteps(const GateRow& row, Step step) {
    for (const CaseMove& move : record_.moves) {
      if (!IsDue(move, step)) continue;
      std::optional<absl::CivilDay> due;
      for (const MoveStep& at : move.steps) {
        if (at.step == step) due = at.due;
      }
      const bool whole_case = step == Step::kRecommendation;
      Add(row, whole_case ? 0 : move.number, due);
      if (whole_case) return;
    }
  }

  std::vector<CaseTask> Take() { return std::move(tasks_); }

 private:
  const CaseRecord& record_;
  absl::CivilDay today_;
  std::vector<CaseTask> tasks_;
};

}  // namespace

std::vector<CaseTask> TasksOf(const CaseRecord& record, absl::CivilDay today) {
  Inbox inbox(record, today);
  for (const Verb verb : Forward(record)) {
    const GateRow* row = MayFollow(record, verb);
    if (row == nullptr) continue;
    if (row->need == Need::kChecklist && !ChecklistSettled(record)) continue;
    if (verb == Verb::kSettleItem) {
      inbox.AddItems(*row);
    } else if (const auto step = StepOf(verb); step.has_value()) {
      inbox.AddSteps(*row, *step);
    } else {
      inbox.Add(*row, 0, record.due);
    }
  }
  return inbox.Take();
}

}  // namespace selaras::approval
