#include "services/evaluation/store/sql_transition_store.h"

#include "libs/base/error.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"
#include "services/evaluation/store/sql_finding_store.h"

namespace selaras::evaluation {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixMicros(1'775'008'800'123'456);

class SqlTransitionStoreTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), kSchema, "evaluation"), IsOk());
    store_ = std::make_unique<SqlTransitionStore>(db(), ids_);
  }

  static Act MakeAct(const std::string& request, const std::string& method = "CompleteStep") {
    return {"t", "actor", "", kNow, method, "account", request, "hash"};
  }
  static DecreeApplied Decree(const std::string& name, int moves) {
    DecreeApplied decree{name, "plans/p", absl::CivilDay(2026, 4, 1), {}};
    for (int i = 0; i < moves; ++i) {
      const std::string n = std::to_string(i);
      decree.moves.push_back({"moves/" + n, "employees/e" + n, "posts/a" + n, "posts/b" + n});
    }
    return decree;
  }
  absl::Status Open(const DecreeApplied& decree) {
    return db().Transaction(
        [&](sql::Connection& conn) { return store_->OpenPlans(conn, MakeAct(""), decree); });
  }
  TransitionPlan First() { return store_->ListOpen("", 1)->front(); }
  std::vector<std::string> Events() {
    std::vector<std::string> kinds;
    EXPECT_THAT(db().ReadTransaction([&](sql::Connection& conn) {
      return sql::ReadEvents(conn, 0, 1000, [&](const sql::Event& event) {
        kinds.push_back(event.kind);
        if (event.kind != "LeafWritten") payloads_.push_back(event.payload);
        return absl::OkStatus();
      });
    }),
                IsOk());
    return kinds;
  }

  SeededIdSource ids_{7};
  std::unique_ptr<SqlTransitionStore> store_;
  std::vector<std::string> payloads_;
};

TEST_P(SqlTransitionStoreTest, EachMoveOfADecreeOpensOnePlanHoweverOftenItComes) {
  ASSERT_THAT(Open(Decree("decrees/d", 3)), IsOk());
  ASSERT_THAT(Open(Decree("decrees/d", 4)), IsOk());
  EXPECT_THAT(store_->Count("t", ""), IsOkAndHolds(4));
  EXPECT_THAT(store_->CountUnclosed(), IsOkAndHolds(4));
  EXPECT_THAT(Events(), ElementsAre("LeafWritten", "TransitionOpened", "LeafWritten", "TransitionOpened"));
  EXPECT_THAT(payloads_[0], HasSubstr("\"subject\":\"decrees/d\""));
  ASSERT_THAT(Open(Decree("decrees/d", 4)), IsOk());
  EXPECT_THAT(Events(), SizeIs(4)) << "nothing new, nothing told";
  EXPECT_EQ(First().steps, FirstSteps(absl::CivilDay(2026, 4, 1)));
  EXPECT_THAT(store_->List("other", "", "", 10), IsOkAndHolds(IsEmpty()));
}

TEST_P(SqlTransitionStoreTest, PreparationAddsStepsOnce) {
  ASSERT_THAT(Open(Decree("decrees/d", 1)), IsOk());
  EXPECT_THAT(store_->Moves("t"), IsOkAndHolds(IsEmpty()));
  Preparation preparation{"orgUnits/a", "orgUnits/b", "ag", "employees/head", {}};
  preparation.steps = {
      {StepKind::kTraining, "M3", absl::CivilDay(2026, 5, 1), std::nullopt, Responsible::kEmployee, 1, 3}};
  const std::string id = First().id;
  ASSERT_THAT(store_->Prepare("t", id, preparation), IsOk());
  ASSERT_THAT(store_->Prepare("t", id, preparation), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const TransitionPlan plan, store_->Get("t", id));
  EXPECT_EQ(plan.state, TransitionState::kSupporting);
  EXPECT_EQ(plan.receiving_head, "employees/head");
  ASSERT_THAT(plan.steps, SizeIs(8));
  EXPECT_EQ(plan.steps[3].code, "M3");  // due 1 May, after the check-in of 30 days due the same day
  EXPECT_THAT(store_->ListOpen("", 10), IsOkAndHolds(IsEmpty()));
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::vector<UnitMove> moves, store_->Moves("t"));
  ASSERT_THAT(moves, SizeIs(1));
  EXPECT_EQ(moves[0].from_unit, "orgUnits/a");
  EXPECT_EQ(moves[0].effective_date, absl::CivilDay(2026, 4, 1));
  EXPECT_THAT(store_->List("t", "ag", "", 10), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(store_->Count("t", "elsewhere"), IsOkAndHolds(0));
}

