// Durable policies and plans. Thread-safe. Behaviour is fixed by sql_plan_store_test.cc on every backend.
#ifndef SELARAS_SERVICES_MATCHING_APP_PLAN_STORE_H_
#define SELARAS_SERVICES_MATCHING_APP_PLAN_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/app/act.h"
#include "services/matching/app/plan_record.h"

namespace selaras::matching {

template <typename Item>
struct Page {
  std::vector<Item> items;
  int64_t total = 0;
  bool more = false;  // Something follows the last item.
};

// kUnavailable from any: database busy or away, retry is safe.
class PlanStore {
 public:
  virtual ~PlanStore() = default;

  // Stores the policy, with event and evidence, unless its id is there; returns what stands there then.
  virtual absl::StatusOr<PolicyRecord> SealPolicy(const Act& act, const PolicyRecord& policy) = 0;
  // kNotFound (POLICY_NOT_FOUND).
  virtual absl::StatusOr<PolicyRecord> GetPolicy(absl::string_view tenant, absl::string_view id) = 0;
  // Ascending by id, after `after`.
  virtual absl::StatusOr<Page<PolicyRecord>> ListPolicies(absl::string_view tenant, absl::string_view after,
                                                          int limit) = 0;

  // Stores a QUEUED plan. The same request_id with the same hash returns the first plan; with another hash
  // kAlreadyExists (REQUEST_ID_REUSED).
  virtual absl::StatusOr<PlanRecord> CreatePlan(const PlanRecord& plan, absl::string_view request_id,
                                                absl::string_view request_hash) = 0;
  // The plan that CreatePlan stored for this request before; nullopt = none. kAlreadyExists (REQUEST_ID_REUSED).
  virtual absl::StatusOr<std::optional<PlanRecord>> FindRequested(absl::string_view tenant,
                                                                  absl::string_view request_id,
                                                                  absl::string_view request_hash) = 0;
  // kNotFound (PLAN_NOT_FOUND).
  virtual absl::StatusOr<PlanRecord> GetPlan(absl::string_view tenant, absl::string_view id) = 0;
  // Newest first, older than `after` (empty = from the newest).
  virtual absl::StatusOr<Page<PlanRecord>> ListPlans(absl::string_view tenant, absl::string_view after,
                                                     int limit) = 0;
  // Plans of all tenants that have not ended, oldest first: what a restart takes up again.
  virtual absl::StatusOr<std::vector<PlanRecord>> ListUnfinished() = 0;
  // Takes or renews the right to make the plan until `until`. False: it has ended, or another holder has it now. So of
  // several replicas on one database one makes it, and another when that one is gone.
  virtual absl::StatusOr<bool> LeasePlan(absl::string_view tenant, absl::string_view id,
                                         absl::string_view holder, absl::Time now, absl::Time until) = 0;
  // Gives it back, as when this replica stops.
  virtual absl::Status EndLease(absl::string_view tenant, absl::string_view id, absl::string_view holder) = 0;

  // Loads, applies `change`, saves with version + 1. kAborted (ETAG_STALE): `version` is set and another one
  // stands. Whoever ends the plan ends it with event and evidence. An error of `change` is returned unchanged and nothing is saved. `change` may run again, so it
  // must be pure.
  using Change = absl::FunctionRef<absl::Status(PlanRecord&)>;
  virtual absl::StatusOr<PlanRecord> UpdatePlan(const Act& act, absl::string_view id,
                                                std::optional<int64_t> version, Change change) = 0;
  // In one transaction: the outcome, the plan as PLANNED, event and evidence. kFailedPrecondition (PLAN_STATE): it has ended
  // already.
  virtual absl::StatusOr<PlanRecord> FinishPlan(absl::string_view tenant, absl::string_view id,
                                                absl::Time end_time, const PlanProgress& progress,
                                                const PlanOutcome& outcome) = 0;

  // By gain (rank after `after`) or by id, ascending.
  virtual absl::StatusOr<Page<MoveRecord>> ListMoves(absl::string_view tenant, absl::string_view plan,
                                                     bool by_gain, absl::string_view after, int limit) = 0;
  virtual absl::StatusOr<Page<ChainRecord>> ListChains(absl::string_view tenant, absl::string_view plan,
                                                       absl::string_view after, int limit) = 0;
  virtual absl::StatusOr<Page<CutoffRecord>> ListCutoffs(absl::string_view tenant, absl::string_view plan,
                                                         absl::string_view after, int limit) = 0;
  // Hands a file over in parts. kNotFound (PLAN_FILE_NOT_FOUND): the plan has not ended as PLANNED.
  virtual absl::Status ReadFile(absl::string_view tenant, absl::string_view plan, PlanFile file,
                                absl::FunctionRef<absl::Status(absl::string_view part)> sink) = 0;

  // The tenant's secret of that name, made from `fresh` the first time.
  virtual absl::StatusOr<std::string> GetSecret(absl::string_view tenant, absl::string_view name,
                                                absl::string_view fresh) = 0;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_PLAN_STORE_H_
