#ifndef SELARAS_LIBS_CACHE_REDIS_DEADLINE_H_
#define SELARAS_LIBS_CACHE_REDIS_DEADLINE_H_

#include <algorithm>
#include <chrono>

#include "absl/time/time.h"

namespace selaras {

// The end of a call's patience. Sockets wait in real time, so this reads the monotonic clock of the system
// and not an injected one; no result depends on it.
class RedisDeadline {
 public:
  // Patience above an hour is an hour.
  explicit RedisDeadline(absl::Duration patience)
      : end_(std::chrono::steady_clock::now() +
             absl::ToChronoMicroseconds(std::clamp(patience, absl::ZeroDuration(), absl::Hours(1)))) {}

  // For poll(): rounded up, 0 when it has passed.
  int RemainingMilliseconds() const {
    const auto left = end_ - std::chrono::steady_clock::now();
    return std::max<int>(0, std::chrono::ceil<std::chrono::milliseconds>(left).count());
  }
  absl::Duration Remaining() const {
    return std::max(absl::ZeroDuration(), absl::FromChrono(end_ - std::chrono::steady_clock::now()));
  }

 private:
  std::chrono::steady_clock::time_point end_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_CACHE_REDIS_DEADLINE_H_
