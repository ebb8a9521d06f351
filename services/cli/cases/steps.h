// One case through one or more calls: what is done when an answer is lost or somebody else was faster.
#ifndef SELARAS_SERVICES_CLI_CASES_STEPS_H_
#define SELARAS_SERVICES_CLI_CASES_STEPS_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "selaras/approval/v1alpha/case.pb.h"

namespace selaras::cli {

// One call on the case as it stood (its etag goes along), under a request id. Calls with the same id and the same
// case must be the same request.
using CaseCall = std::function<absl::StatusOr<approval::v1alpha::Case>(const approval::v1alpha::Case& at,
                                                                       const std::string& request_id)>;
// The call that comes next for a case on which `taken` calls were made; null = nothing is left.
using NextCall = std::function<CaseCall(const approval::v1alpha::Case& at, int taken)>;

struct StepDeps {
  std::function<absl::StatusOr<approval::v1alpha::Case>(const std::string& name)> read;
  std::function<std::string()> new_id;
  std::function<void(absl::Duration)> sleep;
};

struct StepsEnd {
  approval::v1alpha::Case last;
  int taken = 0;
};

// Makes every call that `next` names, each with a request id of its own.
// - A lost answer (kUnavailable, kDeadlineExceeded) is asked for again under the same id, six times within 23.5 s, so
//   that an act that did arrive is not done twice.
// - A stale etag (kAborted) makes it read the case again and go on from there with a new id, at most three times,
//   unless its content changed: what was decided on is not what stands there now, so the error is returned.
// Otherwise the first error ends it; calls made before stay made.
absl::StatusOr<StepsEnd> TakeSteps(approval::v1alpha::Case from, const NextCall& next, const StepDeps& deps);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_CASES_STEPS_H_
