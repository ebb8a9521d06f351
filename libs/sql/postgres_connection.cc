#include "libs/sql/postgres_connection.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/sql/postgres_codec.h"
#include "libs/sql/postgres_error.h"

namespace selaras::sql {
namespace {

// As in SQLite's connection; here each statement also costs the server memory.
constexpr size_t kMostStatements = 512;

void IgnoreNotice(void*, const PGresult*) {}

// A SELECT also reports a number of rows, but changes none.
int64_t ChangedRows(PGresult* result) {
  int64_t changed = 0;
  if (absl::StartsWith(PQcmdStatus(result), "SELECT")) return 0;
  return absl::SimpleAtoi(PQcmdTuples(result), &changed) ? changed : 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(const PostgresTarget& target) {
  const std::string seconds = absl::StrCat(
      std::max<int64_t>(2, absl::ToInt64Seconds(absl::Ceil(target.connect_timeout, absl::Seconds(1)))));
  // Earlier entries are defaults that the URL (under dbname) may override.
  const char* keys[] = {"connect_timeout", "tcp_user_timeout", "application_name",
                        "dbname",          "client_encoding",  nullptr};
  const char* values[] = {seconds.c_str(), "30000", "selaras", target.url.c_str(), "UTF8", nullptr};
  std::unique_ptr<PostgresConnection> connection(new PostgresConnection(PQconnectdbParams(keys, values, 1)));
  PGconn* const raw = connection->connection_.get();
  // libpq's own words hold host and user, and sometimes the password's place; the operator finds them in the
  // server log.
  if (PQstatus(raw) != CONNECTION_OK)
    return absl::UnavailableError("the PostgreSQL server cannot be reached or refuses");
  PQsetNoticeReceiver(raw, IgnoreNotice, nullptr);
  SELARAS_RETURN_IF_ERROR(connection->RunScript(absl::StrCat(
      "set timezone = 'UTC'; set jit = off; set search_path = \"", target.schema,
      "\"; set lock_timeout = ", std::max<int64_t>(1, absl::ToInt64Milliseconds(target.lock_timeout)))));
  return connection;
}

bool PostgresConnection::is_usable() const {
  return PQstatus(connection_.get()) == CONNECTION_OK &&
         PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
}

bool PostgresConnection::is_utf8() const {
  const char* encoding = PQparameterStatus(connection_.get(), "server_encoding");
  return encoding != nullptr && absl::string_view(encoding) == "UTF8";
}

absl::Status PostgresConnection::RunTransaction(const std::string& begin, Database::Work work) {
  SELARAS_RETURN_IF_ERROR(Begin(begin));
  absl::Status status = work(*this);
  if (status.ok()) status = failure();
  if (status.ok()) return Commit();
  Rollback();
  return status;
}

absl::Status PostgresConnection::Begin(absl::string_view sql) {
  absl::Status status = Control(sql);
  if (!status.ok()) Rollback();
  return status;
}

absl::Status PostgresConnection::Control(absl::string_view sql) {
  StartAfresh();
  may_retry_ = false;
  return sql.empty() ? absl::OkStatus() : RunScript(sql);
}

void PostgresConnection::Rollback() {
  if (PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
  const Result ignored(PQexec(connection_.get(), "rollback"));
}

absl::Status PostgresConnection::Commit() {
  const Result result(PQexec(connection_.get(), "commit"));
  absl::Status status = Check(result.get(), "committing");
  // A transaction that had failed unnoticed is answered ROLLBACK, and that is no error of the server's.
  if (status.ok() && !absl::StartsWith(PQcmdStatus(result.get()), "COMMIT")) {
    return absl::InternalError("the server rolled back what was to be committed");
  }
  if (status.ok()) return status;
  // Without an answer the server may have committed, so that a second run could act twice.
  if (SqlStateOf(result.get()).empty()) {
    may_retry_ = false;
    return absl::UnavailableError(
        "the connection was lost while committing; whether it committed is unknown");
  }
  return status;
}

absl::Status PostgresConnection::Check(const PGresult* result, absl::string_view doing) {
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_COPY_IN:
      return absl::OkStatus();
    default:
      break;
  }
  const absl::string_view state = SqlStateOf(result);
  if (IsPassing(state)) may_retry_ = true;
  if (state == "0A000" || state == "26000") statements_.clear();
  return PostgresError(result, doing);
}

absl::StatusOr<const PostgresConnection::Statement*> PostgresConnection::Prepared(absl::string_view sql) {
  if (const auto it = statements_.find(sql); it != statements_.end()) return &it->second;
  if (statements_.size() >= kMostStatements) {
    SELARAS_RETURN_IF_ERROR(RunScript("deallocate all"));
    statements_.clear();
  }
  Statement statement;
  statement.name = absl::StrCat("s", ++next_statement_);
  const std::string text(sql);
  const Result prepared(PQprepare(connection_.get(), statement.name.c_str(), text.c_str(), 0, nullptr));
  SELARAS_RETURN_IF_ERROR(Check(prepared.get(), "preparing a statement"));
  const Result described(PQdescribePrepared(connection_.get(), statement.name.c_str()));
  SELARAS_RETURN_IF_ERROR(Check(described.get(), "describing a statement"));
  for (int i = 0; i < PQnparams(described.get()); ++i) {
    statement.parameter_types.push_back(PQparamtype(described.get(), i));
  }
  return &statements_.emplace(text, std::move(statement)).first->second;
}

absl::StatusOr<int64_t> PostgresConnection::RunStatement(absl::string_view sql,
                                                         absl::Span<const Value> params,
                                                         const RowCallback* on_row) {
  SELARAS_ASSIGN_OR_RETURN(const Statement* const statement, Prepared(sql));
  BoundParameters bound;
  SELARAS_RETURN_IF_ERROR(bound.Bind(params, statement->parameter_types));
  constexpr int kBinary = 1;
  if (on_row == nullptr) {
    const Result result(PQexecPrepared(connection_.get(), statement->name.c_str(), bound.size(),
                                       bound.pointers(), bound.lengths(), bound.formats(), kBinary));
    SELARAS_RETURN_IF_ERROR(Check(result.get(), "running a statement"));
    return ChangedRows(result.get());
  }
  if (!PQsendQueryPrepared(connection_.get(), statement->name.c_str(), bound.size(), bound.pointers(),
                           bound.lengths(), bound.formats(), kBinary)) {
    return Check(nullptr, "sending a statement");
  }
  PQsetSingleRowMode(connection_.get());
  int64_t changed = 0;
  SELARAS_RETURN_IF_ERROR(StreamRows(*on_row, changed));
  return changed;
}

absl::Status PostgresConnection::StreamRows(RowCallback on_row, int64_t& changed) {
  absl::Status status;
  while (const Result result{PQgetResult(connection_.get())}) {
    if (!status.ok()) continue;
    status = Check(result.get(), "running a statement");
    if (!status.ok()) continue;
    if (PQresultStatus(result.get()) != PGRES_SINGLE_TUPLE) {
      changed = ChangedRows(result.get());
      continue;
    }
    status = DeliverRows(result.get(), on_row);
    if (!status.ok()) {
      CancelAndDrain();
      return status;
    }
  }
  return status;
}

absl::Status PostgresConnection::DeliverRows(const PGresult* result, RowCallback on_row) {
  const int columns = PQnfields(result);
  cells_.resize(columns);
  for (int row = 0; row < PQntuples(result); ++row) {
    for (int i = 0; i < columns; ++i) {
      SELARAS_ASSIGN_OR_RETURN(cells_[i], ReadCell(result, row, i));
    }
    SELARAS_RETURN_IF_ERROR(Deliver(cells_, on_row));
  }
  return absl::OkStatus();
}

void PostgresConnection::CancelAndDrain() {
  if (PGcancel* const cancel = PQgetCancel(connection_.get()); cancel != nullptr) {
    char ignored[256];
    PQcancel(cancel, ignored, sizeof(ignored));
    PQfreeCancel(cancel);
  }
  while (const Result result{PQgetResult(connection_.get())}) {
  }
}

absl::Status PostgresConnection::RunScript(absl::string_view sql) {
  const Result result(PQexec(connection_.get(), std::string(sql).c_str()));
  return Check(result.get(), "running a script");
}

}  // namespace selaras::sql
