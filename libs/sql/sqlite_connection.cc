#include "libs/sql/sqlite_connection.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/sql/text.h"

namespace selaras::sql {
namespace {

// Enough for every statement of a service; beyond it somebody builds SQL from values, and all are forgotten
// at once.
constexpr size_t kMostStatements = 512;

absl::StatusCode CodeOf(int result) {
  switch (result) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return absl::StatusCode::kAlreadyExists;
    case SQLITE_CONSTRAINT_DATATYPE:
      return absl::StatusCode::kInvalidArgument;
  }
  switch (result & 0xff) {
    case SQLITE_CONSTRAINT:
    case SQLITE_READONLY:
      return absl::StatusCode::kFailedPrecondition;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
      return absl::StatusCode::kUnavailable;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
      return absl::StatusCode::kInvalidArgument;
    default:
      return absl::StatusCode::kInternal;
  }
}

int BindOne(sqlite3_stmt* statement, int index, const Value& value) {
  switch (value.type()) {
    case Value::Type::kNull:
      return sqlite3_bind_null(statement, index);
    case Value::Type::kInt64:
      return sqlite3_bind_int64(statement, index, value.int64_value());
    case Value::Type::kDouble:
      return sqlite3_bind_double(statement, index, value.double_value());
    case Value::Type::kText:
      return sqlite3_bind_text64(statement, index, value.string_value().data(), value.string_value().size(),
                                 SQLITE_STATIC, SQLITE_UTF8);
    case Value::Type::kBytes:
      return sqlite3_bind_blob64(statement, index, value.string_value().data(), value.string_value().size(),
                                 SQLITE_STATIC);
  }
  return SQLITE_MISUSE;
}

Value ReadOne(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return Value(static_cast<int64_t>(sqlite3_column_int64(statement, column)));
    case SQLITE_FLOAT:
      return Value(sqlite3_column_double(statement, column));
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      return Value(absl::string_view(text, sqlite3_column_bytes(statement, column)));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      return Bytes(absl::string_view(bytes, sqlite3_column_bytes(statement, column)));
    }
    default:
      return Value();
  }
}

// Gives the statement back to the cache however the call ends.
class ResetAtEnd {
 public:
  explicit ResetAtEnd(sqlite3_stmt* statement) : statement_(statement) {}
  ~ResetAtEnd() { sqlite3_reset(statement_); }
  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;

 private:
  sqlite3_stmt* const statement_;
};

}  // namespace

absl::Status SqliteError(sqlite3* db, int code, absl::string_view doing) {
  const char* words = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  return absl::Status(CodeOf(code), absl::StrCat(doing, ": ", words));
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& path,
                                                                         const Settings& settings) {
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(
      path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<sqlite3, CloseDatabase> db(raw);
  if (result != SQLITE_OK) return SqliteError(raw, result, "opening the database file");
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, static_cast<int>(absl::ToInt64Milliseconds(settings.busy_timeout)));
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(db), settings.role));
  SELARAS_RETURN_IF_ERROR(connection->Execute1("pragma journal_mode=wal"));
  SELARAS_RETURN_IF_ERROR(
      connection->Execute1(settings.durable ? "pragma synchronous=full" : "pragma synchronous=off"));
  SELARAS_RETURN_IF_ERROR(
      connection->Execute1("pragma foreign_keys=on; pragma recursive_triggers=on; pragma temp_store=memory"));
  // Negative sizes are KiB. A bulk import touches many index pages of one transaction; readers share the page
  // cache of the operating system anyway.
  SELARAS_RETURN_IF_ERROR(connection->Execute1(settings.role == Role::kWriter
                                                   ? "pragma cache_size=-65536"
                                                   : "pragma cache_size=-8192; pragma query_only=on"));
  return connection;
}

absl::Status SqliteConnection::RunTransaction(Database::Work work) {
  SELARAS_RETURN_IF_ERROR(Begin());
  absl::Status status = work(*this);
  if (status.ok()) status = failure();
  if (status.ok()) return Commit();
  Rollback();
  return status;
}

absl::Status SqliteConnection::Begin() {
  StartAfresh();
  if (!sqlite3_get_autocommit(db_.get())) SELARAS_RETURN_IF_ERROR(Execute1("rollback"));
  return Execute1(role_ == Role::kWriter ? "begin immediate" : "begin");
}

absl::Status SqliteConnection::Control(absl::string_view sql) {
  StartAfresh();
  return sql.empty() ? absl::OkStatus() : RunScript(sql);
}

absl::Status SqliteConnection::Commit() {
  absl::Status status = Execute1("commit");
  if (!status.ok()) Rollback();
  return status;
}

void SqliteConnection::Rollback() {
  // Some errors have rolled back already.
  if (!sqlite3_get_autocommit(db_.get())) Execute1("rollback").IgnoreError();
}

