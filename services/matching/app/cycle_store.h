// Durable cycles, and the release of plans, which concerns both. Thread-safe. Behaviour is fixed by
// sql_cycle_store_test.cc on every backend.
#ifndef SELARAS_SERVICES_MATCHING_APP_CYCLE_STORE_H_
#define SELARAS_SERVICES_MATCHING_APP_CYCLE_STORE_H_

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/app/act.h"
#include "services/matching/app/plan_record.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/domain/cycle.h"

namespace selaras::matching {

struct CycleRecord {
  std::string tenant;
  int64_t version = 1;
  absl::Time create_time;
  Cycle cycle;
};

// What a release looks at and may change.
struct ReleaseView {
  PlanRecord& plan;
  CycleRecord* cycle;  // Of the plan; null = none.
  bool repairs;        // The plan descends from the cycle's released plan.
};

// Every act runs once per request_id: a repeat returns the resource as it stands and changes nothing;
// kAlreadyExists (REQUEST_ID_REUSED) where the request differs. A change of goals, phase or plan writes its event
// and evidence in the same transaction. kUnavailable from any: database busy or away, retry is safe.
class CycleStore {
 public:
  virtual ~CycleStore() = default;

  virtual absl::StatusOr<CycleRecord> CreateCycle(const Act& act, const CycleRecord& cycle) = 0;
  // kNotFound (CYCLE_NOT_FOUND).
  virtual absl::StatusOr<CycleRecord> GetCycle(absl::string_view tenant, absl::string_view id) = 0;
  // Newest first, older than `after` (empty = from the newest).
  virtual absl::StatusOr<Page<CycleRecord>> ListCycles(absl::string_view tenant, absl::string_view after,
                                                       int limit) = 0;

  // Loads, applies `change`, saves with version + 1. kAborted (ETAG_STALE). Errors of `change` are returned
  // unchanged and nothing is saved. `change` may run again, so it must be pure.
  using Change = absl::FunctionRef<absl::Status(CycleRecord&)>;
  virtual absl::StatusOr<CycleRecord> UpdateCycle(const Act& act, absl::string_view id,
                                                  std::optional<int64_t> version, Change change) = 0;

  // The same for a plan and its cycle together; `version` is the plan's.
  using ReleaseChange = absl::FunctionRef<absl::Status(const ReleaseView&)>;
  virtual absl::StatusOr<PlanRecord> ReleasePlan(const Act& act, absl::string_view plan,
                                                 std::optional<int64_t> version, ReleaseChange change) = 0;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_CYCLE_STORE_H_
