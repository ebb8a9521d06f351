#include "services/matching/store/sql_cycle_store.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/matching/app/cycle_desk.h"
#include "services/matching/store/sql_plan_store.h"
#include "services/matching/store/testing/feed_of.h"

namespace selaras::matching {
namespace {

using ::absl::StatusCode;
using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::selaras::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kTenant[] = "t1";

// The desk over the real store: what a call does, in the database.
class CycleStoreTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), kSchema, "matching"), IsOk());
    plans_.emplace(db(), log_);
    cycles_.emplace(db(), log_);
    desk_.emplace(CycleDesk::Deps{*cycles_, *plans_, clock_, ids_, absl::UTCTimeZone()});
  }

  CallScope Call() const {
    CallScope call;
    call.principal.id = "analyst";
    call.actor = "analyst";
    call.tenant = kTenant;
    call.clock = &clock_;
    return call;
  }

  absl::CivilDay Today() const { return selaras::Today(clock_, absl::UTCTimeZone()); }
  std::string Request() { return absl::StrCat("r", ++requests_); }

  CycleRecord Opened(std::map<Phase, absl::CivilDay> dates = {}) {
    Cycle cycle;
    cycle.display_name = "Mutasi 2026";
    cycle.start_dates = std::move(dates);
    auto record = desk_->Create(Call(), cycle, Request());
    EXPECT_TRUE(record.ok()) << record.status();
    return *record;
  }

  CycleRecord InPlanning(bool goals = true) {
    CycleRecord record = Opened();
    if (goals) record = *desk_->SealGoals(Call(), record.cycle.id, std::nullopt, kGoals, Request());
    for (const Phase phase : {Phase::kAnalysis, Phase::kPlanning}) {
      auto next = desk_->Advance(Call(), record.cycle.id, std::nullopt, phase, Request());
      EXPECT_TRUE(next.ok()) << next.status();
      record = *next;
    }
    return record;
  }

  // A finished plan of the cycle.
  void Finish(const std::string& id, const std::string& cycle, const std::string& parent = "") {
    PlanRecord plan;
    plan.tenant = kTenant;
    plan.id = id;
    plan.parent = parent;
    plan.spec.cycle = cycle;
    plan.create_time = clock_.Now();
    ASSERT_THAT(plans_->CreatePlan(plan, "make " + id, "h"), IsOk());
    PlanOutcome outcome;
    outcome.result.plan_hash = "hash of " + id;
    ASSERT_THAT(plans_->FinishPlan(kTenant, id, clock_.Now(), {}, outcome), IsOk());
  }

  absl::StatusOr<PlanRecord> Release(const std::string& plan) {
    return desk_->ReleasePlan(Call(), plan, std::nullopt, Request());
  }

  const std::vector<Goal> kGoals = {{"shortage", "", 10.25, "Kekurangan ≤ 10"},
                                    {"complaints", "agencies/x", 0, ""}};
  testing::FakeClock clock_;
  SeededIdSource ids_{1};
  PlainEvents events_;
  ActLog log_{ids_, events_};
  int requests_ = 0;
  std::optional<SqlPlanStore> plans_;
  std::optional<SqlCycleStore> cycles_;
  std::optional<CycleDesk> desk_;
};

TEST_P(CycleStoreTest, ACycleReadsBackAsItWasOpened) {
  const CycleRecord made = Opened({{Phase::kAnalysis, absl::CivilDay(2026, 5, 1)}});
  SELARAS_ASSERT_OK_AND_ASSIGN(const CycleRecord read, cycles_->GetCycle(kTenant, made.cycle.id));
  EXPECT_EQ(read.cycle.display_name, "Mutasi 2026");
  EXPECT_EQ(read.cycle.phase, Phase::kPreferences);
  EXPECT_EQ(read.cycle.start_dates.at(Phase::kAnalysis), absl::CivilDay(2026, 5, 1));
  EXPECT_EQ(read.version, 1);
  EXPECT_THAT(cycles_->GetCycle("t2", made.cycle.id).status(),
              FailsWith(StatusCode::kNotFound, "CYCLE_NOT_FOUND"));
  EXPECT_THAT(KindsOf(db()), IsEmpty());
}

