#ifndef SELARAS_SERVICES_REGISTRY_STORE_SQL_FACT_STORE_H_
#define SELARAS_SERVICES_REGISTRY_STORE_SQL_FACT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "libs/base/clock.h"
#include "libs/sql/database.h"
#include "libs/sql/migrator.h"
#include "services/registry/app/fact_store.h"

namespace selaras::registry {

// schema/*.sql
extern const std::vector<sql::Migration> kSchema;

class SqlFactStore final : public FactStore {
 public:
  // Both must outlive the store; `db` is migrated.
  SqlFactStore(sql::Database& db, const Clock& clock) : db_(db), clock_(clock) {}

  absl::StatusOr<int64_t> NewestRevision(absl::string_view tenant) override;
  absl::StatusOr<std::vector<std::pair<std::string, int64_t>>> NewestRevisions() override;
  absl::Status ReadKind(absl::string_view tenant, RecordKind kind, absl::string_view from,
                        absl::string_view to, OnFact on_fact) override;
  absl::Status ReadSubjects(absl::string_view tenant, absl::Span<const std::string> subjects,
                            OnFact on_fact) override;
  absl::Status ReadReferring(absl::string_view tenant, RecordKind kind, absl::string_view ref,
                             OnFact on_fact) override;
  absl::Status ReadHolders(absl::string_view tenant, absl::string_view post, const ReadAt& at,
                           OnFact on_fact) override;
  absl::Status ReadPage(absl::string_view tenant, RecordKind kind, const ReadAt& at, absl::string_view agency,
                        absl::string_view after, int limit, OnFact on_fact) override;
  absl::StatusOr<int64_t> CountStates(absl::string_view tenant, RecordKind kind, const ReadAt& at,
                                      absl::string_view agency) override;
  absl::StatusOr<std::optional<std::string>> FindExternalId(absl::string_view tenant, absl::string_view kind,
                                                            absl::string_view value) override;
  absl::Status ReadExternalIds(absl::string_view tenant, RecordKind subject_kind,
                               absl::FunctionRef<absl::Status(const ExternalId&)> on_id) override;
  absl::StatusOr<std::vector<ExternalId>> ExternalIdsOf(absl::string_view tenant,
                                                        absl::string_view subject) override;
  absl::StatusOr<std::vector<std::string>> SourcesOf(absl::string_view tenant,
                                                     absl::Span<const int64_t> revisions) override;
  absl::StatusOr<int64_t> Commit(
      absl::string_view tenant, const Act& act, absl::string_view subject,
      absl::FunctionRef<absl::StatusOr<FactWrites>(const std::vector<Fact>&)> decide) override;
  absl::StatusOr<std::vector<Change>> ReadChanges(absl::string_view tenant, int64_t revision, int sequence,
                                                  int limit) override;
  absl::Status AddAccess(absl::string_view tenant, const Access& access) override;
  absl::StatusOr<std::vector<Access>> ReadAccesses(absl::string_view tenant, absl::string_view employee,
                                                   int64_t before, int limit) override;
  absl::StatusOr<int64_t> CountAccesses(absl::string_view tenant, absl::string_view employee) override;

 private:
  sql::Database& db_;
  const Clock& clock_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_STORE_SQL_FACT_STORE_H_