TEST_P(SqlTransitionStoreTest, AnUpdateIsDoneOnceAndOnTheVersionSeen) {
  ASSERT_THAT(Open(Decree("decrees/d", 1)), IsOk());
  const std::string id = First().id;
  int runs = 0;
  const auto finish = [&](TransitionPlan& plan) {
    ++runs;
    plan.steps[0].done = absl::CivilDay(2026, 4, 3);
    plan.mentor = "employees/m";
    return absl::OkStatus();
  };
  SELARAS_ASSERT_OK_AND_ASSIGN(const TransitionPlan done, store_->Update(MakeAct("r1"), id, "1", finish));
  EXPECT_EQ(done.version, 2);
  EXPECT_EQ(done.steps[0].done, absl::CivilDay(2026, 4, 3));
  EXPECT_THAT(store_->Update(MakeAct("r1"), id, "1", finish), IsOk());
  EXPECT_EQ(runs, 1);
  EXPECT_THAT(store_->Update(MakeAct("r2"), id, "1", finish),
              FailsWith(absl::StatusCode::kAborted, "ETAG_STALE"));
  Act other = MakeAct("r1");
  other.request_hash = "another";
  EXPECT_THAT(store_->Update(other, id, "", finish),
              FailsWith(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  EXPECT_THAT(store_->Update(MakeAct("r3"), "none", "", finish),
              FailsWith(absl::StatusCode::kNotFound, "TRANSITION_PLAN_NOT_FOUND"));
}

TEST_P(SqlTransitionStoreTest, TheSecondAnswerThatStrugglesOpensOneSupportCase) {
  ASSERT_THAT(Open(Decree("decrees/d", 1)), IsOk());
  const std::string id = First().id;
  SqlFindingStore findings(db(), ids_);
  const auto answer = [&](const std::string& request, int value) {
    FollowUp support{.id = ids_.NewId(),
                     .kind = FollowUpKind::kSupport,
                     .transition_plan = id,
                     .owner = "employees/h",
                     .due = absl::CivilDay(2026, 5, 1),
                     .text_id = "x",
                     .create_time = kNow};
    auto kept = store_->AddAnswer(
        MakeAct(request, "SubmitFeedback"),
        {ids_.NewId(), id, absl::CivilDay(2026, 4, 20), {value, value, value, value, value}, ""}, support);
    EXPECT_THAT(kept, IsOk());
    return kept->follow_up;
  };
  EXPECT_EQ(answer("a", 2), "");
  EXPECT_EQ(answer("b", 4), "");
  EXPECT_THAT(findings.CountFollowUps("t"), IsOkAndHolds(0));
  const std::string case_id = answer("c", 1);
  EXPECT_NE(case_id, "");
  EXPECT_EQ(answer("c", 1), case_id) << "a repeat gives the first answer";
  EXPECT_EQ(answer("d", 1), "") << "one support case is enough";
  SELARAS_ASSERT_OK_AND_ASSIGN(const FollowUp support, findings.GetFollowUp("t", case_id));
  EXPECT_EQ(support.transition_plan, id);
  EXPECT_EQ(support.kind, FollowUpKind::kSupport);
  EXPECT_THAT(findings.CountFollowUps("t"), IsOkAndHolds(1));
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::vector<Pulse> newest, store_->NewestAnswers("t", "plans/p"));
  EXPECT_THAT(newest, ElementsAre(Pulse{1, 1, 1, 1, 1}));
  EXPECT_THAT(store_->NewestAnswers("t", "plans/q"), IsOkAndHolds(IsEmpty()));
}

INSTANTIATE_TEST_SUITE_P(Databases, SqlTransitionStoreTest, sql::TestDatabases(), sql::TestDatabaseName);

class SqlFindingStoreTest : public SqlTransitionStoreTest {
 protected:
  Evaluation Found(const std::string& indicator) {
    Evaluation evaluation;
    evaluation.id = ids_.NewId();
    evaluation.indicator = indicator;
    evaluation.plan = "plans/p";
    evaluation.create_time = kNow;
    evaluation.effect.difference = Difference{0.1 + 0.2, 1.0 / 3, 7.5, -1.25, 1e-17};
    evaluation.effect.treated = {{"orgUnits/a", 24315, 0.5, {}}};
    evaluation.effect.controls = {{"orgUnits/c", std::nullopt, 0.25, {}}};
    evaluation.effect.seed = 0xfedcba9876543210;
    evaluation.effect.permutation = Permutation{0.03, 3003, true};
    evaluation.effect.event_months = {{-1, 2.5, 3.5}};
    evaluation.effect.verdict = Verdict::kWorsened;
    evaluation.effect.reasons = {"X"};
    evaluation.text = "kind,item\n";
    evaluation.content_hash = "h";
    return evaluation;
  }
};

TEST_P(SqlFindingStoreTest, FindingsComeBackToTheLastDigitAndCannotBeChanged) {
  SqlFindingStore store(db(), ids_);
  const Evaluation one = Found("satisfaction"), two = Found("backlog_per_1000");
  FollowUp follow_up{.id = ids_.NewId(),
                     .kind = FollowUpKind::kCauseAnalysis,
                     .evaluation = one.id,
                     .owner = "o",
                     .due = absl::CivilDay(2026, 5, 1),
                     .text_id = "x",
                     .create_time = kNow};
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto ids,
                               store.Save(MakeAct("r", "DetectDecline"), {one, two}, {follow_up}));
  EXPECT_THAT(ids.evaluations, ElementsAre(one.id, two.id));
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto again, store.Save(MakeAct("r", "DetectDecline"), {Found("x")}, {}));
  EXPECT_EQ(again.evaluations, ids.evaluations);
  EXPECT_EQ(again.follow_ups, ids.follow_ups);
  EXPECT_THAT(store.CountEvaluations("t"), IsOkAndHolds(2));
  SELARAS_ASSERT_OK_AND_ASSIGN(const Evaluation read, store.GetEvaluation("t", one.id));
  EXPECT_EQ(read.effect.difference->effect, 0.1 + 0.2);
  EXPECT_EQ(read.effect.difference->high, 1e-17);
  EXPECT_EQ(read.effect.seed, 0xfedcba9876543210);
  EXPECT_EQ(read.effect.verdict, Verdict::kWorsened);
  EXPECT_EQ(read.effect.treated[0].move_month, 24315);
  EXPECT_EQ(read.effect.placebo.has_value(), false);
  EXPECT_EQ(read.text, one.text);
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::vector<Evaluation> page, store.ListEvaluations("t", "", 1));
  EXPECT_EQ(page[0].id, two.id);
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::vector<Evaluation> next, store.ListEvaluations("t", two.id, 5));
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_EQ(next[0].id, one.id);
  EXPECT_THAT(store.GetEvaluation("u", one.id),
              FailsWith(absl::StatusCode::kNotFound, "EVALUATION_NOT_FOUND"));
  EXPECT_FALSE(db().Transaction([&](sql::Connection& conn) {
                     return conn.Execute("update evaluations set content_hash = 'other'");
                   })
                   .ok());
  EXPECT_THAT(Events(), ElementsAre("LeafWritten", "EffectEstimated", "LeafWritten", "EffectEstimated",
                                    "LeafWritten", "FollowUpOpened"));
}

