#ifndef SELARAS_SERVICES_NEEDS_APP_ANALYSIS_WORKER_H_
#define SELARAS_SERVICES_NEEDS_APP_ANALYSIS_WORKER_H_

// Does the analyses that callers started, one after another, on a thread of its own.
//
// Work lies in the database, not in memory: a worker claims a snapshot for a while, prolongs the claim as it
// goes, and writes the result in one transaction. After a crash or restart any worker of any replica claims
// it again when the claim runs out, and starts it from the beginning; the same registry and needs revisions
// give the same result.

#include <atomic>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/base/log.h"
#include "libs/metrics/metrics.h"
#include "libs/policy/bundle.h"
#include "services/needs/app/change_signal.h"
#include "services/needs/app/record_store.h"
#include "services/needs/app/registry_reader.h"
#include "services/needs/app/snapshot_store.h"

namespace selaras::needs {

class AnalysisWorker {
 public:
  struct Deps {
    RecordStore& records;
    SnapshotStore& snapshots;
    RegistryReader& registry;
    const policy::Bundle& policy;
    const Clock& clock;
    IdSource& ids;
    const Logger& logger;
    Metrics& metrics;
    ChangeSignal& changes;
  };
  struct Options {
    // DEFAULT 20 s. How long a claim lasts without progress: an analysis broken off by a crash waits at most
    // this.
    absl::Duration lease = absl::Seconds(20);
    // DEFAULT 2 s. First wait after the registry was away; it doubles with each attempt.
    absl::Duration retry_after = absl::Seconds(2);
    // DEFAULT 6. Attempts while the registry is away before the snapshot fails.
    int max_attempts = 6;
    // DEFAULT 500 ms. How often the database is asked for work that another replica left.
    absl::Duration poll = absl::Milliseconds(500);
  };

  AnalysisWorker(const Deps& deps, const Options& options);
  // Stops.
  ~AnalysisWorker();

  void Start();
  // Gives the present analysis back, to be claimed at once, and joins the thread. Calling it again does
  // nothing.
  void Stop();

  // Claims and does one analysis, on the calling thread; false if there is none. For tests.
  absl::StatusOr<bool> RunOne();

 private:
  void Loop();
  absl::Status Run(Snapshot& snapshot);
  // Reads, computes, writes.
  absl::Status Analyse(Snapshot& snapshot);

  const Deps deps_;
  const Options options_;
  const std::string owner_;
  CounterSet ended_;
  Histogram& seconds_;
  Gauge& shortage_;
  Gauge& surplus_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_ANALYSIS_WORKER_H_
