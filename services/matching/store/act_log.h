// Events and evidence of this service's acts, in the transaction of the act (libs/feed).
#ifndef SELARAS_SERVICES_MATCHING_STORE_ACT_LOG_H_
#define SELARAS_SERVICES_MATCHING_STORE_ACT_LOG_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "services/matching/app/act.h"
#include "services/matching/app/bundle_store.h"
#include "services/matching/app/cycle_store.h"
#include "services/matching/app/event_encoder.h"
#include "services/matching/app/plan_record.h"

namespace selaras::matching {

// Each writes an event and a leaf of the same kind, or nothing where nothing of the kind happened. Thread-safe.
class ActLog {
 public:
  // Both outlive it.
  ActLog(IdSource& ids, const EventEncoder& encoder) : ids_(ids), encoder_(encoder) {}

  // PolicySealed.
  absl::Status Sealed(sql::Connection& conn, const Act& act, const PolicyRecord& policy) const;
  // PlanFinished where the plan has ended now (PLANNED, FAILED, CANCELLED), PlanReleased where it is released now.
  absl::Status Changed(sql::Connection& conn, const Act& act, PlanState before, const PlanRecord& plan) const;
  // GoalsSealed, CycleAdvanced.
  absl::Status Changed(sql::Connection& conn, const Act& act, const Cycle& before,
                       const CycleRecord& cycle) const;
  // InstanceImported.
  absl::Status BundleImported(sql::Connection& conn, const Act& act, const BundleRecord& record) const;
  // InstanceKeysExported.
  absl::Status KeysExported(sql::Connection& conn, const Act& act, absl::string_view plan,
                            int64_t keys) const;

 private:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  absl::Status Write(sql::Connection& conn, const Act& act, absl::string_view kind, std::string subject,
                     absl::string_view agency, std::string payload, Fields fields) const;

  IdSource& ids_;
  const EventEncoder& encoder_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_ACT_LOG_H_
