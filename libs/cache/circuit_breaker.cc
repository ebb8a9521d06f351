#include "libs/cache/circuit_breaker.h"

#include <algorithm>

namespace selaras {

bool CircuitBreaker::MayCall() {
  const absl::Time now = clock_.Now();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (pause_ == absl::ZeroDuration()) return true;
  if (now < try_again_) return false;
  // The others wait for this call's outcome, but not for ever: it may never report.
  try_again_ = now + pause_;
  probing_ = true;
  return true;
}

void CircuitBreaker::Succeeded() {
  const std::lock_guard<std::mutex> lock(mutex_);
  pause_ = absl::ZeroDuration();
  probing_ = false;
}

void CircuitBreaker::Failed() {
  const absl::Time now = clock_.Now();
  const std::lock_guard<std::mutex> lock(mutex_);
  // Calls that were under way when the first one failed tell nothing new.
  if (pause_ != absl::ZeroDuration() && !probing_) return;
  probing_ = false;
  pause_ =
      pause_ == absl::ZeroDuration() ? options_.first_pause : std::min(2 * pause_, options_.longest_pause);
  try_again_ = now + pause_;
}

}  // namespace selaras
