#include "services/matching/store/sql_plan_store.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"
#include "services/matching/store/testing/feed_of.h"

namespace selaras::matching {

namespace {

using ::absl::StatusCode;
using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::selaras::testing::StatusIs;

constexpr char kTenant[] = "t1";

class PlanStoreTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), kSchema, "matching"), IsOk());
    store_.emplace(db(), log_);
  }

  static PlanRecord Queued(const std::string& id) {
    PlanRecord plan;
    plan.tenant = kTenant;
    plan.id = id;
    plan.spec.policy = "seimbang-1";
    plan.spec.need_snapshot = "n1";
    plan.spec.max_moves = 12;
    plan.spec.effective_date = absl::CivilDay(2026, 11, 21);
    plan.spec.pins = {{"e1", "p1", "diminta unit"}};
    plan.spec.bans = {{"e2", "", "veto"}};
    plan.spec.seed = UINT64_MAX;
    plan.create_time = absl::FromUnixSeconds(1000);
    return plan;
  }

  static PlanOutcome Outcome() {
    PlanOutcome outcome;
    outcome.result.summary.objective = -5;
    outcome.result.summary.bound = 7;
    outcome.result.coverage_permille = {{"fit", 640}};
    outcome.result.plan_hash = "abc";
    outcome.result.effective_date = absl::CivilDay(2026, 1, 2);
    for (int i = 0; i < 5; ++i) {
      MoveRecord move;
      // Ids run against the gain, so that the two orders differ.
      move.id = absl::StrCat("m", 9 - i);
      move.employee = absl::StrCat("e", i);
      move.gain = 100 - i;
      move.reasons = {"VACANCY_FILL"};
      move.terms = {{"fit", 800, 900, true}};
      outcome.moves.push_back(move);
    }
    outcome.chains = {{"c1", {"m9", "m8"}, {"a1"}, true}};
    outcome.cutoffs = {{"p1", -3, 2, 1}, {"p2", 4, 1, 1}};
    std::string instance;
    for (int i = 0; i < 400000; ++i) absl::StrAppend(&instance, i, "\n");  // Three parts.
    outcome.files = {
        {PlanFile::kInstance, instance}, {PlanFile::kCertificate, ""}, {PlanFile::kText, "plan\n"}};
    return outcome;
  }

  std::string Read(const std::string& plan, PlanFile file) {
    std::string text;
    EXPECT_THAT(store_->ReadFile(kTenant, plan, file,
                                 [&](absl::string_view part) {
                                   text.append(part.data(), part.size());
                                   return absl::OkStatus();
                                 }),
                IsOk());
    return text;
  }

  static Act SomeAct() {
    Act act;
    act.tenant = kTenant;
    act.actor = "analyst";
    act.time = absl::FromUnixSeconds(1500);
    return act;
  }

  SeededIdSource ids_{1};
  PlainEvents events_;
  ActLog log_{ids_, events_};
  std::optional<SqlPlanStore> store_;
};

TEST_P(PlanStoreTest, APlanReadsBackAsItWasAsked) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord plan, store_->GetPlan(kTenant, "a"));
  EXPECT_EQ(plan.state, PlanState::kQueued);
  EXPECT_EQ(plan.spec.max_moves, 12);
  EXPECT_EQ(plan.spec.effective_date, absl::CivilDay(2026, 11, 21));
  EXPECT_EQ(plan.spec.seed, UINT64_MAX);
  ASSERT_EQ(plan.spec.pins.size(), 1u);
  EXPECT_EQ(plan.spec.pins[0].reason, "diminta unit");
  ASSERT_EQ(plan.spec.bans.size(), 1u);
  EXPECT_EQ(plan.spec.bans[0].post, "");
  EXPECT_EQ(plan.create_time, absl::FromUnixSeconds(1000));
}

// The client heard no answer and asks again; another question under the same id is a mistake of the client.
TEST_P(PlanStoreTest, ARepeatedRequestReturnsTheFirstPlan) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord again, store_->CreatePlan(Queued("b"), "r1", "h1"));
  EXPECT_EQ(again.id, "a");
  EXPECT_THAT(store_->GetPlan(kTenant, "b").status(), FailsWith(StatusCode::kNotFound, "PLAN_NOT_FOUND"));
  EXPECT_THAT(store_->CreatePlan(Queued("c"), "r1", "h2").status(),
              FailsWith(StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
}

TEST_P(PlanStoreTest, TenantsDoNotSeeEachOther) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  EXPECT_THAT(store_->GetPlan("t2", "a").status(), FailsWith(StatusCode::kNotFound, "PLAN_NOT_FOUND"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto page, store_->ListPlans("t2", "", 10));
  EXPECT_EQ(page.total, 0);
}

TEST_P(PlanStoreTest, AStaleVersionIsAborted) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  const auto keep = [](PlanRecord&) { return absl::OkStatus(); };
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord changed, store_->UpdatePlan(SomeAct(), "a", 1, keep));
  EXPECT_EQ(changed.version, 2);
  EXPECT_THAT(store_->UpdatePlan(SomeAct(), "a", 1, keep).status(),
              FailsWith(StatusCode::kAborted, "ETAG_STALE"));
}

