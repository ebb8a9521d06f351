#include "services/evaluation/app/plan_preparer.h"

#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/resource/resource_name.h"

namespace selaras::evaluation {
namespace {

constexpr int kBatch = 100;
constexpr absl::Duration kReadTime = absl::Seconds(30);

}  // namespace

PlanPreparer::PlanPreparer(const Deps& deps, absl::Duration pause)
    : deps_(deps),
      pause_(pause),
      prepared_(
          deps.metrics,
          {"selaras_transition_plans_prepared_total", "Transition plans that got their trainings and tasks."},
          "outcome", {"prepared", "failed"}),
      unclosed_(
          deps.metrics.GetGauge({"selaras_transition_plans_open", "Transition plans that are not closed."})) {
}

PlanPreparer::~PlanPreparer() {
  Stop();
}

void PlanPreparer::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void PlanPreparer::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void PlanPreparer::Loop() {
  for (;;) {
    if (const absl::StatusOr<int> done = RunOnce(); !done.ok()) {
      deps_.logger.Log(Severity::kWarning, "cannot look for transition plans",
                       {log_keys::kError(std::string(done.status().message()))});
    }
    const absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), pause_)) return;
  }
}

absl::StatusOr<int> PlanPreparer::RunOnce() {
  int done = 0;
  std::string after;
  for (;;) {
    SELARAS_ASSIGN_OR_RETURN(const std::vector<TransitionPlan> plans, deps_.plans.ListOpen(after, kBatch));
    for (const TransitionPlan& plan : plans) {
      const absl::Status status = Prepare(plan);
      prepared_.At(status.ok() ? "prepared" : "failed").Increment();
      done += status.ok() ? 1 : 0;
      if (!status.ok()) {
        deps_.logger.Log(
            Severity::kWarning, "a transition plan waits for the registry",
            {log_keys::kError(std::string(status.message())), log_keys::kReason(ReasonOf(status))});
      }
      if (const absl::MutexLock lock(&mutex_); stopping_) return done;
    }
    if (plans.size() < static_cast<size_t>(kBatch)) break;
    after = plans.back().id;
  }
  SELARAS_ASSIGN_OR_RETURN(const int64_t unclosed, deps_.plans.CountUnclosed());
  unclosed_.Set(static_cast<double>(unclosed));
  return done;
}

absl::Status PlanPreparer::Prepare(const TransitionPlan& plan) {
  CallScope call;
  call.tenant = plan.tenant;
  call.deadline = deps_.clock.Now() + kReadTime;
  call.clock = &deps_.clock;
  Preparation preparation;
  if (!plan.move.from_post.empty()) {
    SELARAS_ASSIGN_OR_RETURN(const PostFact from, deps_.registry.ReadPost(call, plan.move.from_post));
    preparation.from_unit = from.org_unit;
  }
  SELARAS_ASSIGN_OR_RETURN(const PostFact to, deps_.registry.ReadPost(call, plan.move.to_post));
  SELARAS_ASSIGN_OR_RETURN(const PositionFact position, deps_.registry.ReadPosition(call, to.position));
  SELARAS_ASSIGN_OR_RETURN(const auto levels, deps_.registry.ReadLevels(call, plan.move.employee));
  SELARAS_ASSIGN_OR_RETURN(preparation.receiving_head, deps_.registry.ReadHead(call, to.org_unit));
  // Who takes over as head receives himself from nobody here.
  if (to.head_of_unit || preparation.receiving_head == plan.move.employee) preparation.receiving_head = "";
  preparation.to_unit = to.org_unit;
  preparation.agency = LastPart(to.agency);
  preparation.steps = StepsOfPost(plan.effective_date, levels, position.standard);
  return deps_.plans.Prepare(plan.tenant, plan.id, preparation);
}

}  // namespace selaras::evaluation
