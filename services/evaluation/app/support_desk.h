#ifndef SELARAS_SERVICES_EVALUATION_APP_SUPPORT_DESK_H_
#define SELARAS_SERVICES_EVALUATION_APP_SUPPORT_DESK_H_

// Movers: their plans, steps and answers.

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/call_scope.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/resource/page_token.h"
#include "services/evaluation/app/readers.h"
#include "services/evaluation/app/stores.h"

namespace selaras::evaluation {

struct CompleteStepCommand {
  std::string id, etag, request_id;
  int step = 0;
  std::optional<absl::CivilDay> done;  // unset = today
  std::string mentor;                  // `employees/{employee}`; for the mentor's step
};

struct SubmitAnswerCommand {
  std::string plan_id, request_id;
  std::optional<absl::CivilDay> date;  // unset = today
  Pulse pulse;
};

// Thread-safe.
class SupportDesk {
 public:
  struct Deps {
    TransitionStore& plans;
    RegistryReader& registry;
    const PageTokenCodec& page_tokens;
    const Clock& clock;
    IdSource& ids;
    absl::TimeZone zone;  // of the province
  };

  explicit SupportDesk(const Deps& deps) : deps_(deps) {}

  // kPermissionDenied, reason EMPLOYEE_FOREIGN, for these three: another civil servant's plan.
  absl::StatusOr<TransitionPlan> Get(const CallScope& call, absl::string_view id);
  // Errors: of TransitionStore::Update; kInvalidArgument: no such step, a day outside effective date - 1 year … today,
  // a mentor missing or given with another step; kFailedPrecondition: STEP_DONE, or MENTOR_UNSUITABLE (the mover
  // himself, holder of no post, below the new post's level, head of the receiving unit and so his assessor).
  // A civil servant completes steps of his own only: kPermissionDenied, reason STEP_FOREIGN.
  absl::StatusOr<TransitionPlan> CompleteStep(const CallScope& call, const CompleteStepCommand& command);
  // kInvalidArgument: an answer outside 1-5, a day after today.
  absl::StatusOr<Answer> SubmitAnswer(const CallScope& call, const SubmitAnswerCommand& command);

  absl::StatusOr<Page<TransitionPlan>> List(const CallScope& call, const PageRequest& page);
  // Means of the newest answers; nullopt below kAnonymityFloor. `plan`: of matching, "" = all.
  absl::StatusOr<std::optional<PulseMeans>> Summarize(const CallScope& call, absl::string_view plan);

 private:
  absl::Status CheckMentor(const CallScope& call, const TransitionPlan& plan, const std::string& mentor);
  absl::CivilDay Today() const { return selaras::Today(deps_.clock, deps_.zone); }

  const Deps deps_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_APP_SUPPORT_DESK_H_