TEST_P(CycleStoreTest, CyclesComeNewestFirstPageAfterPage) {
  std::vector<std::string> made, listed;
  for (int k = 0; k < 5; ++k) made.insert(made.begin(), Opened().cycle.id);
  std::string after;
  for (bool more = true; more;) {
    SELARAS_ASSERT_OK_AND_ASSIGN(const auto page, cycles_->ListCycles(kTenant, after, 2));
    EXPECT_EQ(page.total, 5);
    for (const CycleRecord& record : page.items) listed.push_back(record.cycle.id);
    more = page.more;
    after = listed.back();
  }
  std::sort(made.rbegin(), made.rend());
  EXPECT_EQ(listed, made);
}

TEST_P(CycleStoreTest, GoalsAreSealedOnceWithEvidenceAndTheDatabaseKeepsThem) {
  const CycleRecord open = Opened();
  const std::string& id = open.cycle.id;
  SELARAS_ASSERT_OK_AND_ASSIGN(const CycleRecord sealed, desk_->SealGoals(Call(), id, 1, kGoals, "seal"));
  EXPECT_EQ(sealed.cycle.goals, kGoals);
  EXPECT_EQ(sealed.cycle.goals_hash.size(), 64u);
  // The caller heard no answer: etag and all, the same answer and no second act.
  SELARAS_ASSERT_OK_AND_ASSIGN(const CycleRecord again, desk_->SealGoals(Call(), id, 1, kGoals, "seal"));
  EXPECT_EQ(again.version, sealed.version);
  EXPECT_THAT(KindsOf(db()), ElementsAre("GoalsSealed"));
  EXPECT_EQ(FieldsOf(db(), kTenant, "cycles/" + id).at("goals_hash"), sealed.cycle.goals_hash);
  std::vector<Goal> others = kGoals;
  others[0].target_value = 11;
  EXPECT_THAT(desk_->SealGoals(Call(), id, std::nullopt, others, Request()).status(),
              FailsWith(StatusCode::kFailedPrecondition, "CYCLE_GOALS_SEALED"));
  EXPECT_THAT(desk_->SealGoals(Call(), id, 1, kGoals, Request()).status(),
              FailsWith(StatusCode::kAborted, "ETAG_STALE"));
  EXPECT_THAT(desk_->SealGoals(Call(), id, 1, others, "seal").status(),
              FailsWith(StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  for (const char* sql : {"update cycles set goals = '[]'", "update cycles set goals_hash = 'x'",
                          "update cycles set goals_hash = ''", "delete from cycles"}) {
    EXPECT_FALSE(db().Transaction([&](sql::Connection& conn) { return conn.Execute(sql, {}); }).ok()) << sql;
  }
}

TEST_P(CycleStoreTest, PhasesGoForwardOnTheirDaysAndNeverBack) {
  const CycleRecord open = Opened({{Phase::kAnalysis, Today() + 2}});
  const std::string& id = open.cycle.id;
  EXPECT_THAT(desk_->Advance(Call(), id, 1, Phase::kAnalysis, "advance").status(),
              FailsWith(StatusCode::kFailedPrecondition, "CYCLE_DATE_NOT_REACHED"));
  EXPECT_THAT(KindsOf(db()), IsEmpty());
  clock_.Advance(absl::Hours(48));
  // A refusal is not kept as the answer.
  SELARAS_ASSERT_OK_AND_ASSIGN(const CycleRecord advanced,
                               desk_->Advance(Call(), id, 1, Phase::kAnalysis, "advance"));
  EXPECT_EQ(advanced.cycle.phase, Phase::kAnalysis);
  EXPECT_EQ(advanced.version, 2);
  EXPECT_THAT(desk_->Advance(Call(), id, 2, Phase::kAnalysis, Request()).status(),
              FailsWith(StatusCode::kFailedPrecondition, "CYCLE_PHASE_ORDER"));
  EXPECT_THAT(KindsOf(db()), ElementsAre("CycleAdvanced"));
  EXPECT_FALSE(
      db().Transaction([](sql::Connection& conn) { return conn.Execute("update cycles set phase = 1", {}); })
          .ok());
}

TEST_P(CycleStoreTest, AReleaseLiftsTheEmbargoAndLeadsTheCycleOn) {
  const CycleRecord cycle = InPlanning();
  Finish("p1", cycle.cycle.id);
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord released, Release("p1"));
  EXPECT_EQ(released.state, PlanState::kReleased);
  SELARAS_ASSERT_OK_AND_ASSIGN(const CycleRecord after, cycles_->GetCycle(kTenant, cycle.cycle.id));
  EXPECT_EQ(after.cycle.phase, Phase::kReleased);
  EXPECT_EQ(after.cycle.released_plan, "p1");
  EXPECT_THAT(KindsOf(db()), ElementsAre("GoalsSealed", "CycleAdvanced", "CycleAdvanced", "PlanFinished",
                                         "PlanReleased", "CycleAdvanced"));
  const auto fields = FieldsOf(db(), kTenant, "plans/p1");
  EXPECT_EQ(fields.at("plan_hash"), "hash of p1");
  EXPECT_EQ(fields.at("cycle"), "cycles/" + cycle.cycle.id);
  // Every event of an act has its leaf.
  EXPECT_EQ(FeedOf(db()).size(), 2 * KindsOf(db()).size());
  ASSERT_THAT(Release("p1"), IsOk());
  EXPECT_EQ(FeedOf(db()).size(), 2 * KindsOf(db()).size());
  EXPECT_EQ(KindsOf(db()).size(), 6u);
}

TEST_P(CycleStoreTest, WithoutSealedGoalsNothingIsReleased) {
  const CycleRecord cycle = InPlanning(/*goals=*/false);
  Finish("p1", cycle.cycle.id);
  EXPECT_THAT(Release("p1").status(), FailsWith(StatusCode::kFailedPrecondition, "CYCLE_GOALS_NOT_SEALED"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord plan, plans_->GetPlan(kTenant, "p1"));
  EXPECT_EQ(plan.state, PlanState::kPlanned);
}

// After a veto the child takes its parent's place; a stranger does not.
TEST_P(CycleStoreTest, AChildTakesTheReleasedParentsPlace) {
  const CycleRecord cycle = InPlanning();
  const std::string& id = cycle.cycle.id;
  Finish("p1", id);
  Finish("p2", id, "p1");
  Finish("p3", id, "p2");
  Finish("other", id);
  ASSERT_THAT(Release("p1"), IsOk());
  EXPECT_THAT(Release("other").status(), FailsWith(StatusCode::kFailedPrecondition, "CYCLE_PHASE"));
  ASSERT_THAT(desk_->Advance(Call(), id, std::nullopt, Phase::kApproval, Request()), IsOk());
  ASSERT_THAT(Release("p3"), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const CycleRecord after, cycles_->GetCycle(kTenant, id));
  EXPECT_EQ(after.cycle.released_plan, "p3");
  EXPECT_EQ(after.cycle.phase, Phase::kApproval);
  EXPECT_THAT(Release("p2").status(), FailsWith(StatusCode::kFailedPrecondition, "CYCLE_PHASE"));
  ASSERT_THAT(desk_->Advance(Call(), id, std::nullopt, Phase::kApplied, Request()), IsOk());
  EXPECT_THAT(Release("other").status(), FailsWith(StatusCode::kFailedPrecondition, "CYCLE_PHASE"));
}

TEST_P(CycleStoreTest, APlanWithoutACycleIsReleasedAlone) {
  Finish("p1", "");
  ASSERT_THAT(Release("p1"), IsOk());
  EXPECT_THAT(KindsOf(db()), ElementsAre("PlanFinished", "PlanReleased"));
  EXPECT_THAT(desk_->ReleasePlan(Call(), "p1", std::nullopt, "").status(),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST_P(CycleStoreTest, AnUnknownPolicyOpensNoCycle) {
  Cycle cycle;
  cycle.display_name = "x";
  cycle.policy = "nowhere";
  EXPECT_THAT(desk_->Create(Call(), cycle, Request()).status(),
              FailsWith(StatusCode::kNotFound, "POLICY_NOT_FOUND"));
  cycle.policy.clear();
  SELARAS_ASSERT_OK_AND_ASSIGN(const CycleRecord first, desk_->Create(Call(), cycle, "same"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const CycleRecord again, desk_->Create(Call(), cycle, "same"));
  EXPECT_EQ(first.cycle.id, again.cycle.id);
}

INSTANTIATE_TEST_SUITE_P(Databases, CycleStoreTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::matching
