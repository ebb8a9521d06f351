// CycleStore over libs/sql.
#ifndef SELARAS_SERVICES_MATCHING_STORE_SQL_CYCLE_STORE_H_
#define SELARAS_SERVICES_MATCHING_STORE_SQL_CYCLE_STORE_H_

#include "libs/sql/database.h"
#include "services/matching/app/cycle_store.h"
#include "services/matching/store/act_log.h"

namespace selaras::matching {

class SqlCycleStore final : public CycleStore {
 public:
  // `database` is migrated (kSchema and sql::kFeedSchema); both outlive the store.
  SqlCycleStore(sql::Database& database, const ActLog& log) : database_(database), log_(log) {}

  absl::StatusOr<CycleRecord> CreateCycle(const Act& act, const CycleRecord& cycle) override;
  absl::StatusOr<CycleRecord> GetCycle(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<Page<CycleRecord>> ListCycles(absl::string_view tenant, absl::string_view after,
                                               int limit) override;
  absl::StatusOr<CycleRecord> UpdateCycle(const Act& act, absl::string_view id,
                                          std::optional<int64_t> version, Change change) override;
  absl::StatusOr<PlanRecord> ReleasePlan(const Act& act, absl::string_view plan,
                                         std::optional<int64_t> version, ReleaseChange change) override;

 private:
  sql::Database& database_;
  const ActLog& log_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_SQL_CYCLE_STORE_H_
