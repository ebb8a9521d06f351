#ifndef SELARAS_SERVICES_NEEDS_STORE_SQL_SNAPSHOT_STORE_H_
#define SELARAS_SERVICES_NEEDS_STORE_SQL_SNAPSHOT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "services/needs/app/snapshot_store.h"

namespace selaras::needs {

class SqlSnapshotStore final : public SnapshotStore {
 public:
  // Both must outlive the store.
  SqlSnapshotStore(sql::Database& db, IdSource& ids) : db_(db), ids_(ids) {}

  absl::StatusOr<Snapshot> Create(absl::string_view tenant, const RequestIdentity& request,
                                  const Snapshot& snapshot) override;
  absl::StatusOr<Snapshot> Get(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<std::vector<Snapshot>> List(absl::string_view tenant, absl::Time before_time,
                                             absl::string_view before_id, int limit) override;
  absl::StatusOr<int64_t> Count(absl::string_view tenant) override;
  absl::StatusOr<std::optional<Snapshot>> Claim(absl::string_view owner, absl::Time now,
                                                absl::Time lease_until) override;
  absl::StatusOr<bool> Progress(absl::string_view owner, const Snapshot& snapshot,
                                absl::Time lease_until) override;
  absl::Status Release(absl::string_view owner, const Snapshot& snapshot, absl::Time at) override;
  absl::StatusOr<bool> Finish(absl::string_view owner, const Snapshot& snapshot,
                              const Analysis& analysis) override;
  absl::StatusOr<bool> Fail(absl::string_view owner, const Snapshot& snapshot) override;
  absl::StatusOr<std::vector<StoredCurve>> ListCurves(absl::string_view tenant, const CurveQuery& query,
                                                      int limit) override;
  absl::StatusOr<int64_t> CountCurves(absl::string_view tenant, const CurveQuery& query) override;
  absl::StatusOr<std::vector<StoredLoad>> ListLoads(absl::string_view tenant, const LoadQuery& query,
                                                    int limit) override;
  absl::StatusOr<int64_t> CountLoads(absl::string_view tenant, const LoadQuery& query) override;

 private:
  absl::StatusOr<std::vector<Snapshot>> Select(absl::string_view sql, absl::Span<const sql::Value> params);
  absl::StatusOr<int64_t> SelectCount(absl::string_view sql, absl::Span<const sql::Value> params);
  absl::StatusOr<bool> Change(absl::string_view sql, absl::Span<const sql::Value> params);

  sql::Database& db_;
  IdSource& ids_;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_STORE_SQL_SNAPSHOT_STORE_H_
