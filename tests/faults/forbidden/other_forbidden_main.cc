// Tries what the databases of the registry and of the evidence log refuse, on SQLite, and on PostgreSQL if
// SELARAS_TEST_POSTGRES names one. Approval's own stand in approval_forbidden. Prints as JSON how many were tried and
// refused. Exit 1: one was not refused, and stderr names it.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/leaf.h"
#include "libs/evidence/store/evidence_log.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "services/registry/store/sql_fact_store.h"
#include "services/registry/testing/forbidden_statements.h"
#include "tests/faults/forbidden/evidence_statements.h"

namespace selaras {
namespace {

struct Count {
  int tried = 0, refused = 0;
};

// Each statement in a transaction of its own, which must fail because of a rule and not of a mistake in writing.
template <typename Statements>
void TryEach(sql::Database& database, const Statements& statements, Count& count) {
  for (const auto& forbidden : statements) {
    const absl::Status status =
        database.Transaction([&](sql::Connection& conn) { return conn.Execute(forbidden.sql); });
    const bool refused = absl::IsAlreadyExists(status) || absl::IsFailedPrecondition(status);
    ++count.tried;
    count.refused += refused ? 1 : 0;
    if (!refused) std::fprintf(stderr, "%s: %s\n", forbidden.name, status.ToString().c_str());
  }
}

absl::Status TryRegistry(sql::Database& database, Count& count) {
  SELARAS_RETURN_IF_ERROR(sql::Migrate(database, registry::kSchema, "registry"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(database, sql::kFeedSchema, "feed"));
  for (const char* statement : registry::testing::kForbiddenFixture) {
    SELARAS_RETURN_IF_ERROR(
        database.Transaction([&](sql::Connection& conn) { return conn.Execute(statement); }));
  }
  TryEach(database, registry::testing::kForbiddenStatements, count);
  return absl::OkStatus();
}

absl::Status TryEvidence(sql::Database& database, Count& count) {
  SELARAS_RETURN_IF_ERROR(sql::Migrate(database, evidence::kSchema, "evidence"));
  const evidence::EvidenceLog log("selaras.test/evidence");
  SELARAS_ASSIGN_OR_RETURN(const auto key,
                           evidence::SigningKey::FromSeed(std::string(evidence::kSeedBytes, 'k')));
  SELARAS_RETURN_IF_ERROR(database.Transaction([&](sql::Connection& conn) -> absl::Status {
    for (const char* id : {"e1", "e2", "e3"}) {
      SELARAS_RETURN_IF_ERROR(
          log.Append(conn, "registry", id,
                     evidence::EncodeLeaf({.service = "registry", .kind = "Tried", .subject = id}))
              .status());
    }
    return log.Sign(conn, key, absl::UnixEpoch()).status();
  }));
  TryEach(database, evidence::kForbiddenStatements, count);
  return absl::OkStatus();
}

using Try = absl::FunctionRef<absl::Status(sql::Database&, Count&)>;

absl::Status On(const std::string& url, Try attempt, Count& count) {
  SELARAS_ASSIGN_OR_RETURN(const auto database, sql::Open(url));
  return attempt(*database, count);
}

absl::Status OnPostgres(const std::string& server, absl::string_view name, Try attempt, Count& count) {
  const std::string schema = absl::StrCat("forbidden_", name, "_", getpid());
  const std::string url = absl::StrCat(server, absl::StrContains(server, "?") ? "&" : "?", "schema=", schema);
  const absl::Status status = On(url, attempt, count);
  SELARAS_ASSIGN_OR_RETURN(const auto database, sql::Open(url));
  const absl::Status dropped = database->Transaction([&](sql::Connection& conn) {
    return conn.ExecuteScript(absl::StrCat("drop schema ", schema, " cascade"));
  });
  return status.ok() ? dropped : status;
}

absl::Status TryAll(Count& count) {
  SELARAS_RETURN_IF_ERROR(On("sqlite::memory:", TryRegistry, count));
  SELARAS_RETURN_IF_ERROR(On("sqlite::memory:", TryEvidence, count));
  const char* server = std::getenv("SELARAS_TEST_POSTGRES");
  if (server == nullptr) return absl::OkStatus();
  SELARAS_RETURN_IF_ERROR(OnPostgres(server, "registry", TryRegistry, count));
  return OnPostgres(server, "evidence", TryEvidence, count);
}

}  // namespace
}  // namespace selaras

int main() {
  selaras::Count count;
  if (const absl::Status status = selaras::TryAll(count); !status.ok()) {
    std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
    return 1;
  }
  std::printf("{\"forbidden_statements\":%d,\"refused_statements\":%d}\n", count.tried, count.refused);
  return count.tried == count.refused ? 0 : 1;
}
