#ifndef SELARAS_LIBS_SQL_POSTGRES_CONNECTION_H_
#define SELARAS_LIBS_SQL_POSTGRES_CONNECTION_H_

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/sql/database.h"

namespace selaras::sql {

// Where to connect, and as what.
struct PostgresTarget {
  std::string url;  // as libpq reads it
  std::string schema;
  absl::Duration connect_timeout;
  absl::Duration lock_timeout;
};

// One libpq connection with its prepared statements. Not thread-safe.
class PostgresConnection final : public Connection {
 public:
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const PostgresTarget& target);

  // Runs `work` between Begin and Commit or Rollback.
  absl::Status RunTransaction(const std::string& begin, Database::Work work);

  // Opens a transaction by `sql` (one or more statements). On an error none is open.
  absl::Status Begin(absl::string_view sql);
  // Runs SQL of the transaction itself; the connection forgets its failure.
  absl::Status Control(absl::string_view sql);
  // On an error everything is rolled back, or nobody knows (kUnavailable, not may_retry()).
  absl::Status Commit();
  void Rollback();

  // Since Begin or Control it failed for a passing reason before anything was committed, so that the whole
  // transaction may run again.
  bool may_retry() const { return may_retry_; }
  // False: the connection is gone or in an unknown state and must be closed.
  bool is_usable() const;
  bool is_utf8() const;

  Engine engine() const override { return Engine::kPostgres; }

 protected:
  absl::StatusOr<int64_t> RunStatement(absl::string_view sql, absl::Span<const Value> params,
                                       const RowCallback* on_row) override;
  absl::StatusOr<int64_t> RunBulkInsert(absl::string_view table, absl::Span<const absl::string_view> columns,
                                        RowSource rows, absl::string_view on_conflict) override;
  absl::Status RunScript(absl::string_view sql) override;

 private:
  friend class PostgresBulk;

  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Result = std::unique_ptr<PGresult, Clear>;
  struct Statement {
    std::string name;
    std::vector<Oid> parameter_types;
  };

  explicit PostgresConnection(PGconn* connection) : connection_(connection) {}

  absl::StatusOr<const Statement*> Prepared(absl::string_view sql);
  // The status of a finished result; remembers whether the transaction may run again.
  absl::Status Check(const PGresult* result, absl::string_view doing);
  absl::Status StreamRows(RowCallback on_row, int64_t& changed);
  absl::Status DeliverRows(const PGresult* result, RowCallback on_row);
  void CancelAndDrain();

  const std::unique_ptr<PGconn, Close> connection_;
  absl::flat_hash_map<std::string, Statement> statements_;
  int64_t next_statement_ = 0;
  bool may_retry_ = false;
  std::vector<Value> cells_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_POSTGRES_CONNECTION_H_
