#ifndef SELARAS_LIBS_SQL_SQLITE_DATABASE_H_
#define SELARAS_LIBS_SQL_SQLITE_DATABASE_H_

#include <memory>
#include <string>
#include <utility>

#include "libs/sql/database.h"
#include "libs/sql/group_commit.h"
#include "libs/sql/pool.h"
#include "libs/sql/sqlite_connection.h"

namespace selaras::sql {

// SQLite in WAL mode: one connection writes, several read beside it without waiting. Use sql::Open.
class SqliteDatabase final : public Database {
 public:
  // `path` is a file, or ":memory:".
  static absl::StatusOr<std::unique_ptr<SqliteDatabase>> Open(const std::string& path,
                                                              const Options& options);
  ~SqliteDatabase() override;

  absl::Status Transaction(Work work, Writers writers) override;
  absl::Status ReadTransaction(Work work) override;
  Engine engine() const override { return Engine::kSqlite; }

 private:
  SqliteDatabase(std::string path, std::string temporary_folder, const Options& options);

  // The connection that writes.
  class Writer final : public WriterSession {
   public:
    explicit Writer(std::unique_ptr<SqliteConnection> connection) : connection_(std::move(connection)) {}
    absl::Status Begin() override { return connection_->Begin(); }
    absl::Status Control(absl::string_view sql) override { return connection_->Control(sql); }
    absl::Status Commit() override { return connection_->Commit(); }
    void Rollback() override { connection_->Rollback(); }
    Connection& connection() override { return *connection_; }
    bool may_retry() const override { return false; }

   private:
    const std::unique_ptr<SqliteConnection> connection_;
  };

  absl::Status OpenWriter();

  const std::string path_;
  const std::string temporary_folder_;  // "" unless the database ends with this object
  const Options options_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<GroupCommit> writers_;
  Pool<SqliteConnection> readers_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_SQLITE_DATABASE_H_
