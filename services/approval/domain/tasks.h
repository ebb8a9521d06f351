// What a case waits for: the inbox of people and the work list of the desks.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_TASKS_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_TASKS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/approval/domain/case_record.h"
#include "services/approval/domain/terms.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval {

struct CaseTask {
  Verb verb;
  Roles roles;       // Who may close it. kDesk = the service does it by itself.
  int32_t move = 0;  // 0 = the whole case.
  std::optional<absl::CivilDay> due;
  bool overdue = false;  // `today` is after `due`.
};

// Every act that takes the case forward, by (verb, move): none for a case that has ended, at least one for any other.
// Escapes such as Reject, Withdraw or Recuse are not tasks. Ask CheckPerson (separation.h) for whom a task is none.
std::vector<CaseTask> TasksOf(const CaseRecord& record, absl::CivilDay today);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_TASKS_H_
