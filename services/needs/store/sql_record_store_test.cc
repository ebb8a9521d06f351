#include "services/needs/store/sql_record_store.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"
#include "services/needs/testing/told.h"

namespace selaras::needs {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

using Rows = std::vector<std::pair<std::string, std::string>>;  // unit, content

class SqlRecordStoreTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), kSchema, "needs"), IsOk());
    store_ = std::make_unique<SqlRecordStore>(db(), ids_);
  }

  static PreparedImport Import(const std::string& id, const Rows& rows) {
    PreparedImport import;
    import.id = id;
    import.create_time = absl::FromUnixMicros(1'775'008'800'123'456);
    PreparedImport::File& file = import.files.emplace_back();
    file.counts.file = "indicators.csv";
    file.counts.rows = static_cast<int64_t>(rows.size());
    file.kind = RecordKind::kIndicator;
    for (const auto& [unit, content] : rows) {
      file.records.Add({RecordKind::kIndicator, unit, "2026-01\tVISITS", content});
    }
    return import;
  }

  RecordImport Land(const PreparedImport& import, const std::string& tenant = "t") {
    auto landed = store_->Land(tenant, {"analyst", import.id, "hash"}, import);
    EXPECT_THAT(landed, IsOk());
    return landed.ok() ? *landed : RecordImport();
  }

  std::map<std::string, std::string> Known(int64_t revision, const std::string& tenant = "t") {
    std::map<std::string, std::string> known;
    EXPECT_THAT(store_->ReadRecords(tenant, revision,
                                    [&](const Record& record) {
                                      EXPECT_TRUE(known.emplace(record.unit_code, record.content).second);
                                      return absl::OkStatus();
                                    }),
                IsOk());
    return known;
  }

  SeededIdSource ids_{5};
  std::unique_ptr<SqlRecordStore> store_;
};

TEST_P(SqlRecordStoreTest, ASecondRunChangesNothing) {
  EXPECT_THAT(store_->Revision("t"), IsOkAndHolds(0));
  const RecordImport first = Land(Import("i1", {{"A", "1"}, {"B", "2"}}));
  EXPECT_EQ(first.revision, 1);
  ASSERT_THAT(first.files, SizeIs(1));
  EXPECT_EQ(first.files[0].landed, 2);
  const RecordImport second = Land(Import("i2", {{"A", "1"}, {"B", "2"}}));
  EXPECT_EQ(second.revision, 1);
  EXPECT_EQ(second.files[0].landed, 0);
  EXPECT_EQ(second.files[0].unchanged, 2);
}

// Evidence of an import stands if and only if it landed, once.
TEST_P(SqlRecordStoreTest, AnImportIsToldOnce) {
  const RequestIdentity request{"analyst", "r1", "hash", "analyst7"};
  EXPECT_THAT(store_->Land("t", request, Import("i1", {{"A", "1"}, {"B", "2"}})), IsOk());
  EXPECT_THAT(store_->Land("t", request, Import("i2", {{"A", "1"}, {"B", "2"}})), IsOk());
  EXPECT_THAT(testing::EventKinds(db()), ElementsAre("RecordsImported", "LeafWritten"));
  const auto leaf = testing::LeafOf(db(), "t", "recordImports/i1");
  EXPECT_EQ(leaf.at("actor"), "analyst7");
  EXPECT_EQ(leaf.at("content_sha256"), "hash");
  EXPECT_EQ(leaf.at("file.indicators.csv.landed"), "2");
  EXPECT_EQ(leaf.at("needs_revision"), "1");
}