TEST_P(PlanStoreTest, AFinishedPlanHasItsOutcomeAndFiles) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  EXPECT_THAT(
      store_->ReadFile(kTenant, "a", PlanFile::kText, [](absl::string_view) { return absl::OkStatus(); }),
      FailsWith(StatusCode::kNotFound, "PLAN_FILE_NOT_FOUND"));
  PlanProgress progress;
  progress.stage_ms = {{"solve", 1200}};
  const PlanOutcome outcome = Outcome();
  SELARAS_ASSERT_OK_AND_ASSIGN(
      const PlanRecord plan,
      store_->FinishPlan(kTenant, "a", absl::FromUnixSeconds(2000), progress, outcome));
  EXPECT_EQ(plan.state, PlanState::kPlanned);
  EXPECT_EQ(plan.progress.stage_ms.at("solve"), 1200);
  ASSERT_TRUE(plan.result.has_value());
  EXPECT_EQ(plan.result->summary.objective, -5);
  EXPECT_EQ(plan.result->coverage_permille.at("fit"), 640);
  EXPECT_EQ(plan.result->effective_date, absl::CivilDay(2026, 1, 2));
  for (const auto& [file, text] : outcome.files) EXPECT_EQ(Read("a", file), text);
  EXPECT_THAT(store_->FinishPlan(kTenant, "a", absl::Now(), progress, outcome).status(),
              FailsWith(StatusCode::kFailedPrecondition, "PLAN_STATE"));
}

TEST_P(PlanStoreTest, MovesComeByGainOrByNamePageAfterPage) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  ASSERT_THAT(store_->FinishPlan(kTenant, "a", absl::FromUnixSeconds(2000), {}, Outcome()), IsOk());
  for (const bool by_gain : {true, false}) {
    std::vector<std::string> ids;
    std::string after;
    bool more = true;
    while (more) {
      SELARAS_ASSERT_OK_AND_ASSIGN(const auto page, store_->ListMoves(kTenant, "a", by_gain, after, 2));
      EXPECT_EQ(page.total, 5);
      for (const MoveRecord& move : page.items) ids.push_back(move.id);
      more = page.more;
      after = ids.back();
    }
    const std::vector<std::string> up = {"m5", "m6", "m7", "m8", "m9"};
    EXPECT_EQ(ids, by_gain ? std::vector<std::string>(up.rbegin(), up.rend()) : up);
  }
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto moves, store_->ListMoves(kTenant, "a", true, "", 1));
  EXPECT_EQ(moves.items[0].terms[0].to, 900);
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto chains, store_->ListChains(kTenant, "a", "", 10));
  ASSERT_EQ(chains.items.size(), 1u);
  EXPECT_TRUE(chains.items[0].marked);
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto cutoffs, store_->ListCutoffs(kTenant, "a", "p1", 10));
  ASSERT_EQ(cutoffs.items.size(), 1u);
  EXPECT_EQ(cutoffs.items[0].points, 4);
}

// Whatever program holds the database open: what is finished stays as it is.
TEST_P(PlanStoreTest, TheDatabaseRefusesToAlterWhatIsFinished) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  ASSERT_THAT(store_->FinishPlan(kTenant, "a", absl::FromUnixSeconds(2000), {}, Outcome()), IsOk());
  ASSERT_THAT(
      store_->SealPolicy(SomeAct(), {"s-1", "s", "h", absl::FromUnixSeconds(1), "p", {{"a.yaml", "x"}}}),
      IsOk());
  for (const char* forbidden :
       {"update plans set result = '{}' where plan_id = 'a'",
        "update plans set state = 1 where plan_id = 'a'", "update plan_files set size = 1",
        "update policies set files = '[]'", "delete from policies"}) {
    EXPECT_THAT(db().Transaction([&](sql::Connection& conn) { return conn.Execute(forbidden); }),
                StatusIs(StatusCode::kFailedPrecondition))
        << forbidden;
  }
  EXPECT_THAT(store_->UpdatePlan(SomeAct(), "a", std::nullopt,
                                 [](PlanRecord& plan) {
                                   plan.state = PlanState::kReleased;
                                   return absl::OkStatus();
                                 }),
              IsOk());
}

