// What a person with a console on the database may not do, whatever services run above it.
#include "services/approval/store/testing/forbidden_statements.h"

#include <gtest/gtest.h>

#include "libs/base/ids.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/store/testing/world.h"

namespace selaras::approval {
namespace {

class ForbiddenStatementsTest : public sql::DatabaseTest {};

TEST_P(ForbiddenStatementsTest, AreRefusedAndTheirLawfulNeighboursAreNot) {
  const SystemClock clock;  // The database's own clock decides how long requests are kept.
  RandomIdSource ids(clock);
  ASSERT_THAT(MigrateCaseStore(db()), testing::IsOk());
  SqlCaseStore store(db(), ids);
  ASSERT_THAT(BuildWorld(db(), store, clock), testing::IsOk());
  const std::vector<ForbiddenStatement> statements = ForbiddenStatements(db().engine());
  int refused = 0;
  for (const ForbiddenStatement& statement : statements) {
    const std::string wrong = TryForbidden(db(), statement);
    EXPECT_EQ(wrong, "") << statement.name;
    refused += wrong.empty() ? 1 : 0;
  }
  std::printf("forbidden_statements=%zu refused_statements=%d\n", statements.size(), refused);
  EXPECT_GE(statements.size(), 40u);
}

INSTANTIATE_TEST_SUITE_P(Databases, ForbiddenStatementsTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::approval
