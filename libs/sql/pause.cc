#include "libs/sql/pause.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/time/clock.h"

namespace selaras::sql {

void PauseBefore(int attempt) {
  absl::BitGen random;
  absl::SleepFor(absl::Microseconds(absl::Uniform(random, 0, 1000 << std::min(attempt, 6))));
}

}  // namespace selaras::sql
