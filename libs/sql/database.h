#ifndef SELARAS_LIBS_SQL_DATABASE_H_
#define SELARAS_LIBS_SQL_DATABASE_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/sql/row.h"
#include "libs/sql/value.h"

// One small interface over SQLite and PostgreSQL, and one body of SQL for both.
//
//   SELARAS_ASSIGN_OR_RETURN(auto db, sql::Open("sqlite:/var/lib/selaras/registry.db"));
//   SELARAS_RETURN_IF_ERROR(db->Transaction([&](sql::Connection& conn) -> absl::Status {
//     return conn.Execute("insert into posts (post_id, seats) values ($1, $2)", {id, seats});
//   }));
//
// The common SQL:
// * Parameters are $1, $2, ... by number; one number may appear several times. Where PostgreSQL cannot tell a
//   parameter's type, write `cast($1 as bigint)`; `::` is not SQLite.
// * bigint, double precision, text, bytes; booleans are bigint 0/1, instants bigint microseconds since 1970 UTC,
//   civil dates bigint days since 1970 or text YYYY-MM-DD, JSON text. Column types in migrations: migrator.h.
// * `on conflict (..) do update set x = excluded.x`, `returning`, `limit`/`offset`, common table expressions,
//   window functions, partial indexes work on both. Text compares as bytes (SQLite BINARY, PostgreSQL "C").
// * Text is valid UTF-8 without NUL on both, else kInvalidArgument.
//
// Errors, the same for both engines, never with parameter values, which may be personal:
//   kAlreadyExists       unique or primary key violated; the message names the constraint
//   kFailedPrecondition  foreign key, check, not null, a trigger's refusal (its text is kept), or misuse of this
//                        interface
//   kInvalidArgument     a value out of its column's type or range
//   kAborted             serialization failure or deadlock that outlived the retries
//   kUnavailable         busy for longer than Options::busy_timeout, pool exhausted, or connection lost: retry is
//                        safe, but where a COMMIT was under way its outcome is unknown, so acts need a request id
//                        (requests.h)
//   kResourceExhausted   disk or memory full
//   kDataLoss            the database file is damaged
//   kInternal            wrong SQL, or a row read with the wrong type
namespace selaras::sql {

enum class Engine { kSqlite, kPostgres };

// Fills one row of a bulk insert: every cell, in the order of the columns. False ends the rows and leaves the
// cells unread. Text and bytes must live until the next call. An error ends the insert and is returned
// unchanged.
using RowSource = absl::FunctionRef<absl::StatusOr<bool>(absl::Span<Value> row)>;
using RowCallback = absl::FunctionRef<absl::Status(const Row& row)>;

// A connection inside a transaction; lives for the duration of the callback that received it. Not
// thread-safe. After any error of its methods the transaction cannot go on (PostgreSQL's rule, held on SQLite
// too): every later call fails with kFailedPrecondition, and the transaction is rolled back with the first
// error even if `work` returns OK. So "insert, and if it exists, read it" is written with `on conflict do
// nothing` and ExecuteCounted.
class Connection {
 public:
  virtual ~Connection() = default;
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs one statement; rows it returns are dropped. Statements are prepared once per connection and kept by
  // their text, so SQL should be constant and values be parameters.
  absl::Status Execute(absl::string_view sql, absl::Span<const Value> params = {});
  // As Execute; returns the number of rows inserted, updated or deleted.
  absl::StatusOr<int64_t> ExecuteCounted(absl::string_view sql, absl::Span<const Value> params = {});

  // Runs one statement and calls `on_row` for each row as it arrives: the result is never held in memory as a
  // whole. An error from `on_row` ends the query and is returned unchanged. `on_row` must not use this
  // connection (kFailedPrecondition).
  absl::Status Query(absl::string_view sql, absl::Span<const Value> params, RowCallback on_row);
  // For statements that give at most one row: false if there was none. kInternal: more than one.
  absl::StatusOr<bool> QueryOne(absl::string_view sql, absl::Span<const Value> params, RowCallback on_row);
  // The first column of a result of at most one row. Empty: no row, or null.
  absl::StatusOr<std::optional<int64_t>> QueryInt64(absl::string_view sql,
                                                    absl::Span<const Value> params = {});
  absl::StatusOr<std::optional<std::string>> QueryText(absl::string_view sql,
                                                       absl::Span<const Value> params = {});

  // Inserts many rows at the engine's best speed: COPY on PostgreSQL, one prepared statement on SQLite.
  // `table` and `columns` are identifiers written by us, not by a caller. `on_conflict` is "" or a whole clause
  // ("on conflict (id) do update set x = excluded.x"; then PostgreSQL goes by a staging table and two rows of
  // one call must not meet in one conflict target, while SQLite takes the last). Returns the number of rows
  // inserted or updated.
  absl::StatusOr<int64_t> BulkInsert(absl::string_view table, absl::Span<const absl::string_view> columns,
                                     RowSource rows, absl::string_view on_conflict = "");