absl::StatusOr<int64_t> SqliteConnection::RunStatement(absl::string_view sql, absl::Span<const Value> params,
                                                       const RowCallback* on_row) {
  SELARAS_ASSIGN_OR_RETURN(sqlite3_stmt* const statement, Cached(sql));
  const ResetAtEnd reset(statement);
  SELARAS_RETURN_IF_ERROR(Bind(statement, params));
  SELARAS_RETURN_IF_ERROR(StepRows(statement, on_row));
  return sqlite3_stmt_readonly(statement) ? 0 : sqlite3_changes64(db_.get());
}

absl::Status SqliteConnection::StepRows(sqlite3_stmt* statement, const RowCallback* on_row) {
  const int columns = sqlite3_column_count(statement);
  absl::InlinedVector<Value, 16> cells(columns);
  int result;
  while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
    if (on_row == nullptr) continue;
    for (int i = 0; i < columns; ++i) cells[i] = ReadOne(statement, i);
    SELARAS_RETURN_IF_ERROR(Deliver(cells, *on_row));
  }
  if (result != SQLITE_DONE) return SqliteError(db_.get(), result, "running a statement");
  return absl::OkStatus();
}

absl::StatusOr<int64_t> SqliteConnection::RunBulkInsert(absl::string_view table,
                                                        absl::Span<const absl::string_view> columns,
                                                        RowSource rows, absl::string_view on_conflict) {
  std::string sql = absl::StrCat("insert into ", table, " (", absl::StrJoin(columns, ", "), ") values (");
  for (size_t i = 1; i <= columns.size(); ++i) absl::StrAppend(&sql, i > 1 ? ", $" : "$", i);
  absl::StrAppend(&sql, ") ", on_conflict);
  SELARAS_ASSIGN_OR_RETURN(sqlite3_stmt* const statement, Cached(sql));
  const ResetAtEnd reset(statement);
  std::vector<Value> row(columns.size());
  int64_t changed = 0;
  SELARAS_RETURN_IF_ERROR(InsertRows(statement, absl::MakeSpan(row), rows, changed));
  return changed;
}

absl::Status SqliteConnection::InsertRows(sqlite3_stmt* statement, absl::Span<Value> row, RowSource rows,
                                          int64_t& changed) {
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, rows(row));
    if (!more) return absl::OkStatus();
    SELARAS_RETURN_IF_ERROR(MayGoOn());
    SELARAS_RETURN_IF_ERROR(Bind(statement, row));
    const int result = sqlite3_step(statement);
    if (result != SQLITE_DONE) return SqliteError(db_.get(), result, "inserting rows");
    changed += sqlite3_changes64(db_.get());
    sqlite3_reset(statement);
  }
}

absl::Status SqliteConnection::RunScript(absl::string_view sql) {
  return Execute1(std::string(sql).c_str());
}

absl::Status SqliteConnection::Execute1(const char* sql) {
  const int result = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
  return result == SQLITE_OK ? absl::OkStatus() : SqliteError(db_.get(), result, "running a script");
}

absl::StatusOr<SqliteConnection::Statement> SqliteConnection::Prepare(absl::string_view sql) {
  const std::string numbered = NumberParameters(sql);
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int result = sqlite3_prepare_v3(db_.get(), numbered.data(), static_cast<int>(numbered.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, &tail);
  Statement statement(raw);
  if (result != SQLITE_OK) return SqliteError(db_.get(), result, "preparing a statement");
  const absl::string_view rest =
      absl::StripAsciiWhitespace(absl::string_view(tail, numbered.data() + numbered.size() - tail));
  if (statement == nullptr || !rest.empty()) return absl::InternalError("not exactly one SQL statement");
  return statement;
}

absl::StatusOr<sqlite3_stmt*> SqliteConnection::Cached(absl::string_view sql) {
  if (const auto it = statements_.find(sql); it != statements_.end()) return it->second.get();
  SELARAS_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  if (statements_.size() >= kMostStatements) statements_.clear();
  return statements_.emplace(sql, std::move(statement)).first->second.get();
}

absl::Status SqliteConnection::Bind(sqlite3_stmt* statement, absl::Span<const Value> params) {
  const int wanted = sqlite3_bind_parameter_count(statement);
  if (static_cast<size_t>(wanted) != params.size()) {
    return absl::InternalError(
        absl::StrCat("the statement takes ", wanted, " parameters, ", params.size(), " were given"));
  }
  for (size_t i = 0; i < params.size(); ++i) {
    SELARAS_RETURN_IF_ERROR(CheckParameter(params[i], i + 1));
    const int result = BindOne(statement, static_cast<int>(i) + 1, params[i]);
    if (result != SQLITE_OK) return SqliteError(db_.get(), result, "binding a parameter");
  }
  return absl::OkStatus();
}

}  // namespace selaras::sql
