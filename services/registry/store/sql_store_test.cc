// What both stores promise, on every database.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/registry/store/sql_fact_store.h"
#include "services/registry/store/sql_import_store.h"

namespace selaras::registry {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::FakeClock;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Optional;
using ::testing::Pair;
using testing::StatusIs;

Fact ProfileOf(const std::string& subject, const std::string& content, Day from = 0) {
  return {.kind = RecordKind::kProfile,
          .subject = subject,
          .agency = "a1",
          .content = content,
          .valid_from = from,
          .valid_to = kForEver,
          .confidence = 80};
}

class RegistryStoreTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), kSchema, "registry"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    facts_ = std::make_unique<SqlFactStore>(db(), clock_);
    imports_ = std::make_unique<SqlImportStore>(db(), ids_);
  }
  void TearDown() override {
    facts_.reset();
    imports_.reset();
    sql::DatabaseTest::TearDown();
  }

  absl::StatusOr<int64_t> Write(const std::string& request, const std::string& subject,
                                const FactWrites& writes, const std::string& fingerprint = "f") {
    return facts_->Commit("t", {"p", request, fingerprint, "analyst"}, subject,
                          [&](const std::vector<Fact>&) { return writes; });
  }

  // "subject key content known_from-known_to" of a kind.
  std::vector<std::string> Kind(RecordKind kind, const std::string& tenant = "t") {
    std::vector<std::string> lines;
    EXPECT_THAT(
        facts_->ReadKind(tenant, kind, "", "",
                         [&](const FactView& fact) {
                           lines.push_back(absl::StrCat(fact.subject, " ", fact.key, " ", fact.content, " ",
                                                        fact.known_from, "-", fact.known_to));
                           return absl::OkStatus();
                         }),
        IsOk());
    return lines;
  }

  Import NewImport(const std::string& id) {
    Import import;
    import.tenant = "t";
    import.id = id;
    import.create_time = clock_.Now();
    import.files = {{.file = "employees.csv" }};
    return import;
  }

  FakeClock clock_;
  SeededIdSource ids_{3};
  std::unique_ptr<SqlFactStore> facts_;
  std::unique_ptr<SqlImportStore> imports_;
};

TEST_P(RegistryStoreTest, RevisionsHaveNoGapsAndTenantsAreApart) {
  EXPECT_THAT(facts_->NewestRevision("t"), IsOkAndHolds(0));
  EXPECT_THAT(Write("r1", "e1", {.inserts = {ProfileOf("e1", "x")}}), IsOkAndHolds(1));
  EXPECT_THAT(facts_->Commit("t", {"p", "r2", "f", "analyst"}, "e1",
                             [](const std::vector<Fact>&) -> absl::StatusOr<FactWrites> {
                               return absl::FailedPreconditionError("no");
                             }),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Write("r3", "e2", {.inserts = {ProfileOf("e2", "y")}}), IsOkAndHolds(2));
  EXPECT_THAT(facts_->NewestRevision("other"), IsOkAndHolds(0));
  EXPECT_THAT(facts_->NewestRevisions(), IsOkAndHolds(ElementsAre(Pair("t", 2))));
  EXPECT_THAT(Kind(RecordKind::kProfile, "other"), IsEmpty());
  EXPECT_THAT(facts_->SourcesOf("t", {1, 9}), IsOkAndHolds(ElementsAre("analyst", "")));
}

TEST_P(RegistryStoreTest, ARepeatedRequestActsOnce) {
  EXPECT_THAT(Write("r1", "e1", {.inserts = {ProfileOf("e1", "x")}}), IsOkAndHolds(1));
  EXPECT_THAT(Write("r1", "e1", {.inserts = {ProfileOf("e1", "again")}}), IsOkAndHolds(1));
  EXPECT_THAT(Kind(RecordKind::kProfile), ElementsAre("e1  x 1-0"));
  EXPECT_THAT(Write("r1", "e1", {}, "another content"),
              FailsWith(absl::StatusCode::kInvalidArgument, "REGISTRY_REQUEST_ID_REUSED"));
}

