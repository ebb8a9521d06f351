#include "services/matching/store/sql_bundle_store.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/ids.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"
#include "services/matching/store/sql_plan_store.h"
#include "services/matching/store/testing/feed_of.h"

namespace selaras::matching {
namespace {

using ::absl::StatusCode;
using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;

constexpr char kTenant[] = "t1";

class SqlBundleStoreTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), kSchema, "matching"), IsOk());
  }

  static Act ActNamed(const std::string& request_id, const std::string& hash) {
    Act act;
    act.tenant = kTenant;
    act.principal = "simpeg";
    act.actor = "simpeg";
    act.time = absl::FromUnixSeconds(1'700'000'000);
    act.method = "ImportInstance";
    act.request_id = request_id;
    act.request_hash = hash;
    return act;
  }

  static BundleRecord Record(const std::string& id) {
    BundleRecord record;
    record.tenant = kTenant;
    record.id = id;
    record.display_name = "uji";
    record.content_hash = "hash of " + id;
    record.effective_date = absl::CivilDay(2026, 1, 31);
    record.create_time = absl::FromUnixSeconds(1'700'000'000);
    record.employees = 2;
    record.posts = 1;
    record.faults = {{"posts.csv", 7, "ceiling", "text of 6", "IMPORT_NUMBER_MALFORMED", false}};
    record.fault_count = 1;
    record.ignored = {"employees.csv: name"};
    return record;
  }

  SeededIdSource ids_{1};
  PlainEvents events_;
  ActLog log_{ids_, events_};
};

// Files come back byte for byte, also those of several parts and empty ones, with everything told of them.
TEST_P(SqlBundleStoreTest, WhatWasStoredComesBack) {
  SqlBundleStore store(db(), log_);
  std::string large;
  for (int i = 0; large.size() < 3'000'000; ++i) large += std::to_string(i * 7919) + ",";
  const BundleFiles files = {{"employees.csv", large}, {"posts.csv", ""}};
  ASSERT_THAT(store.CreateBundle(ActNamed("r1", "a"), Record("b1"), files).status(), IsOk());
  const auto record = store.GetBundle(kTenant, "b1");
  ASSERT_THAT(record.status(), IsOk());
  EXPECT_EQ(record->effective_date, absl::CivilDay(2026, 1, 31));
  EXPECT_EQ(record->employees, 2);
  ASSERT_EQ(record->faults.size(), 1u);
  EXPECT_EQ(record->faults[0].shape, "text of 6");
  EXPECT_EQ(record->ignored, Record("b1").ignored);
  const auto read = store.ReadBundleFiles(kTenant, "b1");
  ASSERT_THAT(read.status(), IsOk());
  EXPECT_EQ(*read, files);
  EXPECT_EQ(FieldsOf(db(), kTenant, "instanceBundles/b1")["content_hash"], "hash of b1");
  ASSERT_THAT(store.NoteKeysExported(ActNamed("", ""), "p1", 7), IsOk());
  EXPECT_EQ(FieldsOf(db(), kTenant, "plans/p1")["keys"], "7");
  EXPECT_THAT(KindsOf(db()), ::testing::ElementsAre("InstanceImported", "InstanceKeysExported"));
  EXPECT_THAT(store.GetBundle("t2", "b1").status(), FailsWith(StatusCode::kNotFound, "BUNDLE_NOT_FOUND"));
}

// The caller heard no answer and sends it again: one bundle. Something else under the same id is refused.
TEST_P(SqlBundleStoreTest, ARepeatReturnsTheFirst) {
  SqlBundleStore store(db(), log_);
  ASSERT_THAT(store.CreateBundle(ActNamed("r1", "a"), Record("b1"), {{"posts.csv", "x"}}).status(), IsOk());
  const auto again = store.CreateBundle(ActNamed("r1", "a"), Record("b2"), {{"posts.csv", "x"}});
  ASSERT_THAT(again.status(), IsOk());
  EXPECT_EQ(again->id, "b1");
  EXPECT_THAT(store.CreateBundle(ActNamed("r1", "b"), Record("b3"), {}).status(),
              FailsWith(StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  ASSERT_THAT(store.CreateBundle(ActNamed("r2", "b"), Record("b4"), {}).status(), IsOk());
  const auto page = store.ListBundles(kTenant, "", 1);
  ASSERT_THAT(page.status(), IsOk());
  EXPECT_EQ(page->total, 2);
  EXPECT_TRUE(page->more);
  EXPECT_EQ(page->items[0].id, "b4") << "newest first";
}

// The database refuses what no code should ask for.
TEST_P(SqlBundleStoreTest, BundlesNeverChange) {
  SqlBundleStore store(db(), log_);
  ASSERT_THAT(store.CreateBundle(ActNamed("r1", "a"), Record("b1"), {{"posts.csv", "x"}}).status(), IsOk());
  for (const char* statement :
       {"update instance_bundles set content_hash = 'other'", "delete from instance_bundle_files",
        "update instance_bundle_files set size = 0"}) {
    EXPECT_FALSE(db().Transaction([&](sql::Connection& conn) { return conn.Execute(statement, {}); }).ok())
        << statement;
  }
}

INSTANTIATE_TEST_SUITE_P(Databases, SqlBundleStoreTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::matching
