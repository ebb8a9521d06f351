#include "services/matching/app/progress_board.h"

namespace selaras::matching {

void ProgressBoard::Post(const PlanRecord& plan) {
  absl::MutexLock lock(&mutex_);
  notes_[plan.id] = {++changes_, plan};
}

void ProgressBoard::Remove(absl::string_view id) {
  absl::MutexLock lock(&mutex_);
  notes_.erase(id);
}

std::optional<ProgressBoard::Note> ProgressBoard::Wait(absl::string_view id, int64_t after,
                                                       absl::Duration wait) const {
  absl::MutexLock lock(&mutex_);
  const auto news = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    const auto found = notes_.find(id);
    return found == notes_.end() || found->second.change > after;
  };
  if (!mutex_.AwaitWithTimeout(absl::Condition(&news), wait)) return std::nullopt;
  const auto found = notes_.find(id);
  if (found == notes_.end()) return std::nullopt;
  return found->second;
}

}  // namespace selaras::matching
