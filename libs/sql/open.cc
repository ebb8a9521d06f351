#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/sql/database.h"
#include "libs/sql/postgres_database.h"
#include "libs/sql/sqlite_database.h"

namespace selaras::sql {

absl::StatusOr<std::unique_ptr<Database>> Open(absl::string_view url, const Options& options) {
  const bool sane_timeout =
      options.busy_timeout >= absl::ZeroDuration() && options.busy_timeout <= absl::Hours(24);
  if (options.connections < 1 || options.max_attempts < 1 || !sane_timeout) {
    return absl::InvalidArgumentError(
        "connections and max_attempts must be at least 1, busy_timeout from 0 to 24 hours");
  }
  if (absl::StartsWith(url, "postgres://") || absl::StartsWith(url, "postgresql://")) {
    return PostgresDatabase::Open(url, options);
  }
  if (absl::ConsumePrefix(&url, "sqlite:") && !url.empty())
    return SqliteDatabase::Open(std::string(url), options);
  return absl::InvalidArgumentError(
      "the database URL is none of sqlite:PATH, sqlite::memory:, postgres://USER@HOST:PORT/DATABASE");
}

}  // namespace selaras::sql
