// BundleStore over libs/sql.
#ifndef SELARAS_SERVICES_MATCHING_STORE_SQL_BUNDLE_STORE_H_
#define SELARAS_SERVICES_MATCHING_STORE_SQL_BUNDLE_STORE_H_

#include "libs/sql/database.h"
#include "services/matching/app/bundle_store.h"
#include "services/matching/store/act_log.h"

namespace selaras::matching {

class SqlBundleStore final : public BundleStore {
 public:
  // `database` is migrated (schema/ and sql::kFeedSchema); both outlive the store.
  SqlBundleStore(sql::Database& database, const ActLog& log) : database_(database), log_(log) {}

  absl::StatusOr<BundleRecord> CreateBundle(const Act& act, const BundleRecord& record,
                                            const BundleFiles& files) override;
  absl::StatusOr<BundleRecord> GetBundle(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<Page<BundleRecord>> ListBundles(absl::string_view tenant, absl::string_view after,
                                                 int limit) override;
  absl::StatusOr<BundleFiles> ReadBundleFiles(absl::string_view tenant, absl::string_view id) override;
  absl::Status NoteKeysExported(const Act& act, absl::string_view plan, int64_t keys) override;

 private:
  sql::Database& database_;
  const ActLog& log_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_SQL_BUNDLE_STORE_H_
