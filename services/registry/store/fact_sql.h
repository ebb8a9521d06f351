#ifndef SELARAS_SERVICES_REGISTRY_STORE_FACT_SQL_H_
#define SELARAS_SERVICES_REGISTRY_STORE_FACT_SQL_H_

// What both stores of the registry do inside a transaction.

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/sql/database.h"
#include "services/registry/app/fact_store.h"

namespace selaras::registry {

// Takes the tenant's next revision number: no gaps, in commit order, because writers are one at a time.
absl::StatusOr<int64_t> TakeRevision(sql::Connection& conn, absl::string_view tenant);

// Writes `writes` as revision `revision`.
absl::Status WriteRevision(sql::Connection& conn, absl::string_view tenant, int64_t revision,
                           absl::string_view source, absl::Time now, const FactWrites& writes);

absl::StatusOr<int64_t> ReadNewestRevision(sql::Connection& conn, absl::string_view tenant);

// Columns of every select of facts, and the row read with them.
#define SELARAS_FACT_COLUMNS                                                                                \
  "kind, subject_id, fact_key, known_from, valid_from, valid_to, known_to, agency_id, ref_id, confidence, " \
  "content, decree_id"
FactView ToFact(const sql::Row& row);

// Runs a select of SELARAS_FACT_COLUMNS.
absl::Status ReadFacts(sql::Connection& conn, absl::string_view statement,
                       absl::Span<const sql::Value> params, FactStore::OnFact on_fact);
// Every version of every fact of one subject, by kind, key, known_from, valid_from.
absl::Status ReadSubject(sql::Connection& conn, absl::string_view tenant, absl::string_view subject,
                         FactStore::OnFact on_fact);
// As FactStore::ReadHolders.
absl::Status ReadHoldersAt(sql::Connection& conn, absl::string_view tenant, absl::string_view post,
                           const ReadAt& at, FactStore::OnFact on_fact);
// The same of each person who was ever appointed to `post` or will be.
absl::Status ReadHolders(sql::Connection& conn, absl::string_view tenant, absl::string_view post,
                         FactStore::OnFact on_fact);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_STORE_FACT_SQL_H_
