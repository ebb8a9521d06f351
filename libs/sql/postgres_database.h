#ifndef SELARAS_LIBS_SQL_POSTGRES_DATABASE_H_
#define SELARAS_LIBS_SQL_POSTGRES_DATABASE_H_

#include <memory>
#include <string>

#include "libs/sql/database.h"
#include "libs/sql/pool.h"
#include "libs/sql/postgres_connection.h"

namespace selaras::sql {

// PostgreSQL over libpq. Use sql::Open.
class PostgresDatabase final : public Database {
 public:
  static absl::StatusOr<std::unique_ptr<PostgresDatabase>> Open(absl::string_view url,
                                                                const Options& options);

  absl::Status Transaction(Work work, Writers writers) override;
  absl::Status ReadTransaction(Work work) override;
  Engine engine() const override { return Engine::kPostgres; }

 private:
  PostgresDatabase(PostgresTarget target, const Options& options);

  absl::Status Retry(const std::string& begin, Work work);

  const PostgresTarget target_;
  const Options options_;
  Pool<PostgresConnection> connections_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_POSTGRES_DATABASE_H_
