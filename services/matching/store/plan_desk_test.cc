// Desks over the real store: several replicas on one database, and what becomes of a plan from request to end. The
// peers are a small province in memory that can be made to wait.
#include "services/matching/app/plan_desk.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/log.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/policy/bundle.h"
#include "libs/province/testing/small_province.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"
#include "services/matching/app/cycle_desk.h"
#include "services/matching/app/policy_book.h"
#include "services/matching/app/spec_text.h"
#include "services/matching/app/vector_cache.h"
#include "services/matching/store/sql_bundle_store.h"
#include "services/matching/store/sql_cycle_store.h"
#include "services/matching/store/sql_plan_store.h"
#include "services/matching/store/testing/feed_of.h"

namespace selaras::matching {
namespace {

using ::absl::StatusCode;
using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;

constexpr char kTenant[] = "t1";

// Both peers: two puskesmas at revision 7, or nobody at home.
class SmallPeers final : public RegistryReader, public NeedsReader {
 public:
  absl::StatusOr<Province> ReadProvince(const CallScope& call, ReadAt& at,
                                        const ReadProgress& progress) override {
    std::unique_lock lock(mutex_);
    ++reading_;
    changed_.notify_all();
    while (held_ && !call.cancelled()) {
      changed_.wait_for(lock, std::chrono::milliseconds(5));
      lock.unlock();
      progress(0, 0);
      lock.lock();
    }
    --reading_;
    if (call.cancelled()) return absl::CancelledError("given up");
    at = {7, absl::CivilDay(2026, 1, 1)};
    return province::TwoPuskesmas();
  }
  absl::StatusOr<std::vector<Position>> ReadPositions(const CallScope&, const ReadAt&) override {
    return province::TwoPuskesmas().positions;
  }
  absl::StatusOr<ProfileRevisions> ReadProfileRevisions(const CallScope&, const ReadAt&) override {
    return absl::UnimplementedError("not asked by plans");
  }
  absl::StatusOr<std::vector<std::pair<std::string, Competency>>> ReadCompetencies(
      const CallScope&, const ReadAt&, absl::Span<const std::string>) override {
    return std::vector<std::pair<std::string, Competency>>();
  }
  absl::StatusOr<NeedsRead> ReadNeeds(const CallScope&, const std::string&) override {
    return NeedsRead{{7, absl::CivilDay(2026, 1, 1)}, "needs hash", province::TwoPuskesmas().needs};
  }

  // Readers wait until they are let go.
  void Hold(bool held) {
    const std::lock_guard lock(mutex_);
    held_ = held;
    changed_.notify_all();
  }
  void AwaitReader() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return reading_ > 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  int reading_ = 0;
};

class PlanDeskTest : public sql::DatabaseTest {
 protected:
  // One process of the service.
  struct Replica {
    Replica(PlanDeskTest& test, uint64_t seed, absl::Duration lease = absl::Seconds(2))
        : ids(seed),
          log(ids, test.events_),
          store(test.db(), log),
          cycles(test.db(), log),
          vectors(test.peers_, cache),
          bundles(test.db(), log),
          facts({test.peers_, test.peers_, vectors, bundles}),
          planner({store, facts, ids}),
          logger(test.clock_, {.service = "matching", .sink = [](absl::string_view) {}}),
          desk({store, cycles, planner, test.clock_, ids, logger, metrics},
               {.lease = lease, .holder = absl::StrCat("host ", seed)}) {}

    SeededIdSource ids;
    ActLog log;
    SqlPlanStore store;
    SqlCycleStore cycles;
    NoVectorCache cache;
    VectorSource vectors;
    SqlBundleStore bundles;
    PlanFactSource facts;
    Planner planner;
    Logger logger;
    PrometheusMetrics metrics;
    PlanDesk desk;
  };

  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), kSchema, "matching"), IsOk());
    first_.emplace(*this, 1);
    const auto bundle = policy::Bundle::Load(SELARAS_SOURCE_DIR "/deploy/policy", "seimbang");
    ASSERT_THAT(bundle.status(), IsOk());
    std::vector<PolicyRecord::File> files;
    for (const policy::File& file : bundle->files()) files.push_back({file.name, file.text});
    auto policy = RecordOf(std::move(files));
    ASSERT_THAT(policy.status(), IsOk());
    policy->seal_time = clock_.Now();
    ASSERT_THAT(first_->store.SealPolicy(ActOf(Call(), "SealPolicy"), *policy), IsOk());
    policy_ = policy->id;
  }

  CallScope Call() const {
    CallScope call;
    call.principal.id = "analyst";
    call.actor = "analyst";
    call.tenant = kTenant;
    call.clock = &clock_;
    return call;
  }

  PlanSpec Spec() const {
    PlanSpec spec;
    spec.policy = policy_;
    spec.need_snapshot = "n1";
    spec.max_moves = -1;
    return spec;
  }

  PlanRecord EndOf(Replica& replica, const std::string& id) {
    while (true) {
      auto plan = replica.store.GetPlan(kTenant, id);
      EXPECT_TRUE(plan.ok()) << plan.status();
      if (!plan.ok() || IsEnded(plan->state)) return *plan;
      absl::SleepFor(absl::Milliseconds(10));
    }
  }

  int Finished() {
    int finished = 0;
    for (const std::string& kind : KindsOf(db())) finished += kind == "PlanFinished" ? 1 : 0;
    return finished;
  }

  SystemClock clock_;
  PlainEvents events_;
  SmallPeers peers_;
  std::optional<Replica> first_;
  std::string policy_;
};

