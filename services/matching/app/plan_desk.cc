#include "services/matching/app/plan_desk.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/assignment/instance_text.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/app/plan_outcome.h"
#include "services/matching/app/spec_text.h"

namespace selaras::matching {
namespace {

constexpr absl::Duration kWatchStep = absl::Milliseconds(250);  // Four a second, as the contract says.
constexpr absl::Duration kUnpostedStep = absl::Seconds(1);
constexpr size_t kKeptPlans = 2;  // Each holds a whole province.

absl::Status StateError(const PlanRecord& plan) {
  return Error(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", {{"plan", plan.id}});
}

}  // namespace

PlanDesk::PlanDesk(const Deps& deps, const Options& options)
    : deps_(deps),
      options_(options),
      holder_(options.holder.empty() ? deps.ids.NewId() : options.holder),
      ended_(deps.metrics, {"selaras_plans_ended_total", "Plans that ended, by verdict or failure."},
             "outcome", {"optimal", "within", "infeasible", "failed", "cancelled"}),
      vectors_(deps.metrics,
               {"selaras_plan_vectors_total", "Profile vectors that plans used, by where they came from."},
               "source", {"cache", "computed"}),
      waiting_(deps.metrics.GetGauge({"selaras_plans_waiting", "Plans queued or being made."})),
      seconds_(
          deps.metrics.GetHistogram({"selaras_plan_seconds", "Time from start to end of making one plan."},
                                    {1, 2, 5, 10, 20, 30, 60, 120, 300, 600})) {}

PlanDesk::~PlanDesk() {
  Stop();
}

absl::Status PlanDesk::Start() {
  SELARAS_ASSIGN_OR_RETURN(const std::vector<PlanRecord> unfinished, deps_.store.ListUnfinished());
  {
    const std::lock_guard lock(mutex_);
    for (const PlanRecord& plan : unfinished) queue_.push_back({plan.tenant, plan.id});
    ShowWaiting();
  }
  for (const PlanRecord& plan : unfinished) board_.Post(plan);
  worker_ = std::thread([this] { Work(); });
  return absl::OkStatus();
}

void PlanDesk::Stop() {
  {
    // Under the lock, or a worker between its question and its wait would miss it.
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  board_.Close();
  if (worker_.joinable()) worker_.join();
}

absl::StatusOr<PlanRecord> PlanDesk::Create(const CallScope& call, const PlanSpec& spec,
                                            const std::string& request_id) {
  if (request_id.empty())
    return InvalidField("request_id", "must be set: it keeps a repeated call from acting twice");
  SELARAS_RETURN_IF_ERROR(deps_.store.GetPolicy(call.tenant, spec.policy).status());
  for (const std::string& family : spec.families) SELARAS_RETURN_IF_ERROR(ParseFamily(family).status());
  SELARAS_RETURN_IF_ERROR(CheckShape(spec.limits, "spec.limits"));
  SELARAS_RETURN_IF_ERROR(JoinConstraints({}, {spec.pins, spec.bans}).status());
  SELARAS_RETURN_IF_ERROR(CheckCycle(call, spec));
  PlanRecord plan;
  plan.spec = spec;
  return Enqueue(call, std::move(plan), request_id, Sha256Hex(SpecText(spec)));
}

absl::Status PlanDesk::CheckCycle(const CallScope& call, const PlanSpec& spec) {
  if (spec.cycle.empty()) return absl::OkStatus();
  SELARAS_ASSIGN_OR_RETURN(const CycleRecord cycle, deps_.cycles.GetCycle(call.tenant, spec.cycle));
  if (cycle.cycle.policy.empty() || cycle.cycle.policy == spec.policy) return absl::OkStatus();
  return InvalidField("spec.policy", absl::StrCat("the policy of the cycle: policies/", cycle.cycle.policy));
}

absl::StatusOr<PlanRecord> PlanDesk::Replan(const CallScope& call, const ReplanAsk& ask) {
  if (ask.request_id.empty())
    return InvalidField("request_id", "must be set: it keeps a repeated call from acting twice");
  SELARAS_ASSIGN_OR_RETURN(const PlanRecord parent, deps_.store.GetPlan(call.tenant, ask.parent));
  if (!parent.result.has_value()) return StateError(parent);
  SELARAS_ASSIGN_OR_RETURN(const std::vector<MoveRecord> moves,
                           AllMoves(deps_.store, call.tenant, ask.parent));
  SELARAS_ASSIGN_OR_RETURN(const Constraints asked, AskedOf(ask, moves));
  PlanRecord child;
  child.parent = parent.id;
  SELARAS_ASSIGN_OR_RETURN(child.spec, ChildSpec(parent, asked, ask.relaxed));
  const std::string hash = Sha256Hex(absl::StrCat("replan ", parent.id, "\n", SpecText(child.spec)));
  // Before the etag: it is a repeat's own doing if somebody released the parent in between.
  SELARAS_ASSIGN_OR_RETURN(const std::optional<PlanRecord> first,
                           deps_.store.FindRequested(call.tenant, ask.request_id, hash));
  if (first.has_value()) return *first;
  if (ask.version.has_value() && *ask.version != parent.version) {
    return Error(absl::StatusCode::kAborted, "ETAG_STALE", {{"resource", absl::StrCat("plans/", parent.id)}});
  }
  // Of an infeasible parent there is no instance to hold the question against: the child itself tells.
  if (parent.result->conflicts.empty()) SELARAS_RETURN_IF_ERROR(CheckAsked(call, parent, asked));
  return Enqueue(call, std::move(child), ask.request_id, hash);
}

absl::Status PlanDesk::CheckAsked(const CallScope& call, const PlanRecord& parent, const Constraints& asked) {
  SELARAS_ASSIGN_OR_RETURN(const std::string secret, deps_.planner.PseudonymSecret(call.tenant));
  const auto key_of = [&](absl::string_view employee) { return PersonKey(secret, employee); };
  const Constraints before = {parent.spec.pins, parent.spec.bans};
  if (const auto kept = Kept(parent.id); kept != nullptr) {
    return CheckConstraints(kept->problem->instance(), parent.id, before, asked, key_of);
  }
  std::string text;
  SELARAS_RETURN_IF_ERROR(
      deps_.store.ReadFile(call.tenant, parent.id, PlanFile::kInstance, [&](absl::string_view part) {
        text.append(part.data(), part.size());
        return absl::OkStatus();
      }));
  SELARAS_ASSIGN_OR_RETURN(const assignment::Instance instance, assignment::ParseInstance(text));
  return CheckConstraints(instance, parent.id, before, asked, key_of);
}

absl::StatusOr<PlanRecord> PlanDesk::Enqueue(const CallScope& call, PlanRecord plan,
                                             const std::string& request_id, const std::string& request_hash) {
  SELARAS_ASSIGN_OR_RETURN(const std::optional<PlanRecord> first,
                           deps_.store.FindRequested(call.tenant, request_id, request_hash));
  if (first.has_value()) return *first;
  const std::lock_guard lock(mutex_);
  if (static_cast<int>(queue_.size()) >= options_.queue_limit) {
    return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "PLAN_QUEUE_FULL"), absl::Seconds(30));
  }
  plan.tenant = call.tenant;
  plan.id = deps_.ids.NewId();
  plan.create_time = deps_.clock.Now();
  plan.asked_by = call.actor;
  plan.traceparent = FormatTraceparent(call.trace);
  SELARAS_ASSIGN_OR_RETURN(const PlanRecord stored, deps_.store.CreatePlan(plan, request_id, request_hash));
  if (stored.id == plan.id) {
    queue_.push_back({plan.tenant, plan.id});
    ShowWaiting();
    board_.Post(stored);
    changed_.notify_all();
  }
  return stored;
}

absl::StatusOr<PlanRecord> PlanDesk::Cancel(const CallScope& call, const std::string& id,
                                            std::optional<int64_t> version) {
  SELARAS_ASSIGN_OR_RETURN(PlanRecord plan, deps_.store.GetPlan(call.tenant, id));
  if (plan.state == PlanState::kCancelled) return plan;  // A repeat, whose etag is old by its own doing.
  SELARAS_ASSIGN_OR_RETURN(plan,
                           deps_.store.UpdatePlan(ActOf(call, "CancelPlan"), id, version, [&](PlanRecord& p) {
                             if (IsEnded(p.state)) return StateError(p);
                             p.state = PlanState::kCancelled;
                             p.end_time = deps_.clock.Now();
                             return absl::OkStatus();
                           }));
  const std::lock_guard lock(mutex_);
  const size_t taken_out = std::erase_if(queue_, [&](const Ticket& ticket) { return ticket.id == id; });
  if (taken_out > 0) ended_.At("cancelled").Increment();  // a running one is counted at its end
  ShowWaiting();
  if (running_ == id) cancel_running_ = true;
  changed_.notify_all();
  board_.Remove(id);
  return plan;
}

absl::StatusOr<PlanRecord> PlanDesk::Get(const CallScope& call, const std::string& id) {
  SELARAS_ASSIGN_OR_RETURN(PlanRecord plan, deps_.store.GetPlan(call.tenant, id));
  if (IsEnded(plan.state)) return plan;
  if (const auto note = board_.Wait(id, -1, absl::ZeroDuration()); note.has_value()) {
    plan.progress = note->plan.progress;
    plan.state = note->plan.state;
  }
  return plan;
}

absl::Status PlanDesk::Watch(const CallScope& call, const std::string& id,
                             absl::FunctionRef<bool(const PlanRecord&)> sink) {
  int64_t seen = -1;
  bool unposted = false;
  while (!call.cancelled() && !stopping_) {
    SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, Get(call, id));
    if (!sink(plan) || IsEnded(plan.state)) return absl::OkStatus();
    // Nobody here posts about it, as when another replica makes it: the store alone tells, asked in steps.
    if (unposted) Pause(kUnpostedStep, [&] { return stopping_ || call.cancelled(); });
    // A change may come at any moment; between two messages at least one step passes.
    const absl::Time next = deps_.clock.Now() + kWatchStep;
    const auto note = board_.Wait(id, seen, absl::Seconds(5));
    unposted = !note.has_value();
    if (note.has_value()) {
      seen = note->change;
      Pause(next - deps_.clock.Now(), [&] { return stopping_.load(); });
    }
  }
  return stopping_ ? Error(absl::StatusCode::kUnavailable, "UNAVAILABLE")
                   : absl::CancelledError("watch ended");
}