TEST_P(SqlFindingStoreTest, AFollowUpIsCompletedOnce) {
  SqlFindingStore store(db(), ids_);
  FollowUp follow_up{.id = ids_.NewId(),
                     .owner = "o",
                     .due = absl::CivilDay(2026, 5, 1),
                     .text_id = "x",
                     .create_time = kNow};
  ASSERT_THAT(store.Save(MakeAct("r", "OpenFollowUp"), {}, {follow_up}), IsOk());
  const absl::CivilDay day(2026, 4, 9);
  SELARAS_ASSERT_OK_AND_ASSIGN(const FollowUp done,
                               store.CompleteFollowUp(MakeAct("c"), follow_up.id, "1", "found", day));
  EXPECT_EQ(done.done, day);
  EXPECT_EQ(done.finding, "found");
  EXPECT_EQ(done.version, 2);
  EXPECT_THAT(store.CompleteFollowUp(MakeAct("c2"), follow_up.id, "", "again", day),
              FailsWith(absl::StatusCode::kFailedPrecondition, "FOLLOW_UP_DONE"));
  EXPECT_THAT(store.CompleteFollowUp(MakeAct("c3"), "none", "", "again", day),
              FailsWith(absl::StatusCode::kNotFound, "FOLLOW_UP_NOT_FOUND"));
}

TEST_P(SqlFindingStoreTest, AReportIsKeptWithItsDocumentsAndEvaluations) {
  SqlFindingStore store(db(), ids_);
  const Evaluation evaluation = Found("satisfaction");
  CycleReport report;
  report.id = ids_.NewId();
  report.cycle = "cycles/c";
  report.goals_hash = "g";
  report.moves = 12;
  report.results = {{"shortage", "", "Kekurangan", 100, 120.0, std::nullopt, true}};
  report.evaluations = {evaluation.id};
  report.html = "<p>";
  report.csv = "a,b\n";
  report.create_time = kNow;
  SELARAS_ASSERT_OK_AND_ASSIGN(const CycleReport kept,
                               store.SaveReport(MakeAct("r", "ReportCycle"), report, {evaluation}));
  EXPECT_EQ(kept.results, report.results);
  EXPECT_THAT(store.ReadDocument("t", report.id, ReportFormat::kHtml), IsOkAndHolds("<p>"));
  EXPECT_THAT(store.ReadDocument("t", report.id, ReportFormat::kCsv), IsOkAndHolds("a,b\n"));
  EXPECT_THAT(store.ReadDocument("u", report.id, ReportFormat::kCsv),
              FailsWith(absl::StatusCode::kNotFound, "CYCLE_REPORT_NOT_FOUND"));
  EXPECT_EQ(kept.evaluations, report.evaluations);
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::vector<CycleReport> listed, store.ListReports("t", "", 5));
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].results, report.results);
  EXPECT_THAT(store.CountReports("t"), IsOkAndHolds(1));
  EXPECT_THAT(store.GetReport("t", "none"), FailsWith(absl::StatusCode::kNotFound, "CYCLE_REPORT_NOT_FOUND"));
}

INSTANTIATE_TEST_SUITE_P(Databases, SqlFindingStoreTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::evaluation