TEST_P(SqlRecordStoreTest, EveryRevisionCanBeReadAgain) {
  Land(Import("i1", {{"A", "1"}, {"B", "2"}}));
  const RecordImport second = Land(Import("i2", {{"A", "1"}, {"B", "3"}, {"C", "4"}}));
  EXPECT_EQ(second.revision, 2);
  EXPECT_EQ(second.files[0].landed, 2);
  EXPECT_EQ(second.files[0].unchanged, 1);
  Land(Import("i3", {{"B", "5"}}));
  EXPECT_THAT(Known(0), UnorderedElementsAre());
  EXPECT_THAT(Known(1), UnorderedElementsAre(Pair("A", "1"), Pair("B", "2")));
  EXPECT_THAT(Known(2), UnorderedElementsAre(Pair("A", "1"), Pair("B", "3"), Pair("C", "4")));
  EXPECT_THAT(Known(3), UnorderedElementsAre(Pair("A", "1"), Pair("B", "5"), Pair("C", "4")));
}

TEST_P(SqlRecordStoreTest, RevisionsHaveNoGapsPerTenant) {
  EXPECT_EQ(Land(Import("i1", {{"A", "1"}}), "t").revision, 1);
  EXPECT_EQ(Land(Import("i2", {{"A", "1"}}), "u").revision, 1);
  EXPECT_EQ(Land(Import("i3", {{"A", "1"}}), "t").revision, 1);
  EXPECT_EQ(Land(Import("i4", {{"A", "2"}}), "t").revision, 2);
  EXPECT_THAT(Known(9, "u"), UnorderedElementsAre(Pair("A", "1")));
  EXPECT_THAT(store_->GetImport("u", "i1"),
              FailsWith(absl::StatusCode::kNotFound, "RECORD_IMPORT_NOT_FOUND"));
}

TEST_P(SqlRecordStoreTest, ARepeatedRequestGivesTheFirstAnswer) {
  const PreparedImport import = Import("i1", {{"A", "1"}});
  PreparedImport again = Import("i2", {{"A", "1"}});
  const RequestIdentity request{"analyst", "r1", "hash"};
  SELARAS_ASSERT_OK_AND_ASSIGN(const RecordImport first, store_->Land("t", request, import));
  SELARAS_ASSERT_OK_AND_ASSIGN(const RecordImport second, store_->Land("t", request, again));
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.files[0].landed, 1);
  EXPECT_EQ(second.create_time, import.create_time);
  EXPECT_THAT(store_->Land("t", {"analyst", "r1", "other"}, again),
              FailsWith(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
}

TEST_P(SqlRecordStoreTest, FaultsAreListedInOrder) {
  PreparedImport import = Import("i1", {});
  for (int i = 1; i <= 5; ++i) {
    import.faults.push_back({i, "indicators.csv", i + 1, "value", "text of 4", "IMPORT_NUMBER_MALFORMED"});
  }
  Land(import);
  EXPECT_THAT(store_->CountFaults("t", "i1"), IsOkAndHolds(5));
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto page, store_->ListFaults("t", "i1", 2, 2));
  ASSERT_THAT(page, SizeIs(2));
  EXPECT_EQ(page[0].sequence, 3);
  EXPECT_EQ(page[0].line, 4);
  EXPECT_EQ(page[1].reason, "IMPORT_NUMBER_MALFORMED");
}

// What the database refuses leaves nothing behind, not even the revision number.
TEST_P(SqlRecordStoreTest, AFailedImportIsNotHalfApplied) {
  Land(Import("i1", {{"A", "1"}}));
  EXPECT_FALSE(store_->Land("t", {"analyst", "r2", "hash"}, Import("i2", {{"B", "2"}, {"B", "3"}})).ok());
  EXPECT_THAT(Known(9), UnorderedElementsAre(Pair("A", "1")));
  EXPECT_EQ(Land(Import("i3", {{"B", "2"}})).revision, 2);
}

TEST_P(SqlRecordStoreTest, ErrorsOfTheVisitorEndTheReading) {
  Land(Import("i1", {{"A", "1"}, {"B", "2"}}));
  int seen = 0;
  EXPECT_THAT(store_->ReadRecords("t", 1,
                                  [&](const Record&) {
                                    ++seen;
                                    return absl::CancelledError("enough");
                                  }),
              selaras::testing::StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(seen, 1);
}

INSTANTIATE_TEST_SUITE_P(Databases, SqlRecordStoreTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::needs
