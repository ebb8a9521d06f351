// The facts under a plan, for an auditor: read from registry and needs themselves, not from matching.
#ifndef SELARAS_SERVICES_CLI_BUNDLES_PLAN_FACTS_EXPORT_H_
#define SELARAS_SERVICES_CLI_BUNDLES_PLAN_FACTS_EXPORT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/cli/progress_bar.h"
#include "services/cli/session.h"
#include "services/matching/bundle/bundle_facts.h"

namespace selaras::cli {

struct FactsAt {
  int64_t registry_revision = 0;
  absl::CivilDay effective_date;
  std::string need_snapshot;  // `needSnapshots/…`
};

// Where a plan stood: its spec, filled up from the head of its need snapshot.
absl::StatusOr<FactsAt> FactsAtOf(Session& session, const matching::v1alpha::PlanSpec& spec);

// Everybody and everything at those coordinates as the files of a bundle, ids being those of the resources.
absl::StatusOr<matching::BundleFiles> ReadFacts(Session& session, const FactsAt& at, ProgressBar& bar);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_BUNDLES_PLAN_FACTS_EXPORT_H_
