#ifndef SELARAS_SERVICES_NEEDS_APP_CHANGE_SIGNAL_H_
#define SELARAS_SERVICES_NEEDS_APP_CHANGE_SIGNAL_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace selaras::needs {

// Wakes watchers and the worker of this process when a snapshot changed. A change by another replica raises
// nothing here, so whoever waits also looks again after a while. Thread-safe.
class ChangeSignal {
 public:
  // Number of changes so far; wait with what was read BEFORE looking at the store, and no change is missed.
  int64_t count() const {
    absl::MutexLock lock(&mutex_);
    return count_;
  }
  void Raise() {
    absl::MutexLock lock(&mutex_);
    ++count_;
  }
  // Returns when there were more than `seen` changes, or after `at_most`.
  void Wait(int64_t seen, absl::Duration at_most) const {
    const auto changed = [this, seen]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return count_ != seen; };
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&changed), at_most);
  }

 private:
  mutable absl::Mutex mutex_;
  int64_t count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_CHANGE_SIGNAL_H_
