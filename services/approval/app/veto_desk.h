// Finds out what rejecting a name costs: has matching make the child plan and compares its chains with the running cases.
#ifndef SELARAS_SERVICES_APPROVAL_APP_VETO_DESK_H_
#define SELARAS_SERVICES_APPROVAL_APP_VETO_DESK_H_

#include <string>
#include <vector>

#include "libs/base/log.h"
#include "services/approval/app/case_service.h"
#include "services/approval/app/desk.h"
#include "services/approval/app/plan_chains.h"
#include "services/approval/app/ports.h"

namespace selaras::approval {

class VetoDesk {
 public:
  struct Deps {
    CaseService& cases;
    PlanPort& plans;
    PlanChains& chains;
    const Clock& clock;
    IdSource& ids;
    const Logger& logger;
  };
  explicit VetoDesk(const Deps& deps);

  void Start() { desk_.Start(); }
  void Stop() { desk_.Stop(); }
  void Wake() { desk_.Wake(); }
  Desk::Found Round();

 private:
  absl::Status Answer(const std::string& tenant, const std::string& case_id);
  // Moves that stand whatever the child plan says: of cases being issued, issued or applied.
  absl::StatusOr<std::vector<CaseMove>> Settled(const CallScope& scope,
                                                const std::vector<std::string>& lineage);
  absl::StatusOr<Veto> Compare(const CallScope& scope, const CaseRecord& record,
                               const std::vector<std::string>& lineage, const PlanHead& child);

  const Deps deps_;
  Desk desk_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_VETO_DESK_H_