TEST_P(RegistryStoreTest, AClosedVersionStaysReadable) {
  EXPECT_THAT(Write("r1", "e1", {.inserts = {ProfileOf("e1", "old")}}), IsOkAndHolds(1));
  Fact old = ProfileOf("e1", "old");
  old.known_from = 1;
  Fact earlier = ProfileOf("e1", "old");
  earlier.valid_to = 100;
  EXPECT_THAT(Write("r2", "e1", {.inserts = {earlier, ProfileOf("e1", "new", 100)}, .closes = {old}}),
              IsOkAndHolds(2));
  EXPECT_THAT(Kind(RecordKind::kProfile), ElementsAre("e1  old 1-2", "e1  old 2-0", "e1  new 2-0"));
  const auto page = [&](const ReadAt& at) {
    std::vector<std::string> contents;
    EXPECT_THAT(facts_->ReadPage("t", RecordKind::kProfile, at, "", "", 10,
                                 [&](const FactView& fact) {
                                   contents.emplace_back(fact.content);
                                   return absl::OkStatus();
                                 }),
                IsOk());
    return contents;
  };
  EXPECT_THAT(page({1, 200}), ElementsAre("old"));
  EXPECT_THAT(page({2, 99}), ElementsAre("old"));
  EXPECT_THAT(page({2, 100}), ElementsAre("new"));
  EXPECT_THAT(page({2, -5}), IsEmpty());
  EXPECT_THAT(facts_->CountStates("t", RecordKind::kProfile, {2, 100}, "a1"), IsOkAndHolds(1));
  EXPECT_THAT(facts_->CountStates("t", RecordKind::kProfile, {2, 100}, "a2"), IsOkAndHolds(0));
}

TEST_P(RegistryStoreTest, RangesReferencesAndSubjects) {
  FactWrites writes;
  for (const char* id : {"e3", "e1", "e2"}) {
    writes.inserts.push_back(ProfileOf(id, "x"));
    Fact appointment = ProfileOf(id, "y");
    appointment.kind = RecordKind::kAppointment;
    appointment.key = "2020-01-01";
    appointment.ref = std::string(id) == "e2" ? "" : "post1";
    writes.inserts.push_back(appointment);
  }
  EXPECT_THAT(Write("r1", "e1", writes), IsOkAndHolds(1));
  std::vector<std::string> seen;
  const auto note = [&](const FactView& fact) {
    seen.push_back(absl::StrCat(fact.subject, "/", static_cast<int>(fact.kind)));
    return absl::OkStatus();
  };
  EXPECT_THAT(facts_->ReadKind("t", RecordKind::kProfile, "e2", "e3", note), IsOk());
  EXPECT_THAT(seen, ElementsAre("e2/10", "e3/10"));
  seen.clear();
  EXPECT_THAT(facts_->ReadReferring("t", RecordKind::kAppointment, "post1", note), IsOk());
  EXPECT_THAT(seen, ElementsAre("e1/11", "e3/11"));
  seen.clear();
  EXPECT_THAT(facts_->ReadSubjects("t", {"e3", "e0", "e1"}, note), IsOk());
  EXPECT_THAT(seen, ElementsAre("e3/10", "e3/11", "e1/10", "e1/11"));
}

TEST_P(RegistryStoreTest, ExternalIdsAreUniqueAndFound) {
  const ExternalId nip{"NIP", "1", RecordKind::kProfile, "e1", "a1"};
  EXPECT_THAT(Write("r1", "e1", {.inserts = {ProfileOf("e1", "x")}, .external_ids = {nip}}), IsOkAndHolds(1));
  EXPECT_THAT(facts_->FindExternalId("t", "NIP", "1"), IsOkAndHolds(Optional(std::string("e1"))));
  EXPECT_THAT(facts_->FindExternalId("t", "NIP", "2"), IsOkAndHolds(std::nullopt));
  EXPECT_EQ(facts_->ExternalIdsOf("t", "e1")->size(), 1u);
  EXPECT_THAT(Write("r2", "e2", {.external_ids = {nip}}), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(facts_->NewestRevision("t"), IsOkAndHolds(1));
}

TEST_P(RegistryStoreTest, ChangesReplayFromAnyPlace) {
  EXPECT_THAT(Write("r1", "e1",
                    {.inserts = {ProfileOf("e1", "x")},
                     .changes = {{0, 0, "employees/e1", "profile"}, {0, 0, "employees/e1", "duties"}}}),
              IsOkAndHolds(1));
  EXPECT_THAT(
      Write("r2", "e2", {.inserts = {ProfileOf("e2", "x")}, .changes = {{0, 0, "employees/e2", "profile"}}}),
      IsOkAndHolds(2));
  const auto names = [&](int64_t revision, int sequence, int limit) {
    std::vector<std::string> lines;
    const std::vector<Change> changes = *facts_->ReadChanges("t", revision, sequence, limit);
    for (const Change& change : changes) {
      lines.push_back(
          absl::StrCat(change.revision, ".", change.sequence, " ", change.resource, " ", change.kind));
    }
    return lines;
  };
  EXPECT_THAT(names(0, 0, 10),
              ElementsAre("1.1 employees/e1 profile", "1.2 employees/e1 duties", "2.1 employees/e2 profile"));
  EXPECT_THAT(names(1, 1, 1), ElementsAre("1.2 employees/e1 duties"));
  EXPECT_THAT(names(2, 1, 10), IsEmpty());
}

TEST_P(RegistryStoreTest, AccessesAreListedNewestFirst) {
  for (const char* purpose : {"one", "two", "three"}) {
    EXPECT_THAT(facts_->AddAccess("t", {0, "p", "e1", {"birth_date", "sex"}, purpose, clock_.Now()}), IsOk());
  }
  const std::vector<Access> page = *facts_->ReadAccesses("t", "e1", 0, 2);
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].purpose, "three");
  EXPECT_THAT(page[0].fields, ElementsAre("birth_date", "sex"));
  EXPECT_EQ((*facts_->ReadAccesses("t", "e1", page[1].number, 2))[0].purpose, "one");
  EXPECT_THAT(facts_->CountAccesses("t", "e1"), IsOkAndHolds(3));
  EXPECT_THAT(facts_->CountAccesses("t", "e2"), IsOkAndHolds(0));
}

