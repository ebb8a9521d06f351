// Counts the solver's work and asks whether to go on. Not part of the public interface.
#ifndef SELARAS_LIBS_ASSIGNMENT_WORK_METER_H_
#define SELARAS_LIBS_ASSIGNMENT_WORK_METER_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"

namespace selaras::assignment {

class WorkMeter {
 public:
  WorkMeter(int64_t limit, const std::function<bool()>& stop) : limit_(limit), stop_(stop) {}

  // False: stop now; status() says why. Cheap; asks the stop callback about every 2^16 units.
  bool Spend(int64_t units) {
    spent_ += units;
    if (spent_ < next_look_) return true;
    return Look();
  }
  int64_t spent() const { return spent_; }
  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }

 private:
  bool Look() {
    next_look_ = spent_ + (int64_t{1} << 16);
    if (limit_ > 0) {
      if (next_look_ > limit_) next_look_ = limit_ + 1;
      if (spent_ > limit_) status_ = absl::ResourceExhaustedError("assignment: the work limit is spent");
    }
    if (status_.ok() && stop_ && stop_()) status_ = absl::CancelledError("assignment: stopped by the caller");
    return status_.ok();
  }

  const int64_t limit_;
  const std::function<bool()>& stop_;
  int64_t spent_ = 0;
  int64_t next_look_ = 0;
  absl::Status status_;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_WORK_METER_H_
