#include "libs/sql/postgres_database.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/base/status_macros.h"
#include "libs/sql/nesting.h"
#include "libs/sql/pause.h"

namespace selaras::sql {
namespace {

// LOCK TABLE takes no snapshot, so the one of the first statement after it holds all that the writer before
// committed. EXCLUSIVE waits for ROW EXCLUSIVE and the other way round, ROW EXCLUSIVE not for itself; readers
// take neither.
constexpr char kBeginOneAtATime[] =
    "begin isolation level repeatable read; lock table writer_turn in exclusive mode";
constexpr char kBeginConcurrent[] =
    "begin isolation level serializable; lock table writer_turn in row exclusive mode";
constexpr char kBeginRead[] = "begin isolation level repeatable read read only";

// Several processes may open an empty database at once; `create .. if not exists` alone collides then. The
// number is "selaras" as a key of advisory locks, chosen once.
constexpr absl::string_view kCreateSchema = R"sql(
do $do$ begin
  if to_regclass('"$SCHEMA".writer_turn') is null then
    perform pg_advisory_xact_lock(7307497699250331251);
    if to_regnamespace('"$SCHEMA"') is null then
      create schema "$SCHEMA";
    end if;
    create table if not exists "$SCHEMA".writer_turn ();
  end if;
end $do$
)sql";

bool IsIdentifier(absl::string_view name) {
  return !name.empty() && name.size() < 64 &&
         std::all_of(name.begin(), name.end(), [](char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

// Moves `schema` from the URL's parameters to the target.
absl::StatusOr<PostgresTarget> ParseUrl(absl::string_view url, const Options& options) {
  PostgresTarget target{"", options.schema, options.connect_timeout, options.busy_timeout};
  const std::pair<absl::string_view, absl::string_view> halves = absl::StrSplit(url, absl::MaxSplits('?', 1));
  std::vector<absl::string_view> kept;
  for (const absl::string_view parameter : absl::StrSplit(halves.second, '&', absl::SkipEmpty())) {
    if (absl::StartsWith(parameter, "schema=")) {
      target.schema = std::string(parameter.substr(7));
    } else {
      kept.push_back(parameter);
    }
  }
  if (!IsIdentifier(target.schema)) {
    return absl::InvalidArgumentError("the schema's name must be 1 to 63 letters, digits and underscores");
  }
  target.url = absl::StrCat(halves.first, kept.empty() ? "" : "?", absl::StrJoin(kept, "&"));
  char* problem = nullptr;
  PQconninfoOption* const parsed = PQconninfoParse(target.url.c_str(), &problem);
  PQconninfoFree(parsed);
  if (problem != nullptr) PQfreemem(problem);
  if (parsed == nullptr) return absl::InvalidArgumentError("the PostgreSQL URL cannot be parsed");
  return target;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresDatabase>> PostgresDatabase::Open(absl::string_view url,
                                                                         const Options& options) {
  SELARAS_ASSIGN_OR_RETURN(PostgresTarget target, ParseUrl(url, options));
  const std::string create = absl::StrReplaceAll(kCreateSchema, {{"$SCHEMA", target.schema}});
  auto database = absl::WrapUnique(new PostgresDatabase(std::move(target), options));
  SELARAS_ASSIGN_OR_RETURN(auto connection, database->connections_.Take(options.busy_timeout));
  if (!connection->is_utf8())
    return absl::FailedPreconditionError("the PostgreSQL database's encoding is not UTF8");
  SELARAS_RETURN_IF_ERROR(
      connection->RunTransaction("begin", [&](Connection& conn) { return conn.ExecuteScript(create); }));
  return database;
}

PostgresDatabase::PostgresDatabase(PostgresTarget target, const Options& options)
    : target_(std::move(target)),
      options_(options),
      connections_(options.connections, [this] { return PostgresConnection::Open(target_); }),
      writer_(connections_, options.busy_timeout),
      writers_(writer_, options) {}

absl::Status PostgresDatabase::Writer::Begin() {
  may_retry_ = false;
  absl::StatusOr<Pool<PostgresConnection>::Lease> lease = connections_.Take(timeout_);
  if (!lease.ok()) return lease.status();
  lease_.emplace(*std::move(lease));
  return (*lease_)->Begin(kBeginOneAtATime);
}

absl::Status PostgresDatabase::Writer::Control(absl::string_view sql) {
  return (*lease_)->Control(sql);
}

absl::Status PostgresDatabase::Writer::Commit() {
  absl::Status status = (*lease_)->Commit();
  GiveBack();
  return status;
}

void PostgresDatabase::Writer::Rollback() {
  if (!lease_.has_value()) return;
  (*lease_)->Rollback();
  GiveBack();
}

void PostgresDatabase::Writer::GiveBack() {
  may_retry_ = (*lease_)->may_retry();
  if (!(*lease_)->is_usable()) lease_->Discard();
  lease_.reset();
}

absl::Status PostgresDatabase::Transaction(Work work, Writers writers) {
  if (writers == Writers::kConcurrent) return Retry(kBeginConcurrent, work);
  const Nesting nesting(this);
  SELARAS_RETURN_IF_ERROR(nesting.status());
  return writers_.Run(work);
}

absl::Status PostgresDatabase::ReadTransaction(Work work) {
  return Retry(kBeginRead, work);
}

absl::Status PostgresDatabase::Retry(const std::string& begin, Work work) {
  const Nesting nesting(this);
  SELARAS_RETURN_IF_ERROR(nesting.status());
  for (int attempt = 1;; ++attempt) {
    SELARAS_ASSIGN_OR_RETURN(auto connection, connections_.Take(options_.busy_timeout));
    absl::Status status = connection->RunTransaction(begin, work);
    const bool again = !status.ok() && connection->may_retry() && attempt < options_.max_attempts;
    if (!connection->is_usable()) {
      connection.Discard();
    } else if (again) {
      PauseBefore(attempt);
    }
    if (!again) return status;
  }
}

}  // namespace selaras::sql