TEST_P(PlanStoreTest, APolicySealedTwiceKeepsItsFirstSeal) {
  PolicyRecord policy = {"s-1", "s", "h", absl::FromUnixSeconds(1), "first", {{"a.yaml", "x: 1\n"}}};
  ASSERT_THAT(store_->SealPolicy(SomeAct(), policy), IsOk());
  policy.sealed_by = "second";
  SELARAS_ASSERT_OK_AND_ASSIGN(const PolicyRecord sealed, store_->SealPolicy(SomeAct(), policy));
  EXPECT_EQ(sealed.sealed_by, "first");
  EXPECT_EQ(sealed.files[0].text, "x: 1\n");
  EXPECT_THAT(store_->GetPolicy(kTenant, "s-2").status(),
              FailsWith(StatusCode::kNotFound, "POLICY_NOT_FOUND"));
}

TEST_P(PlanStoreTest, UnfinishedPlansOfAllTenantsAreFoundOldestFirst) {
  PlanRecord second = Queued("b");
  second.tenant = "t2";
  second.create_time = absl::FromUnixSeconds(500);
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  ASSERT_THAT(store_->CreatePlan(second, "r1", "h1"), IsOk());
  ASSERT_THAT(store_->CreatePlan(Queued("c"), "r2", "h1"), IsOk());
  ASSERT_THAT(store_->FinishPlan(kTenant, "c", absl::FromUnixSeconds(2000), {}, Outcome()), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto plans, store_->ListUnfinished());
  ASSERT_EQ(plans.size(), 2u);
  EXPECT_EQ(plans[0].id, "b");
  EXPECT_EQ(plans[1].id, "a");
}

// What ends is told and proven once, with the act; a change in between is not.
TEST_P(PlanStoreTest, TheEndOfAPlanIsAnEventAndALeafOfItsTransaction) {
  PlanRecord child = Queued("b");
  child.parent = "a";
  child.asked_by = "analyst";
  child.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  ASSERT_THAT(store_->CreatePlan(child, "r2", "h1"), IsOk());
  ASSERT_THAT(store_->UpdatePlan(SomeAct(), "a", 1, [](PlanRecord&) { return absl::OkStatus(); }), IsOk());
  EXPECT_TRUE(FeedOf(db()).empty());
  ASSERT_THAT(store_->FinishPlan(kTenant, "b", absl::FromUnixSeconds(2000), {}, Outcome()), IsOk());
  std::vector<sql::Event> feed = FeedOf(db());
  ASSERT_EQ(feed.size(), 2u);
  EXPECT_EQ(feed[0].kind, "PlanFinished");
  EXPECT_EQ(feed[0].payload, "plan b 5");
  EXPECT_EQ(feed[0].traceparent, child.traceparent);
  EXPECT_EQ(feed[1].kind, "LeafWritten");
  const std::map<std::string, std::string> fields = FieldsOf(db(), kTenant, "plans/b");
  EXPECT_EQ(fields.at("verdict"), "WITHIN 12");
  EXPECT_EQ(fields.at("plan_hash"), "abc");
  EXPECT_EQ(fields.at("parent"), "plans/a");
  EXPECT_EQ(fields.at("asked_by"), "analyst");

  ASSERT_THAT(store_->UpdatePlan(SomeAct(), "a", std::nullopt,
                                 [](PlanRecord& plan) {
                                   plan.state = PlanState::kFailed;
                                   plan.failure_reason = "PIN_NO_SEAT";
                                   plan.failure_metadata = {{"post", "p1"}};
                                   return absl::OkStatus();
                                 }),
              IsOk());
  EXPECT_EQ(FieldsOf(db(), kTenant, "plans/a").at("verdict"), "FAILED PIN_NO_SEAT");
  EXPECT_EQ(FeedOf(db()).back().time, SomeAct().time);
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord failed, store_->GetPlan(kTenant, "a"));
  EXPECT_EQ(failed.failure_metadata.at("post"), "p1");
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord made, store_->GetPlan(kTenant, "b"));
  EXPECT_EQ(made.parent, "a");
  EXPECT_EQ(made.asked_by, "analyst");
}

// An act that fails leaves no evidence of itself.
TEST_P(PlanStoreTest, ARefusedEndWritesNothing) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  ASSERT_THAT(store_->FinishPlan(kTenant, "a", absl::FromUnixSeconds(2000), {}, Outcome()), IsOk());
  const size_t before = FeedOf(db()).size();
  EXPECT_THAT(store_->FinishPlan(kTenant, "a", absl::FromUnixSeconds(2001), {}, Outcome()).status(),
              FailsWith(StatusCode::kFailedPrecondition, "PLAN_STATE"));
  EXPECT_EQ(FeedOf(db()).size(), before);
}

