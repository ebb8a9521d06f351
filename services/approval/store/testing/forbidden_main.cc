// Tries every forbidden statement on SQLite, and on PostgreSQL if SELARAS_TEST_POSTGRES names one:
//   approval_forbidden [--json]
// prints what was wrong and how many were tried and refused as they should be. Exit 1: one was not.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/approval/store/testing/forbidden_statements.h"
#include "services/approval/store/testing/world.h"

namespace selaras::approval {
namespace {

struct Count {
  int tried = 0, refused = 0;
};

absl::Status TryAll(const std::string& url, Count& count) {
  const SystemClock clock;
  RandomIdSource ids(clock);
  SELARAS_ASSIGN_OR_RETURN(const auto database, sql::Open(url));
  SELARAS_RETURN_IF_ERROR(MigrateCaseStore(*database));
  SqlCaseStore store(*database, ids);
  SELARAS_RETURN_IF_ERROR(BuildWorld(*database, store, clock));
  for (const ForbiddenStatement& statement : ForbiddenStatements(database->engine())) {
    const std::string wrong = TryForbidden(*database, statement);
    ++count.tried;
    count.refused += wrong.empty() ? 1 : 0;
    if (!wrong.empty()) std::fprintf(stderr, "%s: %s\n", statement.name.c_str(), wrong.c_str());
  }
  return absl::OkStatus();
}

absl::Status TryAllOnPostgres(const std::string& server, Count& count) {
  const std::string schema = absl::StrCat("forbidden_", getpid());
  const std::string url = absl::StrCat(server, absl::StrContains(server, "?") ? "&" : "?", "schema=", schema);
  const absl::Status status = TryAll(url, count);
  SELARAS_ASSIGN_OR_RETURN(const auto database, sql::Open(url));
  const absl::Status dropped = database->Transaction([&](sql::Connection& conn) {
    return conn.ExecuteScript(absl::StrCat("drop schema ", schema, " cascade"));
  });
  return status.ok() ? dropped : status;
}

int Run(bool json) {
  Count count;
  absl::Status status = TryAll("sqlite::memory:", count);
  if (const char* server = std::getenv("SELARAS_TEST_POSTGRES"); status.ok() && server != nullptr) {
    status = TryAllOnPostgres(server, count);
  }
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
    return 1;
  }
  std::printf(json ? "{\"forbidden_statements\":%d,\"refused_statements\":%d}\n"
                   : "%d forbidden statements, %d refused\n",
              count.tried, count.refused);
  return count.tried == count.refused ? 0 : 1;
}

}  // namespace
}  // namespace selaras::approval

int main(int argc, char** argv) {
  return selaras::approval::Run(argc > 1 && std::string(argv[1]) == "--json");
}
