#ifndef SELARAS_LIBS_TESTING_FAKE_CLOCK_H_
#define SELARAS_LIBS_TESTING_FAKE_CLOCK_H_

#include <mutex>

#include "absl/time/time.h"
#include "libs/base/clock.h"

namespace selaras::testing {

// Stands still until told otherwise. Thread-safe. Starts at 2026-04-01T02:00:00Z, 09:00 in Jakarta.
class FakeClock final : public Clock {
 public:
  FakeClock() : now_(absl::FromUnixSeconds(1775008800)) {}
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
  }
  void Set(absl::Time now) {
    const std::lock_guard lock(mutex_);
    now_ = now;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
};

}  // namespace selaras::testing

#endif  // SELARAS_LIBS_TESTING_FAKE_CLOCK_H_
