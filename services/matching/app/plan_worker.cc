// The worker of PlanDesk: takes plans from the queue under a lease and makes them.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "services/matching/app/plan_desk.h"

namespace selaras::matching {
namespace {

// A peer that restarts is back within about a minute.
constexpr int kAttempts = 7;
constexpr absl::Duration kFirstWait = absl::Seconds(1);
constexpr int kRenewals = 6;  // Of a lease, within its time.

// Milliseconds per stage: the time since the last change belongs to the stage before.
class StageClock {
 public:
  explicit StageClock(const Clock& clock) : clock_(clock), since_(clock.Now()) {}

  void Enter(const std::string& stage, PlanProgress& progress) {
    if (stage == progress.stage) return;
    Leave(progress);
    progress.stage = stage;
  }
  void Leave(PlanProgress& progress) {
    const absl::Time now = clock_.Now();
    if (!progress.stage.empty()) progress.stage_ms[progress.stage] += absl::ToInt64Milliseconds(now - since_);
    since_ = now;
  }

 private:
  const Clock& clock_;
  absl::Time since_;
};

}  // namespace

void PlanDesk::Work() {
  while (true) {
    Ticket ticket;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait_for(lock, absl::ToChronoNanoseconds(options_.lease / 2),
                             [this] { return stopping_ || !queue_.empty(); })) {
        lock.unlock();
        Sweep();
        continue;
      }
      if (stopping_) return;
      ticket = queue_.front();
      queue_.pop_front();
      running_ = ticket.id;
      cancel_running_ = false;
    }
    MakeOne(ticket);
    const std::lock_guard lock(mutex_);
    running_.clear();
    ShowWaiting();
  }
}

void PlanDesk::Sweep() {
  const absl::StatusOr<std::vector<PlanRecord>> unfinished = deps_.store.ListUnfinished();
  if (!unfinished.ok()) return;  // The next sweep asks again.
  const std::lock_guard lock(mutex_);
  for (const PlanRecord& plan : *unfinished) {
    const bool known =
        std::any_of(queue_.begin(), queue_.end(), [&](const Ticket& ticket) { return ticket.id == plan.id; });
    if (!known) queue_.push_back({plan.tenant, plan.id});
  }
  ShowWaiting();
}

absl::StatusOr<bool> PlanDesk::Lease(const Ticket& ticket) {
  const absl::Time now = deps_.clock.Now();
  return deps_.store.LeasePlan(ticket.tenant, ticket.id, holder_, now, now + options_.lease);
}

void PlanDesk::MakeOne(const Ticket& ticket) {
  absl::StatusOr<PlanRecord> plan = deps_.store.GetPlan(ticket.tenant, ticket.id);
  if (!plan.ok()) {
    deps_.logger.Log(
        selaras::Severity::kError, "a queued plan was not read; the next start takes it up",
        {log_keys::kResource(absl::StrCat("plans/", ticket.id)), log_keys::kError(plan.status().ToString())});
    board_.Remove(ticket.id);
    return;
  }
  if (IsEnded(plan->state)) return;
  // Another replica makes it: if that one is lost, a later sweep finds the plan again.
  if (const absl::StatusOr<bool> leased = Lease(ticket); !leased.ok() || !*leased) {
    board_.Remove(ticket.id);
    return;
  }
  absl::Time renew = deps_.clock.Now() + options_.lease / kRenewals;
  bool lost = false;
  CallScope call;
  call.tenant = ticket.tenant;
  call.clock = &deps_.clock;
  call.is_cancelled = [this, &lost] { return stopping_ || cancel_running_ || lost; };
  const absl::Time start = deps_.clock.Now();
  StageClock stage_clock(deps_.clock);
  plan->progress = {};
  const StageReport report = [&](PlanState state, const std::string& stage, int64_t done, int64_t total) {
    const bool changed = stage != plan->progress.stage || done != plan->progress.done;
    stage_clock.Enter(stage, plan->progress);
    plan->state = state;
    plan->progress.done = done;
    plan->progress.total = total;
    if (changed) board_.Post(*plan);
    if (deps_.clock.Now() >= renew) {
      const absl::StatusOr<bool> leased = Lease(ticket);
      lost = leased.ok() && !*leased;  // A database that is away says nothing about the lease.
      renew = deps_.clock.Now() + options_.lease / kRenewals;
    }
    return !call.cancelled();
  };
  absl::StatusOr<Planner::Made> made = MakeWithRetries(call, *plan, report);
  stage_clock.Leave(plan->progress);
  if (stopping_) {  // Taken up again at the next start, here or by another replica.
    deps_.store.EndLease(ticket.tenant, ticket.id, holder_).IgnoreError();
    return;
  }
  if (lost && !cancel_running_) {
    board_.Remove(ticket.id);
    return;
  }
  const absl::Status finished = Finish(*plan, std::move(made));
  seconds_.Observe(absl::ToDoubleSeconds(deps_.clock.Now() - start));
  if (!finished.ok()) {
    deps_.logger.Log(
        selaras::Severity::kError, "the end of a plan was not stored",
        {log_keys::kResource(absl::StrCat("plans/", ticket.id)), log_keys::kError(finished.ToString())});
  }
  board_.Remove(ticket.id);
}

