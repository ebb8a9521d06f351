#ifndef SELARAS_SERVICES_REGISTRY_STORE_SQL_IMPORT_STORE_H_
#define SELARAS_SERVICES_REGISTRY_STORE_SQL_IMPORT_STORE_H_

#include <string>
#include <utility>
#include <vector>

#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "services/registry/app/import_store.h"

namespace selaras::registry {

class SqlImportStore final : public ImportStore {
 public:
  // Both outlive the store; `db` has the schemas "registry" and "feed".
  SqlImportStore(sql::Database& db, IdSource& ids) : db_(db), ids_(ids) {}

  absl::StatusOr<Import> Create(const Import& import, absl::string_view principal,
                                absl::string_view request_id) override;
  absl::StatusOr<Import> Get(absl::string_view tenant, absl::string_view id) override;
  absl::Status Append(absl::string_view tenant, absl::string_view id, absl::string_view file, int64_t offset,
                      absl::string_view bytes, bool last) override;
  absl::StatusOr<Import> Update(absl::string_view tenant, absl::string_view id,
                                absl::FunctionRef<absl::Status(Import&)> change) override;
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> InState(ImportState state) override;
  absl::StatusOr<std::string> ReadBytes(absl::string_view tenant, absl::string_view id,
                                        absl::string_view file, int64_t start) override;
  absl::StatusOr<int64_t> CommitChunk(absl::string_view tenant, absl::string_view id,
                                      const ImportChunk& chunk, absl::Time now) override;
  absl::StatusOr<int64_t> LastFaultNumber(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<std::vector<StoredFault>> ReadFaults(absl::string_view tenant, absl::string_view id,
                                                      int64_t after, int limit) override;

 private:
  sql::Database& db_;
  IdSource& ids_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_STORE_SQL_IMPORT_STORE_H_