absl::StatusOr<std::shared_ptr<const SolvedPlan>> PlanDesk::Solved(const CallScope& call,
                                                                   const PlanRecord& plan) {
  if (auto kept = Kept(plan.id); kept != nullptr) return kept;
  // One at a time: each holds a whole province, and who waited mostly finds his plan rebuilt.
  const std::lock_guard rebuilding(rebuild_mutex_);
  if (auto kept = Kept(plan.id); kept != nullptr) return kept;
  if (call.cancelled()) return absl::CancelledError("explanation given up");
  SELARAS_ASSIGN_OR_RETURN(const auto solved, deps_.planner.Rebuild(call, plan));
  Keep(plan.id, solved);
  return solved;
}

std::shared_ptr<const SolvedPlan> PlanDesk::Kept(const std::string& id) {
  const std::lock_guard lock(mutex_);
  for (const auto& [kept_id, solved] : kept_) {
    if (kept_id == id) return solved;
  }
  return nullptr;
}

std::shared_ptr<const SolvedPlan> PlanDesk::KnownFor(const PlanRecord& plan) {
  if (auto parent = Kept(plan.parent); parent != nullptr) return parent;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, solved] : kept_) {
    if (solved->problem->province().facts().tenant == plan.tenant) return solved;
  }
  return nullptr;
}

void PlanDesk::Pause(absl::Duration at_most, absl::FunctionRef<bool()> enough) {
  if (at_most <= absl::ZeroDuration()) return;
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoNanoseconds(at_most), enough);
}

void PlanDesk::Keep(const std::string& id, std::shared_ptr<const SolvedPlan> solved) {
  const std::lock_guard lock(mutex_);
  kept_.emplace_front(id, std::move(solved));
  if (kept_.size() > kKeptPlans) kept_.pop_back();
}

void PlanDesk::ShowWaiting() {
  waiting_.Set(static_cast<double>(queue_.size() + (running_.empty() ? 0 : 1)));
}

}  // namespace selaras::matching
