// Chains of the newest plans, kept: a plan that has ended never changes, and a province makes a case of each chain.
#ifndef SELARAS_SERVICES_APPROVAL_APP_PLAN_CHAINS_H_
#define SELARAS_SERVICES_APPROVAL_APP_PLAN_CHAINS_H_

#include <deque>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "services/approval/app/ports.h"

namespace selaras::approval {

struct KnownPlan {
  PlanHead head;
  absl::flat_hash_map<std::string, PlanChain> chains;  // By key.
};

// Thread-safe.
class PlanChains {
 public:
  explicit PlanChains(PlanPort& plans) : plans_(plans) {}

  // kFailedPrecondition PLAN_NOT_USABLE: not PLANNED or RELEASED.
  absl::StatusOr<std::shared_ptr<const KnownPlan>> Get(const CallScope& scope, absl::string_view plan);

 private:
  PlanPort& plans_;
  absl::Mutex mutex_;
  std::deque<std::pair<std::string, std::shared_ptr<const KnownPlan>>> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_PLAN_CHAINS_H_
