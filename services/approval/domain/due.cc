#include "services/approval/domain/due.h"

#include "services/approval/domain/terms.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval {
namespace {

// Working days of a state without steps of its own; 0 = it waits for nobody, or steps say it.
int32_t DaysOf(CaseState state, const Terms& terms) {
  switch (state) {
    case CaseState::kSubmitted:
      return terms.screen_days;
    case CaseState::kConsidered:
    case CaseState::kVetoed:
      return terms.approval_days;
    case CaseState::kApproved:
    case CaseState::kIssuing:
    case CaseState::kIssued:
    case CaseState::kReconcile:
      return terms.issue_days;
    default:
      return 0;
  }
}

void SetStepDue(CaseMove& move, const DecideContext& context) {
  for (MoveStep& step : move.steps) {
    if (step.state == StepState::kClosed) continue;
    const auto days = context.terms->step_days.find(step.step);
    if (step.state == StepState::kOpen && !step.due.has_value() && days != context.terms->step_days.end()) {
      step.due = AddWorkingDays(context.today, days->second, context.terms->holidays);
    }
    return;
  }
}

}  // namespace

void SetDueDates(CaseRecord& record, CaseState was, const DecideContext& context) {
  if (record.state >= CaseState::kScreened && record.state <= CaseState::kConsented) {
    for (CaseMove& move : record.moves) SetStepDue(move, context);
  }
  if (record.state == was) return;
  const int32_t days = DaysOf(record.state, *context.terms);
  record.due.reset();
  if (days > 0) record.due = AddWorkingDays(context.today, days, context.terms->holidays);
}

}  // namespace selaras::approval
