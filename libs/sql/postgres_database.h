#ifndef SELARAS_LIBS_SQL_POSTGRES_DATABASE_H_
#define SELARAS_LIBS_SQL_POSTGRES_DATABASE_H_

#include <memory>
#include <optional>
#include <string>

#include "libs/sql/database.h"
#include "libs/sql/group_commit.h"
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

  // Borrows a connection for the time of each transaction.
  class Writer final : public WriterSession {
   public:
    Writer(Pool<PostgresConnection>& connections, absl::Duration timeout)
        : connections_(connections), timeout_(timeout) {}
    absl::Status Begin() override;
    absl::Status Control(absl::string_view sql) override;
    absl::Status Commit() override;
    void Rollback() override;
    Connection& connection() override { return **lease_; }
    bool may_retry() const override { return lease_.has_value() ? (*lease_)->may_retry() : may_retry_; }

   private:
    void GiveBack();

    Pool<PostgresConnection>& connections_;
    const absl::Duration timeout_;
    std::optional<Pool<PostgresConnection>::Lease> lease_;
    bool may_retry_ = false;  // of the transaction that ended last
  };

  absl::Status Retry(const std::string& begin, Work work);

  const PostgresTarget target_;
  const Options options_;
  Pool<PostgresConnection> connections_;
  Writer writer_;
  GroupCommit writers_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_POSTGRES_DATABASE_H_
