#include "libs/sql/migrator.h"

#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"

namespace selaras::sql {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr Migration kFirst = {1, "posts", R"sql(
create table posts (
  number {autoid},
  name {text} not null,
  seats {bigint} not null,
  worth {double},
  seal {bytes},
  extra {text} not null default '{}'
) {strict};
-- @sqlite
create trigger posts_keep before delete on posts begin select raise(abort, 'posts are never deleted'); end;
-- @end
-- @postgres
create function posts_keep() returns trigger language plpgsql as $$
  begin raise exception 'posts are never deleted'; end $$;
create trigger posts_keep before delete on posts for each row execute function posts_keep();
-- @end
)sql"};
constexpr Migration kSecond = {2, "index", "create index posts_by_name on posts (name);"};

class MigratorTest : public DatabaseTest {
 protected:
  absl::StatusOr<int64_t> Number(absl::string_view sql) {
    int64_t number = 0;
    absl::Status status = db().Transaction([&](Connection& conn) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(const auto found, conn.QueryInt64(sql));
      number = found.value_or(-1);
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    return number;
  }
};

TEST_P(MigratorTest, StepsRunOnceAndInOrder) {
  EXPECT_THAT(SchemaVersion(db(), "registry"), IsOkAndHolds(0));
  EXPECT_THAT(Migrate(db(), {kFirst}, "registry"), IsOk());
  EXPECT_THAT(SchemaVersion(db(), "registry"), IsOkAndHolds(1));
  EXPECT_THAT(Migrate(db(), {kFirst, kSecond}, "registry"), IsOk());
  EXPECT_THAT(Migrate(db(), {kFirst, kSecond}, "registry"), IsOk());
  EXPECT_THAT(SchemaVersion(db(), "registry"), IsOkAndHolds(2));
  EXPECT_THAT(SchemaVersion(db(), "needs"), IsOkAndHolds(0));
}

TEST_P(MigratorTest, TypesAndTriggersWork) {
  ASSERT_THAT(Migrate(db(), {kFirst}, "registry"), IsOk());
  constexpr absl::string_view kAdd =
      "insert into posts (name, seats, worth) values ('a', 9007199254740993, 0.5)";
  EXPECT_THAT(Number(absl::StrCat(kAdd, " returning number")), IsOkAndHolds(1));
  EXPECT_THAT(Number(absl::StrCat(kAdd, " returning number")), IsOkAndHolds(2));
  EXPECT_THAT(Number("select seats from posts where number = 1"), IsOkAndHolds(9007199254740993));
  EXPECT_THAT(Number("delete from posts"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("posts are never deleted")));
}

TEST_P(MigratorTest, AFailedStepLeavesNothing) {
  const Migration broken = {2, "broken",
                            "create table extra (id {bigint}) {strict}; create table posts (id {bigint});"};
  EXPECT_THAT(Migrate(db(), {kFirst, broken}, "registry"),
              StatusIs(absl::StatusCode::kInternal, AllOf(HasSubstr("migration 2 (broken) of registry"))));
  EXPECT_THAT(SchemaVersion(db(), "registry"), IsOkAndHolds(0));
  EXPECT_THAT(Migrate(db(), {kFirst, kSecond}, "registry"), IsOk());
}

TEST_P(MigratorTest, ChangedHistoryIsRefused) {
  ASSERT_THAT(Migrate(db(), {kFirst, kSecond}, "registry"), IsOk());
  const Migration edited = {1, "posts", "create table posts (id {bigint}) {strict};"};
  EXPECT_THAT(Migrate(db(), {edited, kSecond}, "registry"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("migration 1 (posts) differs")));
  EXPECT_THAT(Migrate(db(), {kFirst}, "registry"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("newer program")));
  EXPECT_THAT(Migrate(db(), {kSecond}, "registry"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

// Several replicas start at once on an empty database.
TEST_P(MigratorTest, OnlyOneOfManyMigrates) {
  std::vector<std::thread> replicas;
  for (int i = 0; i < 4; ++i) {
    replicas.emplace_back([&] {
      if (GetParam() == TestBackend::kSqliteMemory) {
        EXPECT_THAT(Migrate(db(), {kFirst, kSecond}, "registry"), IsOk());
        return;
      }
      SELARAS_ASSERT_OK_AND_ASSIGN(const auto own, Open(url()));
      EXPECT_THAT(Migrate(*own, {kFirst, kSecond}, "registry"), IsOk());
    });
  }
  for (std::thread& replica : replicas) replica.join();
  EXPECT_THAT(SchemaVersion(db(), "registry"), IsOkAndHolds(2));
}

INSTANTIATE_TEST_SUITE_P(Databases, MigratorTest, TestDatabases(), TestDatabaseName);

// Text that sorts by a language's rules would make two engines, or two machines, disagree.
TEST(SqlForEngineTest, WordsAndBlocksBecomeTheEngines) {
  constexpr absl::string_view kSql =
      "a {text}, '{}', {x\n-- @sqlite\nlite\n-- @end\n  -- @postgres\npg\n-- @end";
  EXPECT_THAT(SqlForEngine(kSql, Engine::kSqlite), IsOkAndHolds("a text, '{}', {x\nlite\n"));
  EXPECT_THAT(SqlForEngine(kSql, Engine::kPostgres), IsOkAndHolds("a text collate \"C\", '{}', {x\npg\n"));
  for (const char* bad : {"{blob}", "-- @end", "-- @sqlite", "-- @sqlite\n-- @postgres\n-- @end"}) {
    EXPECT_THAT(SqlForEngine(bad, Engine::kSqlite), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
}

}  // namespace
}  // namespace selaras::sql