absl::StatusOr<Planner::Made> PlanDesk::MakeWithRetries(const CallScope& call, const PlanRecord& plan,
                                                        const StageReport& report) {
  absl::Duration wait = kFirstWait;
  const std::shared_ptr<const SolvedPlan> known = KnownFor(plan);
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<Planner::Made> made = deps_.planner.Make(call, plan, known.get(), report);
    if (made.ok() || made.status().code() != absl::StatusCode::kUnavailable || attempt == kAttempts)
      return made;
    // In steps, so that the lease is renewed meanwhile.
    const absl::Time until = deps_.clock.Now() + wait;
    for (absl::Time now = deps_.clock.Now(); now < until; now = deps_.clock.Now()) {
      if (!report(PlanState::kBuilding, "waiting", 0, 0)) return made;
      Pause(std::min(until - now, options_.lease / kRenewals), [&] { return call.cancelled(); });
    }
    wait *= 2;
  }
}

absl::Status PlanDesk::Finish(PlanRecord plan, absl::StatusOr<Planner::Made> made) {
  if (made.ok()) {
    const PlanVerdict verdict = VerdictOf(made->outcome.result);
    ended_
        .At(verdict == PlanVerdict::kOptimal  ? "optimal"
            : verdict == PlanVerdict::kWithin ? "within"
                                              : "infeasible")
        .Increment();
    vectors_.At("cache").Increment(static_cast<double>(made->outcome.result.cache_hits));
    vectors_.At("computed").Increment(static_cast<double>(made->outcome.result.cache_misses));
    if (made->solved != nullptr) Keep(plan.id, made->solved);
    return deps_.store.FinishPlan(plan.tenant, plan.id, deps_.clock.Now(), plan.progress, made->outcome)
        .status();
  }
  const bool cancelled = made.status().code() == absl::StatusCode::kCancelled;
  ended_.At(cancelled ? "cancelled" : "failed").Increment();
  const std::string reason = ReasonOf(made.status());
  deps_.logger.Log(selaras::Severity::kWarning, "plan ended without result",
                   {log_keys::kResource(absl::StrCat("plans/", plan.id)), log_keys::kReason(reason),
                    log_keys::kError(made.status().ToString())});
  return deps_.store
      .UpdatePlan(WorkerAct(plan.tenant, plan.traceparent, deps_.clock.Now()), plan.id, std::nullopt,
                  [&](PlanRecord& stored) {
                    if (IsEnded(stored.state)) return absl::OkStatus();  // Cancel was first.
                    stored.state = cancelled ? PlanState::kCancelled : PlanState::kFailed;
                    stored.failure_reason =
                        reason.empty() ? absl::StatusCodeToString(made.status().code()) : reason;
                    const Metadata metadata = MetadataOf(made.status());
                    stored.failure_metadata.insert(metadata.begin(), metadata.end());
                    stored.progress = plan.progress;
                    stored.end_time = deps_.clock.Now();
                    return absl::OkStatus();
                  })
      .status();
}

}  // namespace selaras::matching