TEST_P(RegistryStoreTest, UploadsGoOnWhereTheyStopped) {
  ASSERT_THAT(imports_->Create(NewImport("i1"), "p", "r"), IsOk());
  EXPECT_EQ(imports_->Create(NewImport("i2"), "p", "r")->id, "i1");
  EXPECT_THAT(imports_->Append("t", "i1", "employees.csv", 0, std::string("ab\0d", 4), false), IsOk());
  EXPECT_THAT(imports_->Append("t", "i1", "employees.csv", 0, "abcd", false),
              FailsWith(absl::StatusCode::kOutOfRange, "IMPORT_WRONG_OFFSET"));
  EXPECT_THAT(imports_->Append("t", "i1", "employees.csv", 4, "efg", true), IsOk());
  EXPECT_THAT(imports_->Append("t", "i1", "employees.csv", 7, "h", true),
              FailsWith(absl::StatusCode::kFailedPrecondition, "IMPORT_FILE_COMPLETE"));
  EXPECT_THAT(imports_->Append("t", "i1", "x.csv", 0, "h", true),
              FailsWith(absl::StatusCode::kNotFound, "IMPORT_FILE_UNKNOWN"));
  EXPECT_THAT(imports_->ReadBytes("t", "i1", "employees.csv", 0), IsOkAndHolds(std::string("ab\0d", 4)));
  EXPECT_THAT(imports_->ReadBytes("t", "i1", "employees.csv", 5), IsOkAndHolds("fg"));
  EXPECT_THAT(imports_->ReadBytes("t", "i1", "employees.csv", 7), IsOkAndHolds(""));
  EXPECT_EQ(imports_->Get("t", "i1")->files[0].received_bytes, 7);
  EXPECT_THAT(imports_->Get("other", "i1"), FailsWith(absl::StatusCode::kNotFound, "IMPORT_NOT_FOUND"));
}

TEST_P(RegistryStoreTest, AChunkLandsWholeOrNotAtAll) {
  ASSERT_THAT(imports_->Create(NewImport("i1"), "p", "r"), IsOk());
  ImportChunk chunk;
  chunk.file = {.file = "employees.csv", .position = 10, .done = 2, .landed = 1, .refused = 1};
  chunk.faults = {{1, "employees.csv", 3, "nip", "17 digits", "IMPORT_NIP_LENGTH", false}};
  chunk.writes.inserts = {ProfileOf("e1", "x")};
  EXPECT_THAT(imports_->CommitChunk("t", "i1", chunk, clock_.Now()),
              FailsWith(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_IMPORTING"));
  ASSERT_THAT(imports_->Update("t", "i1",
                               [](Import& import) {
                                 import.state = ImportState::kImporting;
                                 return absl::OkStatus();
                               }),
              IsOk());
  EXPECT_THAT(*imports_->InState(ImportState::kImporting), ElementsAre(std::make_pair("t", "i1")));
  EXPECT_THAT(imports_->CommitChunk("t", "i1", chunk, clock_.Now()), IsOkAndHolds(1));
  // Somebody else who handled the same rows comes too late.
  EXPECT_THAT(imports_->CommitChunk("t", "i1", chunk, clock_.Now()), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(facts_->NewestRevision("t"), IsOkAndHolds(1));
  const Import import = *imports_->Get("t", "i1");
  EXPECT_EQ(import.revision, 1);
  EXPECT_EQ(import.files[0].done, 2);
  EXPECT_THAT(imports_->LastFaultNumber("t", "i1"), IsOkAndHolds(1));
  EXPECT_EQ((*imports_->ReadFaults("t", "i1", 0, 5))[0].value_shape, "17 digits");
  EXPECT_THAT(*facts_->SourcesOf("t", {1}), ElementsAre("import:i1"));
}

INSTANTIATE_TEST_SUITE_P(Databases, RegistryStoreTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::registry
