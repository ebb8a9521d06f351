// One solver run at a time in this process: each holds a whole province in memory and a processor for seconds. Whoever
// makes a plan waits his turn; who asks a question is told to come back. Thread-safe.
#ifndef SELARAS_SERVICES_MATCHING_APP_SOLVER_GATE_H_
#define SELARAS_SERVICES_MATCHING_APP_SOLVER_GATE_H_

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/functional/function_ref.h"

namespace selaras::matching {

class SolverGate {
 public:
  // Leaves the gate when it goes.
  class Hold {
   public:
    explicit Hold(SolverGate& gate) : gate_(&gate) {}
    Hold(Hold&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    Hold& operator=(Hold&&) = delete;
    ~Hold() {
      if (gate_ != nullptr) gate_->Leave();
    }

   private:
    SolverGate* gate_;
  };

  // nullopt: somebody solves, or waits to.
  std::optional<Hold> TryEnter();
  // Waits; `give_up` is asked about every fifth of a second, and nullopt is what its true gives.
  std::optional<Hold> Enter(absl::FunctionRef<bool()> give_up);

 private:
  void Leave();

  // Guards both below.
  std::mutex mutex_;
  std::condition_variable left_;
  bool taken_ = false;
  int waiting_ = 0;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_SOLVER_GATE_H_
