#include "services/matching/app/solver_gate.h"

#include <chrono>

namespace selaras::matching {

std::optional<SolverGate::Hold> SolverGate::TryEnter() {
  const std::lock_guard lock(mutex_);
  if (taken_ || waiting_ > 0) return std::nullopt;
  taken_ = true;
  return std::make_optional<Hold>(*this);
}

std::optional<SolverGate::Hold> SolverGate::Enter(absl::FunctionRef<bool()> give_up) {
  std::unique_lock lock(mutex_);
  ++waiting_;
  bool given_up = false;
  while (taken_ && !given_up) {
    if (left_.wait_for(lock, std::chrono::milliseconds(200), [this] { return !taken_; })) break;
    // Without the lock: the caller may do more than look at a flag.
    lock.unlock();
    given_up = give_up();
    lock.lock();
  }
  --waiting_;
  if (taken_) return std::nullopt;
  taken_ = true;
  return std::make_optional<Hold>(*this);
}

void SolverGate::Leave() {
  {
    const std::lock_guard lock(mutex_);
    taken_ = false;
  }
  left_.notify_one();
}

}  // namespace selaras::matching
