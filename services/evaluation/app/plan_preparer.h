#ifndef SELARAS_SERVICES_EVALUATION_APP_PLAN_PREPARER_H_
#define SELARAS_SERVICES_EVALUATION_APP_PLAN_PREPARER_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/log.h"
#include "libs/metrics/metrics.h"
#include "services/evaluation/app/readers.h"
#include "services/evaluation/app/stores.h"

namespace selaras::evaluation {

// Adds to plans that a decree opened what only the registry knows: units, the receiving head and his tasks, trainings
// for the gaps. Apart from the feed, so that a registry that does not answer delays trainings and not the feed; the
// dates that need no registry are there from the first moment.
class PlanPreparer {
 public:
  struct Deps {
    TransitionStore& plans;
    RegistryReader& registry;
    const Clock& clock;
    const Logger& logger;
    Metrics& metrics;
  };

  // `pause`: between looks; bounds how late a plan is prepared.
  PlanPreparer(const Deps& deps, absl::Duration pause);
  ~PlanPreparer();  // Stop()

  void Start();
  void Stop();

  // Prepares what there is now, on the caller's thread; the number of plans prepared. One that fails is logged and
  // does not keep the others. For tests; not while started.
  absl::StatusOr<int> RunOnce();

 private:
  absl::Status Prepare(const TransitionPlan& plan);
  void Loop();

  const Deps deps_;
  const absl::Duration pause_;
  const CounterSet prepared_;
  Gauge& unclosed_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_APP_PLAN_PREPARER_H_
