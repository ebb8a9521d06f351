#include "services/registry/app/holding_gauges.h"

#include <algorithm>

#include "libs/base/status_macros.h"
#include "services/registry/app/reads.h"

namespace selaras::registry {

HoldingGauges::HoldingGauges(FactStore& store, const Clock& clock, Metrics& metrics)
    : store_(store),
      clock_(clock),
      revision_(metrics.GetGauge({"selaras_registry_revision", "Newest revision of the registry."})),
      employees_(metrics.GetGauge({"selaras_registry_employees", "Employees known after the last import."})) {
}

absl::Status HoldingGauges::RefreshRevision() {
  SELARAS_ASSIGN_OR_RETURN(const auto revisions, store_.NewestRevisions());
  int64_t newest = 0;
  for (const auto& [tenant, revision] : revisions) newest = std::max(newest, revision);
  revision_.Set(static_cast<double>(newest));
  return absl::OkStatus();
}

absl::Status HoldingGauges::Refresh() {
  SELARAS_RETURN_IF_ERROR(RefreshRevision());
  SELARAS_ASSIGN_OR_RETURN(const auto revisions, store_.NewestRevisions());
  const Day today = ToDay(Today(clock_, DefaultZone()));
  int64_t employees = 0;
  for (const auto& [tenant, revision] : revisions) {
    SELARAS_ASSIGN_OR_RETURN(const int64_t count,
                             store_.CountStates(tenant, RecordKind::kProfile, {revision, today}, ""));
    employees += count;
  }
  employees_.Set(static_cast<double>(employees));
  return absl::OkStatus();
}

}  // namespace selaras::registry