// Two processes on one database: the second finds the plan, but the first holds it.
TEST_P(PlanDeskTest, APlanIsMadeByOneReplicaAndByAnotherWhenThatOneStops) {
  peers_.Hold(true);
  ASSERT_THAT(first_->desk.Start(), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord queued, first_->desk.Create(Call(), Spec(), "r1"));
  peers_.AwaitReader();
  Replica second(*this, 2);
  ASSERT_THAT(second.desk.Start(), IsOk());
  const absl::Time now = clock_.Now();
  SELARAS_ASSERT_OK_AND_ASSIGN(
      const bool free, second.store.LeasePlan(kTenant, queued.id, "a third", now, now + absl::Seconds(1)));
  EXPECT_FALSE(free) << "the first replica holds it";
  first_->desk.Stop();
  peers_.Hold(false);
  EXPECT_EQ(EndOf(second, queued.id).state, PlanState::kPlanned);
  EXPECT_EQ(Finished(), 1);
}

// Killed without a word, the lease still standing for an hour: under its own name the next process takes it at once.
TEST_P(PlanDeskTest, ARestartedReplicaTakesUpItsOwnPlans) {
  peers_.Hold(true);
  Replica before(*this, 3, absl::Hours(1));
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord queued, before.desk.Create(Call(), Spec(), "r1"));
  const absl::Time now = clock_.Now();
  SELARAS_ASSERT_OK_AND_ASSIGN(
      const bool leased, before.store.LeasePlan(kTenant, queued.id, "host 3", now, now + absl::Hours(1)));
  ASSERT_TRUE(leased);
  peers_.Hold(false);
  Replica after(*this, 3, absl::Hours(1));
  ASSERT_THAT(after.desk.Start(), IsOk());
  EXPECT_EQ(EndOf(after, queued.id).state, PlanState::kPlanned);
}

// Cancelled at one replica, it stops at the other.
TEST_P(PlanDeskTest, ACancelReachesTheReplicaThatMakesThePlan) {
  peers_.Hold(true);
  ASSERT_THAT(first_->desk.Start(), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord queued, first_->desk.Create(Call(), Spec(), "r1"));
  peers_.AwaitReader();
  Replica second(*this, 2);
  ASSERT_THAT(second.desk.Cancel(Call(), queued.id, std::nullopt), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord next, first_->desk.Create(Call(), Spec(), "r2"));
  // Only when it has let the first go does the worker come to the next: the peers still hold every reader.
  while (Finished() == 0) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(EndOf(*first_, queued.id).state, PlanState::kCancelled);
  while (first_->desk.Get(Call(), next.id)->state == PlanState::kQueued)
    absl::SleepFor(absl::Milliseconds(10));
  peers_.Hold(false);
  EXPECT_EQ(EndOf(*first_, next.id).state, PlanState::kPlanned);
  EXPECT_EQ(Finished(), 2);
  EXPECT_EQ(FieldsOf(db(), kTenant, "plans/" + queued.id).at("verdict"), "CANCELLED");
}

TEST_P(PlanDeskTest, AFailureSaysWhatItIsAbout) {
  ASSERT_THAT(first_->desk.Start(), IsOk());
  PlanSpec spec = Spec();
  spec.limits.self_requests = {"nobody"};
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord queued, first_->desk.Create(Call(), spec, "r1"));
  const PlanRecord ended = EndOf(*first_, queued.id);
  EXPECT_EQ(ended.state, PlanState::kFailed);
  EXPECT_EQ(ended.failure_reason, "PLAN_REFERENCE_UNKNOWN");
  EXPECT_EQ(ended.failure_metadata.at("id"), "nobody");
  EXPECT_EQ(ended.asked_by, "analyst");
}

