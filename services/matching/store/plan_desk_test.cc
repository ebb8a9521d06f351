// Desks over the real store: several replicas on one database, and what becomes of a plan from request to end. The
// peers are a small province in memory that can be made to wait.
#include "services/matching/app/plan_desk.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
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
#include "services/matching/app/policy_book.h"
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
  spec.pins = {{"e1", "urang.klerek", "tidak boleh"}};
  SELARAS_ASSERT_OK_AND_ASSIGN(const PlanRecord queued, first_->desk.Create(Call(), spec, "r1"));
  const PlanRecord ended = EndOf(*first_, queued.id);
  EXPECT_EQ(ended.state, PlanState::kFailed);
  EXPECT_EQ(ended.failure_reason, "PIN_UNLAWFUL");
  EXPECT_EQ(ended.failure_metadata.at("employee"), "e1");
  EXPECT_EQ(ended.failure_metadata.at("post"), "urang.klerek");
  EXPECT_FALSE(ended.failure_metadata.at("rule").empty());
  EXPECT_EQ(ended.asked_by, "analyst");
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
