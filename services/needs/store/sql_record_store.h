#ifndef SELARAS_SERVICES_NEEDS_STORE_SQL_RECORD_STORE_H_
#define SELARAS_SERVICES_NEEDS_STORE_SQL_RECORD_STORE_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "libs/sql/migrator.h"
#include "services/needs/app/record_store.h"

namespace selaras::needs {

// schema/*.sql: Migrate(db, kSchema, "needs"). The stores also need sql::kFeedSchema.
extern const std::vector<sql::Migration> kSchema;

class SqlRecordStore final : public RecordStore {
 public:
  // Both must outlive the store.
  SqlRecordStore(sql::Database& db, IdSource& ids) : db_(db), ids_(ids) {}

  absl::StatusOr<RecordImport> Land(absl::string_view tenant, const RequestIdentity& request,
                                    const PreparedImport& import) override;
  absl::StatusOr<RecordImport> GetImport(absl::string_view tenant, absl::string_view import_id) override;
  absl::StatusOr<std::vector<RecordFault>> ListFaults(absl::string_view tenant, absl::string_view import_id,
                                                      int64_t after, int limit) override;
  absl::StatusOr<int64_t> CountFaults(absl::string_view tenant, absl::string_view import_id) override;
  absl::StatusOr<int64_t> Revision(absl::string_view tenant) override;
  absl::Status ReadRecords(absl::string_view tenant, int64_t revision,
                           absl::FunctionRef<absl::Status(const Record&)> visit) override;
  absl::Status ReadRecordsOf(absl::string_view tenant, RecordKind kind, int64_t revision,
                             absl::FunctionRef<absl::Status(const Record&)> visit) override;

 private:
  absl::Status VisitRecords(absl::string_view sql, absl::Span<const sql::Value> params,
                            absl::FunctionRef<absl::Status(const Record&)> visit);

  sql::Database& db_;
  IdSource& ids_;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_STORE_SQL_RECORD_STORE_H_
