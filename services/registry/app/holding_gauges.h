#ifndef SELARAS_SERVICES_REGISTRY_APP_HOLDING_GAUGES_H_
#define SELARAS_SERVICES_REGISTRY_APP_HOLDING_GAUGES_H_

#include "absl/status/status.h"
#include "libs/base/clock.h"
#include "libs/metrics/metrics.h"
#include "services/registry/app/fact_store.h"

namespace selaras::registry {

// selaras_registry_revision (newest of all tenants) and selaras_registry_employees (sum over all tenants),
// read from the store, so that they are right after a restart and beside other replicas. Thread-safe.
class HoldingGauges {
 public:
  // All must outlive it.
  HoldingGauges(FactStore& store, const Clock& clock, Metrics& metrics);

  // One row per tenant: quick enough for every look at the health.
  absl::Status RefreshRevision();
  // Both. Counts the employees of today: some tens of milliseconds for a province.
  absl::Status Refresh();

 private:
  FactStore& store_;
  const Clock& clock_;
  Gauge& revision_;
  Gauge& employees_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_HOLDING_GAUGES_H_