TEST_P(PlanStoreTest, APolicyIsSealedWithEvidenceOnce) {
  const PolicyRecord policy = {"s-1", "s", "h", absl::FromUnixSeconds(1), "p", {{"a.yaml", "x"}}};
  ASSERT_THAT(store_->SealPolicy(SomeAct(), policy), IsOk());
  ASSERT_THAT(store_->SealPolicy(SomeAct(), policy), IsOk());
  const std::vector<sql::Event> feed = FeedOf(db());
  ASSERT_EQ(feed.size(), 2u);
  EXPECT_EQ(feed[0].kind, "PolicySealed");
  EXPECT_EQ(FieldsOf(db(), kTenant, "policies/s-1").at("content_hash"), "h");
}

TEST_P(PlanStoreTest, OfTwoReplicasOneHoldsTheLeaseUntilItEnds) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  const auto at = [](int64_t seconds) { return absl::FromUnixSeconds(seconds); };
  SELARAS_ASSERT_OK_AND_ASSIGN(bool leased, store_->LeasePlan(kTenant, "a", "x", at(100), at(200)));
  EXPECT_TRUE(leased);
  SELARAS_ASSERT_OK_AND_ASSIGN(leased, store_->LeasePlan(kTenant, "a", "y", at(150), at(250)));
  EXPECT_FALSE(leased);
  SELARAS_ASSERT_OK_AND_ASSIGN(leased, store_->LeasePlan(kTenant, "a", "x", at(150), at(300)));
  EXPECT_TRUE(leased);
  SELARAS_ASSERT_OK_AND_ASSIGN(leased, store_->LeasePlan(kTenant, "a", "y", at(250), at(350)));
  EXPECT_FALSE(leased) << "renewed to 300";
  SELARAS_ASSERT_OK_AND_ASSIGN(leased, store_->LeasePlan(kTenant, "a", "y", at(301), at(400)));
  EXPECT_TRUE(leased);
  ASSERT_THAT(store_->EndLease(kTenant, "a", "x"), IsOk());  // No longer his to give back.
  SELARAS_ASSERT_OK_AND_ASSIGN(leased, store_->LeasePlan(kTenant, "a", "x", at(302), at(400)));
  EXPECT_FALSE(leased);
  ASSERT_THAT(store_->EndLease(kTenant, "a", "y"), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(leased, store_->LeasePlan(kTenant, "a", "x", at(302), at(400)));
  EXPECT_TRUE(leased);
  ASSERT_THAT(store_->FinishPlan(kTenant, "a", at(303), {}, Outcome()), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(leased, store_->LeasePlan(kTenant, "a", "x", at(304), at(400)));
  EXPECT_FALSE(leased) << "there is nothing left to make";
}

TEST_P(PlanStoreTest, WhatAReplanChangedReadsBack) {
  ASSERT_THAT(store_->CreatePlan(Queued("a"), "r1", "h1"), IsOk());
  PlanOutcome outcome = Outcome();
  outcome.result.replan = ReplanSummary{3, -7, std::nullopt, 2, 1, 4};
  ASSERT_THAT(store_->FinishPlan(kTenant, "a", absl::FromUnixSeconds(2000), {}, outcome), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord plan, store_->GetPlan(kTenant, "a"));
  ASSERT_TRUE(plan.result->replan.has_value());
  EXPECT_EQ(plan.result->replan->people_changed, 3);
  EXPECT_EQ(plan.result->replan->value_lost, -7);
  EXPECT_EQ(plan.result->replan->value_lost_alone, std::nullopt);
  EXPECT_EQ(plan.result->replan->chains_gone, 4);
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto found, store_->FindRequested(kTenant, "r1", "h1"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, "a");
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto none, store_->FindRequested(kTenant, "r9", "h1"));
  EXPECT_FALSE(none.has_value());
  EXPECT_THAT(store_->FindRequested(kTenant, "r1", "h2").status(),
              FailsWith(StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
}

TEST_P(PlanStoreTest, ASecretIsMadeOnce) {
  const std::string fresh("\0\x01\xff", 3);
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string first, store_->GetSecret(kTenant, "s", fresh));
  EXPECT_EQ(first, fresh);
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string again, store_->GetSecret(kTenant, "s", "other"));
  EXPECT_EQ(again, fresh);
}

INSTANTIATE_TEST_SUITE_P(Databases, PlanStoreTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::matching
