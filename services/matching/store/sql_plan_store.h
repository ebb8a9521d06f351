// PlanStore over libs/sql.
#ifndef SELARAS_SERVICES_MATCHING_STORE_SQL_PLAN_STORE_H_
#define SELARAS_SERVICES_MATCHING_STORE_SQL_PLAN_STORE_H_

#include "libs/sql/database.h"
#include "libs/sql/migrator.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/store/act_log.h"

namespace selaras::matching {

// schema/*.sql: Migrate(db, kSchema, "matching").
extern const std::vector<sql::Migration> kSchema;

class SqlPlanStore final : public PlanStore {
 public:
  // `database` is migrated (schema/ and sql::kFeedSchema); both outlive the store.
  SqlPlanStore(sql::Database& database, const ActLog& log) : database_(database), log_(log) {}

  absl::StatusOr<PolicyRecord> SealPolicy(const Act& act, const PolicyRecord& policy) override;
  absl::StatusOr<PolicyRecord> GetPolicy(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<Page<PolicyRecord>> ListPolicies(absl::string_view tenant, absl::string_view after,
                                                  int limit) override;
  absl::StatusOr<PlanRecord> CreatePlan(const PlanRecord& plan, absl::string_view request_id,
                                        absl::string_view request_hash) override;
  absl::StatusOr<std::optional<PlanRecord>> FindRequested(absl::string_view tenant,
                                                          absl::string_view request_id,
                                                          absl::string_view request_hash) override;
  absl::StatusOr<PlanRecord> GetPlan(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<Page<PlanRecord>> ListPlans(absl::string_view tenant, absl::string_view after,
                                             int limit) override;
  absl::StatusOr<std::vector<PlanRecord>> ListUnfinished() override;
  absl::StatusOr<bool> LeasePlan(absl::string_view tenant, absl::string_view id, absl::string_view holder,
                                 absl::Time now, absl::Time until) override;
  absl::Status EndLease(absl::string_view tenant, absl::string_view id, absl::string_view holder) override;
  absl::StatusOr<PlanRecord> UpdatePlan(const Act& act, absl::string_view id, std::optional<int64_t> version,
                                        Change change) override;
  absl::StatusOr<PlanRecord> FinishPlan(absl::string_view tenant, absl::string_view id, absl::Time end_time,
                                        const PlanProgress& progress, const PlanOutcome& outcome) override;
  absl::StatusOr<Page<MoveRecord>> ListMoves(absl::string_view tenant, absl::string_view plan, bool by_gain,
                                             absl::string_view after, int limit) override;
  absl::StatusOr<Page<ChainRecord>> ListChains(absl::string_view tenant, absl::string_view plan,
                                               absl::string_view after, int limit) override;
  absl::StatusOr<Page<CutoffRecord>> ListCutoffs(absl::string_view tenant, absl::string_view plan,
                                                 absl::string_view after, int limit) override;
  absl::Status ReadFile(absl::string_view tenant, absl::string_view plan, PlanFile file,
                        absl::FunctionRef<absl::Status(absl::string_view part)> sink) override;
  absl::StatusOr<std::string> GetSecret(absl::string_view tenant, absl::string_view name,
                                        absl::string_view fresh) override;

 private:
  sql::Database& database_;
  const ActLog& log_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_SQL_PLAN_STORE_H_
