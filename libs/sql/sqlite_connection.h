#ifndef SELARAS_LIBS_SQL_SQLITE_CONNECTION_H_
#define SELARAS_LIBS_SQL_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "libs/sql/database.h"

namespace selaras::sql {

// Canonical status of an SQLite result code (extended), with SQLite's own words, which name tables and
// columns but no values. `doing` says what failed.
absl::Status SqliteError(sqlite3* db, int code, absl::string_view doing);

// One SQLite connection with its prepared statements. Not thread-safe.
class SqliteConnection final : public Connection {
 public:
  enum class Role { kWriter, kReader };
  struct Settings {
    Role role = Role::kWriter;
    bool durable = true;  // synchronous=FULL; false: OFF, for databases that end with the process
    absl::Duration busy_timeout;
  };

  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path,
                                                                const Settings& settings);

  // Runs `work` between Begin and Commit or Rollback.
  absl::Status RunTransaction(Database::Work work);

  // A writer waits for other processes. On an error no transaction is open.
  absl::Status Begin();
  // Runs SQL of the transaction itself; the connection forgets its failure.
  absl::Status Control(absl::string_view sql);
  // On an error everything is rolled back.
  absl::Status Commit();
  void Rollback();

  Engine engine() const override { return Engine::kSqlite; }

 protected:
  absl::StatusOr<int64_t> RunStatement(absl::string_view sql, absl::Span<const Value> params,
                                       const RowCallback* on_row) override;
  absl::StatusOr<int64_t> RunBulkInsert(absl::string_view table, absl::Span<const absl::string_view> columns,
                                        RowSource rows, absl::string_view on_conflict) override;
  absl::Status RunScript(absl::string_view sql) override;

 private:
  struct CloseDatabase {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

  explicit SqliteConnection(std::unique_ptr<sqlite3, CloseDatabase> db, Role role)
      : db_(std::move(db)), role_(role) {}

  absl::Status Execute1(const char* sql);
  absl::StatusOr<Statement> Prepare(absl::string_view sql);
  absl::StatusOr<sqlite3_stmt*> Cached(absl::string_view sql);
  absl::Status Bind(sqlite3_stmt* statement, absl::Span<const Value> params);
  absl::Status StepRows(sqlite3_stmt* statement, const RowCallback* on_row);
  absl::Status InsertRows(sqlite3_stmt* statement, absl::Span<Value> row, RowSource rows, int64_t& changed);

  // Statements go before the connection.
  std::unique_ptr<sqlite3, CloseDatabase> db_;
  absl::flat_hash_map<std::string, Statement> statements_;
  const Role role_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_SQLITE_CONNECTION_H_
