// From APPROVED to APPLIED: reserve seats, number decrees, sign them, have them applied. Each step is one call outside
// and one transaction here, and repeats safely: the registry knows the request id, the case its step.
#ifndef SELARAS_SERVICES_APPROVAL_APP_ISSUE_DESK_H_
#define SELARAS_SERVICES_APPROVAL_APP_ISSUE_DESK_H_

#include <string>
#include <vector>

#include "libs/base/log.h"
#include "libs/metrics/metrics.h"
#include "services/approval/app/case_service.h"
#include "services/approval/app/desk.h"
#include "services/approval/app/ports.h"

namespace selaras::approval {

class IssueDesk {
 public:
  struct Deps {
    CaseService& cases;
    RegistryPort& registry;
    LetterPort& letters;
    const Clock& clock;
    IdSource& ids;
    const Logger& logger;
    Metrics& metrics;
  };
  // `hands`: cases gone on with at a time.
  IssueDesk(const Deps& deps, int hands);

  void Start() { desk_.Start(); }
  void Stop() { desk_.Stop(); }
  void Wake() { desk_.Wake(); }

  // Everything that waits, once. For simulations and tests that have no threads.
  Desk::Found Round();

  // Goes on with one case until it is APPLIED, in RECONCILE, or an answer is lost (kUnavailable).
  absl::Status GoOn(const std::string& tenant, const std::string& case_id);

 private:
  absl::Status Reserve(const CallScope& scope, const CaseRecord& record);
  absl::Status Number(const CallScope& scope, const CaseRecord& record);
  absl::Status Sign(const CallScope& scope, const CaseRecord& record);
  absl::Status Apply(const CallScope& scope, const CaseRecord& record);
  // RECONCILE if the other side said no; else its status.
  absl::Status Refused(const CallScope& scope, const CaseRecord& record, const absl::Status& status);
  absl::StatusOr<std::vector<Decree>> DecreesToNumber(const CallScope& scope, const CaseRecord& record,
                                                      const DecideContext& context);

  const Deps deps_;
  const int hands_;
  CounterSet steps_;
  Desk desk_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_ISSUE_DESK_H_
