#include "services/approval/store/sql_case_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/evidence/leaf.h"
#include "libs/feed/feed.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/domain/route.h"
#include "services/approval/store/testing/case_text.h"
#include "services/approval/store/testing/random_case.h"
#include "services/approval/store/testing/world.h"

namespace selaras::approval {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Pair;
using ::testing::SizeIs;
using testing::StatusIs;

const Actor kActor{"acc-desk", "p-desk"};

class SqlCaseStoreTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    ASSERT_THAT(MigrateCaseStore(db()), IsOk());
    store_.emplace(db(), ids_);
  }

  // An act without a request id, in the tenant of world.h.
  absl::Status Do(absl::FunctionRef<absl::Status(CaseUnit& unit)> work) { return Do({}, work).status(); }
  absl::StatusOr<std::string> Do(const ActKey& key, absl::FunctionRef<absl::Status(CaseUnit& unit)> work,
                                 absl::string_view tenant = kWorldTenant) {
    return store_->Run(WorldScope(clock_, tenant), key, [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
      SELARAS_RETURN_IF_ERROR(work(unit));
      return std::string("done");
    });
  }
  absl::StatusOr<CaseRecord> Load(absl::string_view id, absl::string_view tenant = kWorldTenant) {
    CaseRecord record;
    SELARAS_RETURN_IF_ERROR(store_->Read(WorldScope(clock_, tenant), [&](CaseReads& reads) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(record, reads.LoadCase(id));
      return absl::OkStatus();
    }));
    return record;
  }
  absl::StatusOr<int64_t> Count(absl::string_view sql) {
    int64_t count = 0;
    SELARAS_RETURN_IF_ERROR(db().ReadTransaction([&](sql::Connection& conn) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(const auto found, conn.QueryInt64(sql));
      count = found.value_or(0);
      return absl::OkStatus();
    }));
    return count;
  }

  testing::FakeClock clock_;
  RandomIdSource ids_{clock_};
  std::optional<SqlCaseStore> store_;
};

TEST_P(SqlCaseStoreTest, EveryFieldComesBack) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomCases cases(seed);
  for (int i = 0; i < 20; ++i) {
    const CaseRecord draft = cases.Draft(absl::StrCat("c", i), kWorldTenant, clock_.Now());
    ASSERT_THAT(Do([&](CaseUnit& unit) { return unit.InsertCase(kActor, {draft, {}}); }), IsOk());
    SELARAS_ASSERT_OK_AND_ASSIGN(const CaseRecord loaded, Load(draft.id));
    EXPECT_EQ(TextOf(loaded), TextOf(draft));
  }
}

TEST_P(SqlCaseStoreTest, RandomActsLeaveWhatTheyDecided) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomCases cases(seed);
  int told = 0;
  for (int i = 0; i < 8; ++i) {
    CaseRecord record = cases.Draft(absl::StrCat("c", i), kWorldTenant, clock_.Now());
    ASSERT_THAT(Do([&](CaseUnit& unit) { return unit.InsertCase(kActor, {record, {}}); }), IsOk());
    for (int act = 0; act < 30; ++act) {
      const Decision decision = cases.Change(record);
      ASSERT_THAT(Do([&](CaseUnit& unit) { return unit.Save(kActor, decision); }), IsOk())
          << "act " << act << " of\n"
          << TextOf(record) << "to\n"
          << TextOf(decision.next);
      record = decision.next;
      told += decision.happenings.front().told ? 1 : 0;
      SELARAS_ASSERT_OK_AND_ASSIGN(const CaseRecord loaded, Load(record.id));
      ASSERT_EQ(TextOf(loaded), TextOf(record));
    }
  }
  SELARAS_ASSERT_OK_AND_ASSIGN(const int64_t leaves, Count("select count(*) from evidence_contents"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const int64_t events, Count("select count(*) from events"));
  EXPECT_EQ(leaves, 8 * 30);
  EXPECT_EQ(events, leaves + told);
}

