#ifndef SELARAS_LIBS_SQL_SQLITE_DATABASE_H_
#define SELARAS_LIBS_SQL_SQLITE_DATABASE_H_

#include <memory>
#include <string>

#include "libs/sql/database.h"
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

  absl::Status Run(Pool<SqliteConnection>& pool, Work work);

  const std::string path_;
  const std::string temporary_folder_;  // "" unless the database ends with this object
  const Options options_;
  Pool<SqliteConnection> writer_;
  Pool<SqliteConnection> readers_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_SQLITE_DATABASE_H_