// What nothing can keep is a result with every conflict; nobody releases it; a replan relaxes it.
TEST_P(PlanDeskTest, AnInfeasiblePlanSaysWhyIsNeverReleasedAndCanBeRelaxed) {
  ASSERT_THAT(first_->desk.Start(), IsOk());
  PlanSpec spec = Spec();
  spec.max_moves = 1;
  spec.limits.caps = {{"", "pisang", 0, std::nullopt}};
  spec.pins = {{"e1", "pisang.bidan", "perlu"},
               {"e2", "pisang.bidan", "perlu"},
               {"e3", "urang.klerek", "tidak boleh"}};
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord queued, first_->desk.Create(Call(), spec, "r1"));
  const PlanRecord ended = EndOf(*first_, queued.id);
  ASSERT_EQ(ended.state, PlanState::kPlanned) << ended.failure_reason;
  EXPECT_EQ(VerdictOf(*ended.result), PlanVerdict::kInfeasible);
  std::set<std::string> reasons;
  for (const Conflict& conflict : ended.result->conflicts) reasons.insert(conflict.reason);
  EXPECT_EQ(reasons, (std::set<std::string>{"PIN_UNLAWFUL", "PINS_OVER_ARRIVALS", "PINS_OVER_LIMIT"}));
  EXPECT_EQ(ended.spec.limits.caps.size(), 1u);
  EXPECT_EQ(ended.result->summary.employees, 6);
  EXPECT_EQ(ended.result->summary.moves, 0);
  EXPECT_EQ(FieldsOf(db(), kTenant, "plans/" + queued.id).at("verdict"), "INFEASIBLE");
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto moves, AllMoves(first_->store, kTenant, ended.id));
  EXPECT_TRUE(moves.empty());
  CycleDesk cycles({first_->cycles, first_->store, clock_, first_->ids});
  EXPECT_THAT(cycles.ReleasePlan(Call(), ended.id, ended.version, "r2").status(),
              FailsWith(StatusCode::kFailedPrecondition, "PLAN_INFEASIBLE"));
  EXPECT_THAT(first_->desk.Solved(Call(), ended).status(),
              FailsWith(StatusCode::kFailedPrecondition, "PLAN_INFEASIBLE"));

  ReplanAsk ask;
  ask.parent = ended.id;
  ask.request_id = "r3";
  ask.more.bans = {{"e3", "urang.klerek", "lepas penetapan"}};
  ask.relaxed.max_moves = 2;
  ask.relaxed.limits = PlanLimits{};
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord child, first_->desk.Replan(Call(), ask));
  const PlanRecord made = EndOf(*first_, child.id);
  ASSERT_EQ(made.state, PlanState::kPlanned) << made.failure_reason;
  EXPECT_TRUE(made.result->conflicts.empty());
  EXPECT_EQ(made.result->summary.moves, 2);
  EXPECT_FALSE(made.result->replan.has_value()) << "there was nothing to stay near";
  ask.relaxed.limits->max_chain_moves = -1;
  ask.request_id = "r4";
  EXPECT_THAT(first_->desk.Replan(Call(), ask).status(),
              FailsWith(StatusCode::kInvalidArgument, "INVALID_FIELDS"));
}