TEST_P(SqlCaseStoreTest, PageHoldsWholeCases) {
  RandomCases cases(7);
  std::vector<CaseRecord> all;
  for (int i = 0; i < 25; ++i) {
    all.push_back(cases.Draft(absl::StrCat("c", 10 + i), kWorldTenant, clock_.Now()));
    all.back().plan = i % 2 == 0 ? "even" : "odd";
    ASSERT_THAT(Do([&](CaseUnit& unit) { return unit.InsertCase(kActor, {all.back(), {}}); }), IsOk());
  }
  const Decision withdrawn = Next(all[2], [](CaseRecord& next) { next.state = CaseState::kWithdrawn; });
  ASSERT_THAT(Do([&](CaseUnit& unit) { return unit.Save(kActor, withdrawn); }), IsOk());
  all[2] = withdrawn.next;
  CaseFilter filter{.plan = "even", .limit = 5};
  SELARAS_ASSERT_OK_AND_ASSIGN(CasePage page, store_->ListCases(WorldScope(clock_), filter));
  EXPECT_EQ(page.total, 13);
  ASSERT_THAT(page.cases, SizeIs(5));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(TextOf(page.cases[i]), TextOf(all[2 * i]));

  filter.after = page.cases.back().id;
  SELARAS_ASSERT_OK_AND_ASSIGN(page, store_->ListCases(WorldScope(clock_), filter));
  EXPECT_EQ(page.total, 13);
  EXPECT_EQ(page.cases.front().id, all[10].id);

  filter = {.open_only = true, .limit = 100};
  SELARAS_ASSERT_OK_AND_ASSIGN(page, store_->ListCases(WorldScope(clock_), filter));
  EXPECT_THAT(page.cases, SizeIs(24));
  filter = {.state = CaseState::kWithdrawn, .agency = all[2].agency};
  SELARAS_ASSERT_OK_AND_ASSIGN(page, store_->ListCases(WorldScope(clock_), filter));
  ASSERT_THAT(page.cases, SizeIs(1));
  EXPECT_EQ(page.cases.front().id, all[2].id);
}

