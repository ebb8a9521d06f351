#ifndef SELARAS_LIBS_CACHE_CIRCUIT_BREAKER_H_
#define SELARAS_LIBS_CACHE_CIRCUIT_BREAKER_H_

#include <mutex>

#include "absl/time/time.h"
#include "libs/base/clock.h"

namespace selaras {

// Stops asking what has just failed: after a failure calls are refused for a while that doubles with each
// failure in a row; then one call may try, and its success opens the way for all. Thread-safe.
class CircuitBreaker {
 public:
  struct Options {
    absl::Duration first_pause = absl::Milliseconds(100);
    absl::Duration longest_pause = absl::Seconds(5);
  };

  // `clock` must outlive it.
  CircuitBreaker(const Clock& clock, const Options& options) : clock_(clock), options_(options) {}

  // True if a call may be made; it must be followed by Succeeded or Failed. While pausing, true once per
  // pause.
  bool MayCall();
  void Succeeded();
  void Failed();

 private:
  const Clock& clock_;
  const Options options_;
  std::mutex mutex_;      // guards all below
  absl::Duration pause_;  // zero: closed, everything passes
  bool probing_ = false;  // the one call of this pause is under way
  absl::Time try_again_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_CACHE_CIRCUIT_BREAKER_H_
