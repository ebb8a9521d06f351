#include "services/approval/app/consideration_desk.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"

namespace selaras::approval {
namespace {

constexpr int kAtATime = 256;
constexpr absl::Duration kIdle = absl::Seconds(1);

bool IsOpen(const CaseMove& move) {
  for (const MoveStep& step : move.steps) {
    if (step.step == Step::kConsideration) return step.state == StepState::kOpen;
  }
  return false;
}

}  // namespace

ConsiderationDesk::ConsiderationDesk(const Deps& deps)
    : deps_(deps), desk_([this] { return Round(); }, kIdle) {}

Desk::Found ConsiderationDesk::Round() {
  const auto waiting = deps_.cases.store().Waiting(CaseState::kConsented, IssueStep::kNone, kAtATime);
  if (!waiting.ok()) return Desk::Found::kTrouble;
  bool trouble = false, progress = false;
  for (const auto& [tenant, id] : *waiting) {
    if (desk_.stopping()) break;
    const absl::StatusOr<bool> answered = AskFor(tenant, id);
    if (answered.ok()) {
      progress = progress || *answered;
      continue;
    }
    trouble = true;
    deps_.logger.Log(
        Severity::kWarning, "a consideration waits",
        {log_keys::kResource(absl::StrCat("cases/", id)), log_keys::kReason(ReasonOf(answered.status())),
         log_keys::kError(std::string(answered.status().message()))});
  }
  if (trouble) return Desk::Found::kTrouble;
  return progress ? Desk::Found::kMore : Desk::Found::kNothing;
}

absl::StatusOr<bool> ConsiderationDesk::AskFor(const std::string& tenant, const std::string& case_id) {
  const CallScope scope = DeskScope(deps_.clock, deps_.ids, tenant);
  bool any = false;
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, deps_.cases.Get(scope, case_id));
    if (record.state != CaseState::kConsented) return any;
    std::optional<Consider> answer;
    for (const CaseMove& move : record.moves) {
      if (!IsOpen(move)) continue;
      failpoint::Reach("approval.consider.before_call");
      SELARAS_ASSIGN_OR_RETURN(const auto said, deps_.outside.Ask(scope, record, move.number,
                                                                  absl::StrCat(record.id, "/", move.number)));
      if (!said.has_value()) continue;
      answer = Consider{move.number, said->in_favour, said->reference};
      break;
    }
    if (!answer.has_value()) return any;
    SELARAS_RETURN_IF_ERROR(deps_.cases.Do(scope, {record.id, record.version, {}}, *answer).status());
    any = true;
  }
}

}  // namespace selaras::approval
