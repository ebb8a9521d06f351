// Keeps the snapshots on which live ranking rests: one per tenant that asks, followed by a thread of its own, swapped
// whole. Thread-safe.
#ifndef SELARAS_SERVICES_MATCHING_APP_SNAPSHOT_KEEPER_H_
#define SELARAS_SERVICES_MATCHING_APP_SNAPSHOT_KEEPER_H_

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/log.h"
#include "libs/metrics/metrics.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/app/snapshot_loader.h"
#include "services/matching/domain/ranking.h"

namespace selaras::matching {

// A snapshot under one policy. Immutable.
struct RankingView {
  std::shared_ptr<const SnapshotFacts> facts;
  std::shared_ptr<const Ranking> ranking;
  std::string policy;  // Id.

  // Of revision and date: equal stamps are equal facts.
  std::string Stamp() const;
};

// A snapshot is loaded when a tenant first asks (or at the start, if named), and again when the registry's newest
// revision or the day has changed. Revisions that come while it loads are taken together afterwards, and after a load the
// thread rests three times as long as that took: it never uses more than a quarter of a core, and the ranking lags four loads
// behind at worst. Every answer tells its revision. Views of policies that nobody asked for an hour are dropped, and so
// are snapshots.
//
// Metrics: selaras_ranking_ready (1 while any snapshot is loaded), selaras_ranking_revision,
// selaras_ranking_loaded_time_seconds (Unix time of the newest load), selaras_ranking_bytes, selaras_ranking_load_seconds,
// selaras_ranking_loads_total{kind = whole, changes, failed}.
class SnapshotKeeper {
 public:
  struct Deps {
    SnapshotLoader* loader;  // Null, like the next: matching is alone, so there is nothing to follow.
    SnapshotReader* registry;
    PlanStore& store;
    const Clock& clock;
    const Logger& logger;
    Metrics& metrics;
    absl::TimeZone zone;  // Of the province: the snapshot's date is its today.
  };
  struct Options {
    bool enabled = true;
    // Tenants whose snapshot is loaded at the start, under their newest policy.
    std::vector<std::string> tenants;
    // Between two questions for the newest revision. DEFAULT 1 s: one small call.
    absl::Duration poll = absl::Seconds(1);
    // Of columns, per policy. DEFAULT 256 MiB: 300 positions of 200,000 people.
    size_t column_bytes = size_t{256} << 20;
  };
  SnapshotKeeper(const Deps& deps, const Options& options);
  ~SnapshotKeeper();  // Stop()

  // Starts the thread. Call once.
  void Start();
  // Ends the thread; loading is given up. Idempotent.
  void Stop();
  // Called with true once any snapshot is loaded, with false at once and at Stop. Set it before requests come; null =
  // nobody.
  void OnReadiness(std::function<void(bool)> told);

  // kUnavailable (RANKING_LOADING, with a wait): not loaded yet under this policy; asking begins it. kFailedPrecondition
  // (RANKING_OFF). kNotFound (POLICY_NOT_FOUND) once the keeper has looked.
  absl::StatusOr<std::shared_ptr<const RankingView>> View(const std::string& tenant,
                                                          const std::string& policy);

 private:
  struct Wanted {
    absl::Time asked;
    absl::Status failed;  // Of the last try; retried while it is not kNotFound.
    std::shared_ptr<const RankingView> view;
  };
  struct Tenant {
    absl::Time asked;
    std::shared_ptr<const SnapshotFacts> facts;
    std::map<std::string, Wanted> policies;
  };

  void Work();
  // True if something was loaded.
  bool Follow(const std::string& tenant);
  bool LoadFacts(const CallScope& call, const std::string& tenant);
  bool LoadViews(const CallScope& call, const std::string& tenant);
  absl::StatusOr<std::shared_ptr<const RankingView>> MakeView(const CallScope& call,
                                                              const std::string& policy,
                                                              std::shared_ptr<const SnapshotFacts> facts);
  void WantNewestPolicy(const std::string& tenant);
  void Forget();
  void ShowLoaded();
  CallScope ScopeOf(const std::string& tenant) const;

  const Deps deps_;
  const Options options_;
  Gauge& ready_;
  Gauge& revision_;
  Gauge& loaded_time_;
  Gauge& bytes_;
  Histogram& seconds_;
  CounterSet loads_;

  absl::Mutex mutex_;
  std::map<std::string, Tenant> tenants_ ABSL_GUARDED_BY(mutex_);
  bool something_new_ ABSL_GUARDED_BY(mutex_) = false;  // Asked for and not there.
  std::function<void(bool)> told_ ABSL_GUARDED_BY(mutex_);
  bool loaded_ ABSL_GUARDED_BY(mutex_) = false;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_SNAPSHOT_KEEPER_H_
