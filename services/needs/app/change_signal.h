#ifndef SELARAS_SERVICES_NEEDS_APP_CHANGE_SIGNAL_H_
#define SELARAS_SERVICES_NEEDS_APP_CHANGE_SIGNAL_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "absl/time/time.h"

namespace selaras::needs {

// Wakes watchers and the worker of this process when a snapshot changed. A change by another replica raises
// nothing here, so whoever waits also looks again after a while. Thread-safe.
class ChangeSignal {
 public:
  // Number of changes so far; wait with what was read BEFORE looking at the store, and no change is missed.
  int64_t count() const {
    const std::lock_guard lock(mutex_);
    return count_;
  }
  void Raise() {
    {
      const std::lock_guard lock(mutex_);
      ++count_;
    }
    raised_.notify_all();
  }
  // Returns when the count is no longer `seen`, or after `at_most`.
  void Wait(int64_t seen, absl::Duration at_most) const {
    std::unique_lock lock(mutex_);
    raised_.wait_for(lock, absl::ToChronoNanoseconds(at_most), [&] { return count_ != seen; });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable raised_;
  int64_t count_ = 0;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_CHANGE_SIGNAL_H_