TEST_P(SqlCaseStoreTest, AnotherTenantSeesNothing) {
  ASSERT_THAT(BuildWorld(db(), *store_, clock_), IsOk());
  EXPECT_THAT(Load("approved"), IsOk());
  EXPECT_THAT(Load("approved", "u"), FailsWith(absl::StatusCode::kNotFound, "CASE_NOT_FOUND"));
  const CallScope other = WorldScope(clock_, "u");
  EXPECT_THAT(store_->Read(other,
                           [](CaseReads& reads) -> absl::Status {
                             EXPECT_THAT(reads.LoadDecree("d-app"),
                                         FailsWith(absl::StatusCode::kNotFound, "DECREE_NOT_FOUND"));
                             EXPECT_THAT(reads.LoadPdf("d-app"),
                                         FailsWith(absl::StatusCode::kNotFound, "DECREE_NOT_FOUND"));
                             EXPECT_THAT(reads.LoadMeeting("m1"),
                                         FailsWith(absl::StatusCode::kNotFound, "MEETING_NOT_FOUND"));
                             EXPECT_EQ(reads.RunningCaseOf("chain-approved").value(), std::nullopt);
                             EXPECT_THAT(reads.CasesOfPlan("plan-1").value(), IsEmpty());
                             EXPECT_THAT(reads.DecreesOf("applied").value(), IsEmpty());
                             return absl::OkStatus();
                           }),
              IsOk());
  EXPECT_EQ(store_->ListCases(other, {})->total, 0);
  EXPECT_EQ(store_->ListDecrees(other, "", "", 10)->total, 0);
  EXPECT_THAT(Do(
                  {}, [](CaseUnit& unit) { return unit.SignDecree(kActor, "d-num", "%PDF"); }, "u"),
              FailsWith(absl::StatusCode::kNotFound, "DECREE_NOT_FOUND"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const CaseRecord record, Load("draft"));
  EXPECT_THAT(
      Do(
          {}, [&](CaseUnit& unit) { return unit.Save(kActor, Next(record, [](CaseRecord&) {})); }, "u"),
      StatusIs(absl::StatusCode::kInternal));
}

TEST_P(SqlCaseStoreTest, StaleVersionIsRefused) {
  ASSERT_THAT(BuildWorld(db(), *store_, clock_), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const CaseRecord record, Load("draft"));
  const Decision decision = Next(record, [](CaseRecord& next) { next.letter_number = "800/7"; });
  EXPECT_THAT(Do([&](CaseUnit& unit) { return unit.Save(kActor, decision); }), IsOk());
  EXPECT_THAT(Do([&](CaseUnit& unit) { return unit.Save(kActor, decision); }),
              FailsWith(absl::StatusCode::kAborted, "CASE_CHANGED"));
}

TEST_P(SqlCaseStoreTest, RepeatedRequestRunsNothing) {
  const ActKey key{"request-1", "CreateCase", "hash"};
  int runs = 0;
  const auto act = [&](CaseUnit& unit) {
    ++runs;
    return unit.InsertCase(kActor, {DraftOf("c", 1, clock_.Now()), {}});
  };
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string first, Do(key, act));
  const int first_runs = runs;
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string second, Do(key, act));
  EXPECT_EQ(first, second);
  EXPECT_EQ(runs, first_runs);
  EXPECT_THAT(Do({"request-1", "CreateCase", "other"}, act),
              FailsWith(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  // A failed act is not kept.
  EXPECT_THAT(Do({"request-2", "CreateCase", "hash"}, act), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(Do({"request-2", "CreateCase", "hash"}, [](CaseUnit&) { return absl::OkStatus(); }), IsOk());
}

TEST_P(SqlCaseStoreTest, ChainHasOneRunningCaseUnderARace) {
  std::atomic<int> made = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      CaseRecord draft = DraftOf(absl::StrCat("c", i), 1, clock_.Now());
      draft.chain_key = "chain";
      const absl::Status status = Do([&](CaseUnit& unit) { return unit.InsertCase(kActor, {draft, {}}); });
      if (status.ok()) ++made;
      if (ReasonOf(status) == "CASE_CHAIN_RUNNING") ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(refused, 7);
  std::optional<std::string> running;
  ASSERT_THAT(store_->Read(WorldScope(clock_),
                           [&](CaseReads& reads) -> absl::Status {
                             SELARAS_ASSIGN_OR_RETURN(running, reads.RunningCaseOf("chain"));
                             return absl::OkStatus();
                           }),
              IsOk());
  EXPECT_TRUE(running.has_value());
}

TEST_P(SqlCaseStoreTest, DecreeNumbersHaveNoGapsHoweverActsEnd) {
  constexpr int kThreads = 16, kEach = 4;
  std::atomic<int> numbered = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(t);
      for (int i = 0; i < kEach; ++i) {
        const std::string id = absl::StrCat("c", t, "-", i);
        const bool fails = random() % 3 == 0;
        const absl::Status status = Do([&](CaseUnit& unit) -> absl::Status {
          SELARAS_RETURN_IF_ERROR(BringToIssuing(unit, DraftOf(id, 1, clock_.Now())));
          SELARAS_RETURN_IF_ERROR(NumberDecree(unit, id, absl::StrCat("d-", id)).status());
          return fails ? absl::CancelledError("rolled back") : absl::OkStatus();
        });
        EXPECT_EQ(status.ok(), !fails) << status;
        if (status.ok()) ++numbered;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  SELARAS_ASSERT_OK_AND_ASSIGN(const DecreePage page, store_->ListDecrees(WorldScope(clock_), "", "", 1000));
  std::set<int64_t> numbers;
  for (const Decree& decree : page.decrees) numbers.insert(decree.sequence);
  EXPECT_EQ(static_cast<int>(numbers.size()), numbered);
  EXPECT_EQ(*numbers.rbegin(), numbered);
}

TEST_P(SqlCaseStoreTest, NumberThatNoDecreeBearsIsGivenBack) {
  EXPECT_THAT(Do([](CaseUnit& unit) { return unit.TakeDecreeNumber("ag", 2026).status(); }),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(Do([&](CaseUnit& unit) -> absl::Status {
                SELARAS_RETURN_IF_ERROR(BringToIssuing(unit, DraftOf("c", 1, clock_.Now())));
                SELARAS_ASSIGN_OR_RETURN(const Decree decree, NumberDecree(unit, "c", "d"));
                EXPECT_EQ(decree.sequence, 1);
                return absl::OkStatus();
              }),
              IsOk());
}

TEST_P(SqlCaseStoreTest, DecreeGoesItsWayWithLeavesOfContentAndPdf) {
  ASSERT_THAT(BuildWorld(db(), *store_, clock_), IsOk());
  Decree decree;
  std::string pdf;
  ASSERT_THAT(store_->Read(WorldScope(clock_),
                           [&](CaseReads& reads) -> absl::Status {
                             SELARAS_ASSIGN_OR_RETURN(decree, reads.LoadDecree("d-app"));
                             SELARAS_ASSIGN_OR_RETURN(pdf, reads.LoadPdf("d-app"));
                             return absl::OkStatus();
                           }),
              IsOk());
  EXPECT_EQ(decree.state, DecreeState::kApplied);
  EXPECT_EQ(decree.version, 3);
  EXPECT_EQ(decree.registry_revision, 77);
  EXPECT_THAT(decree.moves, ElementsAre(1, 2));
  EXPECT_EQ(decree.pdf_hash, Sha256Hex(pdf));
  ASSERT_THAT(db().ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto kept, feed::ReadContents(conn, kWorldTenant, "decrees/d-app"));
    EXPECT_THAT(kept, SizeIs(4));  // Content, PDF, application, and the objection.
    EXPECT_EQ(decree.content_hash,
              HexEncode(absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(kept[0].leaf_hash.data()), 32)));
    SELARAS_ASSIGN_OR_RETURN(const auto content, evidence::DecodeContent(kept[0].canonical));
    EXPECT_EQ(content.kind, "DecreeNumbered");
    using Field = std::pair<std::string, std::string>;
    EXPECT_THAT(content.fields, ::testing::IsSupersetOf(std::vector<Field>{{"number", decree.number},
                                                                           {"moves/2/employee", "applied-e2"},
                                                                           {"moves/1/to_post", "applied-p1"},
                                                                           {"effective_date", "2026-05-01"},
                                                                           {"policy_hash", "policy-1"}}));
    SELARAS_ASSIGN_OR_RETURN(const auto signing, evidence::DecodeContent(kept[1].canonical));
    EXPECT_EQ(signing.kind, "DecreeSigned");
    EXPECT_THAT(signing.fields, ::testing::Contains(Pair("pdf_sha256", decree.pdf_hash)));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(SqlCaseStoreTest, VoidDecreeKeepsItsNumberAndFreesItsMoves) {
  ASSERT_THAT(BuildWorld(db(), *store_, clock_), IsOk());
  EXPECT_THAT(Do([](CaseUnit& unit) -> absl::Status {
                SELARAS_RETURN_IF_ERROR(unit.EndDecree(kActor, "d-num", DecreeState::kVoid, 0));
                SELARAS_ASSIGN_OR_RETURN(const Decree again, NumberDecree(unit, "numbered", "d-again"));
                EXPECT_EQ(again.sequence, 4);
                SELARAS_ASSIGN_OR_RETURN(const std::vector<Decree> both, unit.DecreesOf("numbered"));
                EXPECT_THAT(both, SizeIs(2));
                for (const Decree& decree : both) EXPECT_THAT(decree.moves, ElementsAre(1, 2));
                return absl::OkStatus();
              }),
              IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const DecreePage page,
                               store_->ListDecrees(WorldScope(clock_), "numbered", "d-again", 10));
  EXPECT_EQ(page.total, 2);
  ASSERT_THAT(page.decrees, SizeIs(1));
  EXPECT_EQ(page.decrees.front().state, DecreeState::kVoid);
}

TEST_P(SqlCaseStoreTest, MeetingComesBack) {
  const Meeting meeting{.id = "m",
                        .tenant = kWorldTenant,
                        .date = absl::CivilDay(2026, 3, 2),
                        .place = "Aula",
                        .chair = "acc-a",
                        .secretary = "acc-s",
                        .agenda = {"c1", "c2"},
                        .attendees = {"acc-a", "acc-b", "acc-c"},
                        .quorum = 2,
                        .decisions = {{"c1", 1, MeetingVote::kAgree, {}, ""},
                                      {"c1", 2, MeetingVote::kRefuse, {"acc-b", "acc-c"}, "tidak setuju"},
                                      {"c2", 1, MeetingVote::kPostpone, {}, "tunda"}}};
  ASSERT_THAT(Do([&](CaseUnit& unit) { return unit.InsertMeeting(kActor, meeting); }), IsOk());
  ASSERT_THAT(store_->Read(WorldScope(clock_),
                           [&](CaseReads& reads) -> absl::Status {
                             SELARAS_ASSIGN_OR_RETURN(const Meeting loaded, reads.LoadMeeting("m"));
                             EXPECT_EQ(TextOf(loaded), TextOf(meeting));
                             return absl::OkStatus();
                           }),
              IsOk());
}

TEST_P(SqlCaseStoreTest, WaitingCasesComeOldestFirst) {
  ASSERT_THAT(BuildWorld(db(), *store_, clock_), IsOk());
  using Found = std::vector<std::pair<std::string, std::string>>;
  // `numbered` had one act more.
  SELARAS_ASSERT_OK_AND_ASSIGN(const Found any, store_->Waiting(CaseState::kIssuing, IssueStep::kNone, 10));
  EXPECT_THAT(any, ElementsAre(Pair("t", "issuing"), Pair("t", "numbered")));
  SELARAS_ASSERT_OK_AND_ASSIGN(const Found sign, store_->Waiting(CaseState::kIssuing, IssueStep::kSign, 10));
  EXPECT_THAT(sign, ElementsAre(Pair("t", "numbered")));
  SELARAS_ASSERT_OK_AND_ASSIGN(const Found one, store_->Waiting(CaseState::kIssuing, IssueStep::kNone, 1));
  EXPECT_THAT(one, SizeIs(1));
}

TEST_P(SqlCaseStoreTest, CountsCasesOfAllTenantsByState) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto none, store_->CountByState());
  EXPECT_THAT(none, IsEmpty());
  ASSERT_THAT(BuildWorld(db(), *store_, clock_), IsOk());
  const CaseRecord foreign = DraftOf("elsewhere", 1, clock_.Now(), "another");
  ASSERT_THAT(Do(
                  {},
                  [&](CaseUnit& unit) {
                    return unit.InsertCase(kActor, {foreign, {}});
                  },
                  "another")
                  .status(),
              IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto counts, store_->CountByState());
  // Those of world.h, and the draft of the other tenant.
  EXPECT_THAT(counts, ElementsAre(Pair(CaseState::kDraft, 2), Pair(CaseState::kConsidered, 2),
                                  Pair(CaseState::kApproved, 1), Pair(CaseState::kIssued, 1),
                                  Pair(CaseState::kApplied, 1), Pair(CaseState::kRejected, 1),
                                  Pair(CaseState::kVetoed, 1), Pair(CaseState::kIssuing, 2)));
}

TEST_P(SqlCaseStoreTest, TellsEventsAndLeavesInTheActsTransaction) {
  const Happening told{"PolicyLoaded", {{"hash", "h"}}, true};
  EXPECT_THAT(Do([&](CaseUnit& unit) -> absl::Status {
                SELARAS_RETURN_IF_ERROR(unit.Tell(kActor, "policies/p", told));
                return absl::CancelledError("rolled back");
              }),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(Do([&](CaseUnit& unit) { return unit.Tell(kActor, "policies/p", told); }), IsOk());
  std::vector<std::string> kinds;
  ASSERT_THAT(db().ReadTransaction([&](sql::Connection& conn) {
    return sql::ReadEvents(conn, 0, 10, [&](const sql::Event& event) {
      kinds.push_back(event.kind);
      EXPECT_EQ(event.tenant, kWorldTenant);
      if (event.kind == "PolicyLoaded") {
        EXPECT_EQ(event.payload, "policies/p");
      }
      return absl::OkStatus();
    });
  }),
              IsOk());
  EXPECT_THAT(kinds, ElementsAre("LeafWritten", "PolicyLoaded"));
}

// The gates of the domain and those of the database, which also holds ways through gates that are open already: such a
// way goes on where the first gate of it led, from SUBMITTED to CONSIDERED at most.
TEST_P(SqlCaseStoreTest, GatesOfTheDatabaseAreThoseOfTheDomain) {
  std::set<std::pair<int, int>> direct, all, stored;
  for (const GateRow& row : GateRows()) {
    for (int from = 1; from <= 18; ++from) {
      if (!row.from.Has(static_cast<CaseState>(from))) continue;
      for (int to = 1; to <= 18; ++to) {
        const auto state = static_cast<CaseState>(to);
        if (from != to && (row.to == state || row.also.Has(state))) direct.emplace(from, to);
      }
    }
  }
  all = direct;
  const int considered = static_cast<int>(CaseState::kConsidered);
  for (const auto& [from, to] : direct) {
    if (to < static_cast<int>(CaseState::kScreened) || to > considered || from > considered) continue;
    for (int further = to + 1; further <= considered; ++further) all.emplace(from, further);
  }
  ASSERT_THAT(db().ReadTransaction([&](sql::Connection& conn) {
    return conn.Query("select from_state, to_state from case_gates", {}, [&](const sql::Row& row) {
      stored.emplace(row.Int64(0), row.Int64(1));
      return absl::OkStatus();
    });
  }),
              IsOk());
  EXPECT_EQ(stored, all);
}

INSTANTIATE_TEST_SUITE_P(Databases, SqlCaseStoreTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::approval
