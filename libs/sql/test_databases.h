#ifndef SELARAS_LIBS_SQL_TEST_DATABASES_H_
#define SELARAS_LIBS_SQL_TEST_DATABASES_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/sql/database.h"
#include "libs/testing/temp_dir.h"

// One suite on every database:
//
//   class PlanStoreTest : public sql::DatabaseTest {};
//   TEST_P(PlanStoreTest, ReadsBackWhatWasWritten) { SqlPlanStore store(db()); ... }
//   INSTANTIATE_TEST_SUITE_P(Databases, PlanStoreTest, sql::TestDatabases(), sql::TestDatabaseName);
//
// PostgreSQL is named by SELARAS_TEST_POSTGRES (tests/servers starts one); without it its cases are skipped.
// SELARAS_TEST_REHEARSE=1 runs every work twice (Options::rehearse): a store whose tests pass without it and fail with
// it keeps something from a run that came to nothing.
namespace selaras::sql {

enum class TestBackend { kSqliteMemory, kSqliteFile, kPostgres };

inline auto TestDatabases() {
  return ::testing::Values(TestBackend::kSqliteMemory, TestBackend::kSqliteFile, TestBackend::kPostgres);
}

inline std::string TestDatabaseName(const ::testing::TestParamInfo<TestBackend>& backend) {
  switch (backend.param) {
    case TestBackend::kSqliteMemory:
      return "SqliteMemory";
    case TestBackend::kSqliteFile:
      return "SqliteFile";
    case TestBackend::kPostgres:
      return "Postgres";
  }
  return "Unknown";
}

// Gives each test an empty database: a file of its own, or a schema of its own that is dropped at the end.
class DatabaseTest : public ::testing::TestWithParam<TestBackend> {
 protected:
  void SetUp() override {
    const char* postgres = std::getenv("SELARAS_TEST_POSTGRES");
    switch (GetParam()) {
      case TestBackend::kSqliteMemory:
        url_ = "sqlite::memory:";
        break;
      case TestBackend::kSqliteFile:
        url_ = absl::StrCat("sqlite:", folder_.path(), "/test.db");
        break;
      case TestBackend::kPostgres:
        if (postgres == nullptr)
          GTEST_SKIP() << "set SELARAS_TEST_POSTGRES to a postgres:// URL (see tests/servers)";
        static std::atomic<int> count{0};
        schema_ = absl::StrCat("test_", getpid(), "_", absl::GetCurrentTimeNanos(), "_", ++count);
        url_ = absl::StrCat(postgres, absl::StrContains(postgres, "?") ? "&" : "?", "schema=", schema_);
        break;
    }
    Reopen();
  }

  void TearDown() override {
    if (db_ != nullptr && !schema_.empty()) {
      const absl::Status dropped = db_->Transaction([&](Connection& conn) {
        return conn.ExecuteScript(absl::StrCat("drop schema ", schema_, " cascade"));
      });
      EXPECT_TRUE(dropped.ok()) << dropped;
    }
    db_.reset();
  }

  // Closes and opens again, with other options if given; all but SqliteMemory keep their rows.
  void Reopen(const Options& options = {}) {
    db_.reset();
    Options chosen = options;
    chosen.rehearse |= std::getenv("SELARAS_TEST_REHEARSE") != nullptr;
    auto opened = Open(url_, chosen);
    ASSERT_TRUE(opened.ok()) << opened.status();
    db_ = *std::move(opened);
  }

  Database& db() { return *db_; }
  // Opens this test's database from outside, except SqliteMemory, which only `db()` sees.
  const std::string& url() const { return url_; }
  bool is_postgres() const { return GetParam() == TestBackend::kPostgres; }

 private:
  testing::TempDir folder_;
  std::string schema_;
  std::string url_;
  std::unique_ptr<Database> db_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_TEST_DATABASES_H_
