// Plans from request to result: one is made at a time, the others wait in a bounded queue; a restart takes
// unfinished plans up again; watchers see progress. Of several replicas on one database each plan is made by one:
// the one that holds its lease. Thread-safe.
#ifndef SELARAS_SERVICES_MATCHING_APP_PLAN_DESK_H_
#define SELARAS_SERVICES_MATCHING_APP_PLAN_DESK_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/call_scope.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/base/log.h"
#include "libs/metrics/metrics.h"
#include "services/matching/app/cycle_store.h"
#include "services/matching/app/plan_record.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/app/planner.h"
#include "services/matching/app/progress_board.h"
#include "services/matching/app/replan.h"

namespace selaras::matching {

class PlanDesk {
 public:
  struct Deps {
    PlanStore& store;
    CycleStore& cycles;
    Planner& planner;
    const Clock& clock;
    IdSource& ids;
    const Logger& logger;
    Metrics& metrics;
  };
  struct Options {
    // Queued plans beyond this are refused. DEFAULT 8: at some seconds a plan nobody waits long.
    int queue_limit = 8;
    // How long a replica that went silent keeps its plan; it renews at every sixth. DEFAULT 1 min: longer than any
    // step of planning that tells nothing. A lost replica's plan begins anew after at most one and a half of it.
    absl::Duration lease = absl::Minutes(1);
    // Holder of leases. REQUIRES: another for each desk that runs at the same time, or both make the same plan and one
    // of them in vain. Empty = a new one, which no later process can claim.
    std::string holder;
  };
  PlanDesk(const Deps& deps, const Options& options);
  // Gives the running plan up (it is taken up again at the next start) and ends the worker.
  ~PlanDesk();

  // Takes up unfinished plans and starts the worker. Call once.
  absl::Status Start();
  // As the destructor, earlier.
  void Stop();

  // kResourceExhausted (PLAN_QUEUE_FULL, with a wait). kInvalidArgument: CheckShape of the limits. kFailedPrecondition
  // (REPLAN_CONFLICT): a pin against a ban or another pin. A repeated request_id returns the first plan.
  absl::StatusOr<PlanRecord> Create(const CallScope& call, const PlanSpec& spec,
                                    const std::string& request_id);
  // A child of a finished plan; the same queue. kFailedPrecondition: PLAN_STATE (the parent has not finished),
  // REPLAN_CONFLICT, REPLAN_PIN_UNLAWFUL, PIN_NO_SEAT. kInvalidArgument: REPLAN_REFERENCE_UNKNOWN,
  // REPLAN_NOTHING_ASKED. kAborted (ETAG_STALE). A repeated request_id returns the first child.
  absl::StatusOr<PlanRecord> Replan(const CallScope& call, const ReplanAsk& ask);
  // Stops a queued or running plan; an ended one is kFailedPrecondition (PLAN_STATE).
  absl::StatusOr<PlanRecord> Cancel(const CallScope& call, const std::string& id,
                                    std::optional<int64_t> version);
  // With the newest progress, if it runs.
  absl::StatusOr<PlanRecord> Get(const CallScope& call, const std::string& id);
  // Calls `sink` with the plan now and whenever it changed, at most four times a second, until it has ended,
  // the call is cancelled, or `sink` returns false.
  absl::Status Watch(const CallScope& call, const std::string& id,
                     absl::FunctionRef<bool(const PlanRecord&)> sink);

  // The solved plan for explanations: kept for the newest plans, else rebuilt (some seconds).
  absl::StatusOr<std::shared_ptr<const SolvedPlan>> Solved(const CallScope& call, const PlanRecord& plan);

 private:
  struct Ticket {
    std::string tenant, id;
  };

  absl::StatusOr<PlanRecord> Enqueue(const CallScope& call, PlanRecord plan, const std::string& request_id,
                                     const std::string& request_hash);
  // The cycle is there and its policy is the spec's.
  absl::Status CheckCycle(const CallScope& call, const PlanSpec& spec);
  // Whether the asked constraints speak of the parent's instance.
  absl::Status CheckAsked(const CallScope& call, const PlanRecord& parent, const Constraints& asked);
  absl::StatusOr<bool> Lease(const Ticket& ticket);
  // Queues unfinished plans that nobody here knows: of a replica that is gone, or that had no lease to give.
  void Sweep();

  void Work();
  void MakeOne(const Ticket& ticket);
  // A peer that is away is waited for.
  absl::StatusOr<Planner::Made> MakeWithRetries(const CallScope& call, const PlanRecord& plan,
                                                const StageReport& report);
  absl::Status Finish(PlanRecord plan, absl::StatusOr<Planner::Made> made);
  // Returns after `at_most`, earlier once `enough` holds and changed_ is told.
  void Pause(absl::Duration at_most, absl::FunctionRef<bool()> enough);
  // Null if it is not among the newest.
  std::shared_ptr<const SolvedPlan> Kept(const std::string& id);
  void Keep(const std::string& id, std::shared_ptr<const SolvedPlan> solved);
  // What the solver may start from: the parent, else the newest of the tenant; null if none is kept.
  std::shared_ptr<const SolvedPlan> KnownFor(const PlanRecord& plan);
  // Call with mutex_ held.
  void ShowWaiting();

  Deps deps_;
  const Options options_;
  const std::string holder_;  // Of leases: this desk, as long as it lives.
  ProgressBoard board_;
  CounterSet ended_;
  CounterSet vectors_;
  Gauge& waiting_;
  Histogram& seconds_;

  // Held while an older plan is rebuilt. Taken before mutex_.
  std::mutex rebuild_mutex_;
  // Guards queue_, running_ and kept_.
  std::mutex mutex_;
  // A ticket came, the running plan was cancelled, or the desk stops.
  std::condition_variable changed_;
  std::deque<Ticket> queue_;
  std::string running_;
  std::deque<std::pair<std::string, std::shared_ptr<const SolvedPlan>>> kept_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> cancel_running_ = false;
  std::thread worker_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_PLAN_DESK_H_