TEST_P(PlanDeskTest, MalformedLimitsAreRefusedAtTheCall) {
  PlanSpec spec = Spec();
  spec.limits.absorption_permille = -5;
  EXPECT_THAT(first_->desk.Create(Call(), spec, "r1").status(),
              FailsWith(StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  spec.limits = {};
  spec.pins = {{"e1", "pisang.bidan", ""}};
  spec.bans = {{"e1", "", ""}};
  EXPECT_THAT(first_->desk.Create(Call(), spec, "r2").status(),
              FailsWith(StatusCode::kFailedPrecondition, "REPLAN_CONFLICT"));
}

// Limits and what became of them survive the store, whole.
TEST_P(PlanDeskTest, LimitsAndTheirUseAreKept) {
  ASSERT_THAT(first_->desk.Start(), IsOk());
  PlanSpec spec = Spec();
  spec.limits.caps = {{"prov", "", 7, std::nullopt}, {"", "pisang", 1, 4}};
  spec.limits.groups = {{GroupKind::kApart, GroupLevel::kUnit, {"e1", "e6"}}};
  spec.limits.absorption_permille = 900;
  spec.limits.self_requests = {"e2"};
  spec.limits.max_chain_moves = 3;
  spec.limits.chains_within_agencies = true;
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord queued, first_->desk.Create(Call(), spec, "r1"));
  const PlanRecord ended = EndOf(*first_, queued.id);
  ASSERT_EQ(ended.state, PlanState::kPlanned) << ended.failure_reason;
  EXPECT_EQ(SpecText(ended.spec), SpecText(spec));
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto solved, first_->desk.Solved(Call(), ended));
  EXPECT_EQ(ended.result->limits, solved->plan.limits);
  EXPECT_GE(ended.result->limits.size(), 6u);
  const auto cap = std::find_if(ended.result->limits.begin(), ended.result->limits.end(),
                                [](const LimitUse& use) { return use.within == "orgUnits/pisang"; });
  ASSERT_NE(cap, ended.result->limits.end());
  EXPECT_EQ(cap->used, 1);
  // Another process rebuilds it from facts and certificate.
  Replica second(*this, 2);
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto rebuilt, second.desk.Solved(Call(), ended));
  EXPECT_EQ(rebuilt->plan.limits, ended.result->limits);
}

// The request of a replan, from the desk's side.
TEST_P(PlanDeskTest, AReplanIsQueuedOnceAndItsChildStaysWithTheParentsFacts) {
  ASSERT_THAT(first_->desk.Start(), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord queued, first_->desk.Create(Call(), Spec(), "r1"));
  ReplanAsk ask;
  ask.parent = queued.id;
  ask.more.bans = {{"e1", "", "veto"}};
  ask.request_id = "r2";
  const PlanRecord parent = EndOf(*first_, queued.id);
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto moves, AllMoves(first_->store, kTenant, parent.id));
  ASSERT_EQ(moves.size(), 2u);
  ask.more.bans[0].employee = moves[0].employee;
  ask.version = parent.version;
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord child, first_->desk.Replan(Call(), ask));
  EXPECT_EQ(child.parent, parent.id);
  EXPECT_EQ(child.spec.registry_revision, 7);
  const PlanRecord made = EndOf(*first_, child.id);
  ASSERT_EQ(made.state, PlanState::kPlanned) << made.failure_reason;
  // A midwife of the five takes his place; the other who goes, goes.
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto now, AllMoves(first_->store, kTenant, child.id));
  EXPECT_EQ(now.size(), 2u);
  for (const MoveRecord& move : now) EXPECT_NE(move.employee, moves[0].employee);
  EXPECT_EQ(made.result->replan->people_changed, 2);
  EXPECT_EQ(made.result->replan->chains_kept, 1);
  EXPECT_EQ(made.result->replan->chains_gone, 1);

  // A repeat finds the child, however old its etag; with a fresh request the old etag is refused.
  const auto release = [&](const ReleaseView& view) {
    view.plan.state = PlanState::kReleased;
    return absl::OkStatus();
  };
  Act act = ActOf(Call(), "ReleasePlan", "r3", "x");
  ASSERT_THAT(first_->cycles.ReleasePlan(act, parent.id, std::nullopt, release), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord again, first_->desk.Replan(Call(), ask));
  EXPECT_EQ(again.id, child.id);
  ask.request_id = "r4";
  EXPECT_THAT(first_->desk.Replan(Call(), ask).status(), FailsWith(StatusCode::kAborted, "ETAG_STALE"));
  ask.version = std::nullopt;
  ask.more.bans[0].employee = "nobody";
  // A replica that has not the plan at hand reads the parent's instance from the store.
  Replica second(*this, 2);
  for (Replica* replica : {&*first_, &second}) {
    EXPECT_THAT(replica->desk.Replan(Call(), ask).status(),
                FailsWith(StatusCode::kInvalidArgument, "REPLAN_REFERENCE_UNKNOWN"));
  }
}

TEST_P(PlanDeskTest, AnUnfinishedParentHasNoChildren) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord queued, first_->desk.Create(Call(), Spec(), "r1"));
  ReplanAsk ask;
  ask.parent = queued.id;
  ask.more.bans = {{"e1", "", ""}};
  ask.request_id = "r2";
  EXPECT_THAT(first_->desk.Replan(Call(), ask).status(),
              FailsWith(StatusCode::kFailedPrecondition, "PLAN_STATE"));
}

INSTANTIATE_TEST_SUITE_P(Databases, PlanDeskTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::matching
