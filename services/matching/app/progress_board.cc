#include "services/matching/app/progress_board.h"

#include <algorithm>

namespace selaras::matching {
namespace {

// The clock under wait_for counts nanoseconds since boot in 64 bits: an infinite wait would overflow it.
constexpr absl::Duration kLongest = absl::Hours(24);

}  // namespace

void ProgressBoard::Post(const PlanRecord& plan) {
  {
    const std::lock_guard lock(mutex_);
    notes_[plan.id] = {++changes_, plan};
  }
  changed_.notify_all();
}

void ProgressBoard::Remove(absl::string_view id) {
  {
    const std::lock_guard lock(mutex_);
    notes_.erase(id);
  }
  changed_.notify_all();
}

void ProgressBoard::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

std::optional<ProgressBoard::Note> ProgressBoard::Wait(absl::string_view id, int64_t after,
                                                       absl::Duration wait) const {
  std::unique_lock lock(mutex_);
  const auto news = [&] {
    const auto found = notes_.find(id);
    return closed_ || found == notes_.end() || found->second.change > after;
  };
  if (!changed_.wait_for(lock, absl::ToChronoNanoseconds(std::min(wait, kLongest)), news) || closed_)
    return std::nullopt;
  const auto found = notes_.find(id);
  if (found == notes_.end()) return std::nullopt;
  return found->second;
}

}  // namespace selaras::matching
