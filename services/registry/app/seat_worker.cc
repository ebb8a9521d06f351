#include "services/registry/app/seat_worker.h"

#include <string>

#include "libs/base/error.h"
#include "libs/base/log_keys.h"

namespace selaras::registry {

void SeatWorker::Start() {
  thread_ = std::thread([this] { Work(); });
}

void SeatWorker::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SeatWorker::Work() {
  std::string told;  // the last failure: a lasting one is logged once
  for (;;) {
    const absl::StatusOr<int> done = seats_.RunDue();
    const std::string failure = done.ok() ? "" : std::string(done.status().message());
    if (!failure.empty() && failure != told) {
      logger_.Log(Severity::kError, "seats due were not expired or activated", {log_keys::kError(failure)});
    }
    told = failure;
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, absl::ToChronoNanoseconds(interval_), [this] { return stopping_; })) return;
  }
}

}  // namespace selaras::registry