  // Runs several statements without parameters: schema, not data.
  absl::Status ExecuteScript(absl::string_view sql);

  virtual Engine engine() const = 0;

  // For the engines and GroupCommit: OK, or the error after which this transaction can only be rolled back.
  const absl::Status& failure() const { return failure_; }
  // The first step after this time fails with kAborted, so that the transaction ends; max(): never.
  void GiveWayAt(std::chrono::steady_clock::time_point time) { give_way_at_ = time; }
  bool gave_way() const { return gave_way_; }

 protected:
  // Forgets the previous transaction.
  void StartAfresh();
  // Hands a row to `on_row`; also fails when the row was read with wrong types.
  absl::Status Deliver(absl::Span<const Value> cells, RowCallback on_row);
  // kAborted once it is time to give way. For loops over rows.
  absl::Status MayGoOn();

  // Number of rows changed.
  virtual absl::StatusOr<int64_t> RunStatement(absl::string_view sql, absl::Span<const Value> params,
                                               const RowCallback* on_row) = 0;
  virtual absl::StatusOr<int64_t> RunBulkInsert(absl::string_view table,
                                                absl::Span<const absl::string_view> columns, RowSource rows,
                                                absl::string_view on_conflict) = 0;
  virtual absl::Status RunScript(absl::string_view sql) = 0;

 private:
  absl::Status Enter();
  absl::Status Leave(absl::Status status);

  bool in_use_ = false;
  bool gave_way_ = false;
  std::chrono::steady_clock::time_point give_way_at_ = std::chrono::steady_clock::time_point::max();
  absl::Status failure_;
};

// How a Transaction meets other writers.
enum class Writers {
  // One writer at a time per database (SQLite) or schema (PostgreSQL): no serialization failures, writers queue,
  // and what the callback reads cannot change before it commits. The default, because nearly every change takes
  // the next revision number anyway.
  kOneAtATime,
  // PostgreSQL: SERIALIZABLE beside other writers, retried on conflicts. SQLite: the same as kOneAtATime.
  kConcurrent,
};

// A database. Thread-safe.
class Database {
 public:
  using Work = absl::FunctionRef<absl::Status(Connection& conn)>;

  virtual ~Database() = default;

  // Runs `work` in a read-write transaction and commits if it returns OK; on any other status everything is
  // rolled back and that status returned. `work` runs on the caller's thread and MAY RUN AGAIN after a
  // serialization failure, a deadlock or a connection lost before COMMIT, and where writers that share one flush
  // of the disk get into each other's way (group_commit.h), so everything it sets outside the transaction must be
  // set anew on each run. Waits at most Options::busy_timeout for its turn. A transaction inside a transaction of
  // the same database on the same thread is refused with kFailedPrecondition, whichever the kinds; nor may `work`
  // wait for another thread's transaction of the same database.
  virtual absl::Status Transaction(Work work, Writers writers = Writers::kOneAtATime) = 0;

  // Runs `work` on a snapshot that does not change while it runs; never waits for writers nor holds them up.
  // Writing is refused. `work` may run again as above, so a callback that has already sent rows away must say
  // so by its own error.
  virtual absl::Status ReadTransaction(Work work) = 0;

  virtual Engine engine() const = 0;
};

struct Options {
  // How long to wait for a lock, for the writer's turn, or for a free connection. DEFAULT 30 s: longer than a
  // bulk import's transaction should last. REQUIRES 0 to 24 h.
  absl::Duration busy_timeout = absl::Seconds(30);
  // PostgreSQL: most connections. SQLite: most readers beside the one that writes. Opened when first needed.
  int connections = 8;
  // Attempts of one transaction, including the first, after serialization failures or lost connections.
  // REQUIRES >= 1.
  int max_attempts = 10;
  // PostgreSQL: how long one connection attempt may take, rounded up to whole seconds, at least 2 (libpq's
  // floor).
  absl::Duration connect_timeout = absl::Seconds(5);
  // PostgreSQL: the schema that holds all tables, created if missing; `?schema=` in the URL wins. Letters,
  // digits and underscores. SQLite ignores it: there, one file is one schema.
  std::string schema = "public";
  // For tests: each work of Transaction (kOneAtATime) runs once for nothing before it runs, so that one which may not
  // run again shows itself.
  bool rehearse = false;
};

// Opens a database and checks that it answers.
//   sqlite:PATH             a file, created if missing; PATH may be relative; its folder must exist
//   sqlite::memory:         a database of this object alone, gone when it is destroyed. It is a file on a
//   memory file
//                           system (or in the temporary folder) without flushes, so that it behaves like any
//                           file.
//   postgres://USER@HOST:PORT/DATABASE?schema=NAME, or postgresql://; every other parameter is libpq's
// kInvalidArgument: the URL (never repeated in the message, as it may hold a password). kFailedPrecondition:
// PostgreSQL is not UTF-8. kUnavailable: the server does not answer.
absl::StatusOr<std::unique_ptr<Database>> Open(absl::string_view url, const Options& options = {});

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_DATABASE_H_
