#include "services/cli/cases/steps.h"

#include <algorithm>

#include "libs/base/status_macros.h"
#include "services/cli/bulk.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;

constexpr int kMostTries = 7;
constexpr int kMostReads = 3;
// Together 23.5 s: a service that was killed is back by then.
constexpr absl::Duration kFirstWait = absl::Milliseconds(500);
constexpr absl::Duration kLongestWait = absl::Seconds(8);

absl::StatusOr<pb::Case> CallUntilAnswered(const CaseCall& call, const pb::Case& at, const StepDeps& deps) {
  const std::string id = deps.new_id();
  absl::Duration wait = kFirstWait;
  for (int tries = 1;; ++tries) {
    absl::StatusOr<pb::Case> answer = call(at, id);
    if (answer.ok() || !AnswerLost(answer.status()) || tries == kMostTries) return answer;
    deps.sleep(wait);
    wait = std::min(2 * wait, kLongestWait);
  }
}

}  // namespace

absl::StatusOr<StepsEnd> TakeSteps(pb::Case from, const NextCall& next, const StepDeps& deps) {
  StepsEnd end{std::move(from), 0};
  int reads = 0;
  for (CaseCall call = next(end.last, 0); call != nullptr; call = next(end.last, end.taken)) {
    absl::StatusOr<pb::Case> answer = CallUntilAnswered(call, end.last, deps);
    if (answer.ok()) {
      end.last = *std::move(answer);
      ++end.taken;
      continue;
    }
    if (!absl::IsAborted(answer.status()) || ++reads > kMostReads) return answer.status();
    SELARAS_ASSIGN_OR_RETURN(pb::Case now, deps.read(end.last.name()));
    if (now.content_hash() != end.last.content_hash() || now.etag() == end.last.etag())
      return answer.status();
    end.last = std::move(now);
  }
  return end;
}

}  // namespace selaras::cli
