// Metric selaras_approval_cases{state}: how many cases of all tenants are in each state, for boards and alarms.
#ifndef SELARAS_SERVICES_APPROVAL_APP_CASE_GAUGES_H_
#define SELARAS_SERVICES_APPROVAL_APP_CASE_GAUGES_H_

#include "absl/container/btree_map.h"
#include "libs/base/log.h"
#include "libs/metrics/metrics.h"
#include "services/approval/app/case_store.h"
#include "services/approval/app/desk.h"

namespace selaras::approval {

// Counted in the store now and then, not kept up to date act by act: right after a restart and beside other replicas.
class CaseGauges {
 public:
  // All must outlive it.
  CaseGauges(CaseStore& store, const Logger& logger, Metrics& metrics);

  // Counts every ten seconds from now on.
  void Start() { desk_.Start(); }
  void Stop() { desk_.Stop(); }

  // Counts once. The gauges keep their values where the store fails.
  absl::Status Refresh();

 private:
  Desk::Found Round();

  CaseStore& store_;
  const Logger& logger_;
  absl::btree_map<CaseState, Gauge*> gauges_;
  Desk desk_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_CASE_GAUGES_H_
