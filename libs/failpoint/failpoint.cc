#include "libs/failpoint/failpoint.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace selaras::failpoint {
namespace {

struct State {
  std::mutex mutex;  // guards all below
  bool environment_read = false;
  std::string armed;  // "": nothing
  int64_t nth = 1;
  int record = -1;  // file descriptor; -1: not recording
  absl::flat_hash_map<std::string, int64_t> reaches;
};

State& Points() {
  static State& state = *new State;
  return state;
}

// Whole lines by one call each: several processes may share a file and one of them is about to die.
void WriteLine(int file, absl::string_view text) {
  const std::string line = absl::StrCat(text, "\n");
  if (write(file, line.data(), line.size()) < 0 && file != STDERR_FILENO) _exit(2);
}

[[noreturn]] void Refuse(absl::string_view why) {
  WriteLine(STDERR_FILENO, absl::StrCat("failpoint: ", why));
  _exit(2);
}

void ArmLocked(State& state, absl::string_view name, int64_t nth) {
  if (!IsName(name) || nth < 1) {
    Refuse(absl::StrCat("'", name, "' at reach ", nth, " is not service.act.step at a reach of 1 or more"));
  }
  state.armed = std::string(name);
  state.nth = nth;
  state.reaches.clear();
}

void ReadEnvironment(State& state) {
  if (state.environment_read) return;
  state.environment_read = true;
  if (const char* file = std::getenv("SELARAS_FAILPOINT_RECORD"); file != nullptr && *file != '\0') {
    state.record = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (state.record < 0) Refuse("SELARAS_FAILPOINT_RECORD names a file that cannot be opened");
  }
  if (const char* text = std::getenv("SELARAS_FAILPOINT"); text != nullptr && *text != '\0') {
    const absl::string_view setting(text);
    const size_t colon = setting.find(':');
    int64_t nth = 1;
    if (colon != absl::string_view::npos && !absl::SimpleAtoi(setting.substr(colon + 1), &nth)) nth = 0;
    ArmLocked(state, setting.substr(0, colon), nth);
  }
}

void SetMode(const State& state) {
  const bool idle = state.armed.empty() && state.record < 0;
  internal::mode.store(idle ? internal::kIdle : internal::kActive, std::memory_order_relaxed);
}

}  // namespace

namespace internal {

void ReachSlowly(absl::string_view name) {
  State& state = Points();
  const std::lock_guard<std::mutex> lock(state.mutex);
  ReadEnvironment(state);
  SetMode(state);
  if (state.armed.empty() && state.record < 0) return;
  const int64_t reach = ++state.reaches[name];
  if (reach == 1 && state.record >= 0) WriteLine(state.record, name);
  if (name != state.armed || reach != state.nth) return;
  kill(getpid(), SIGKILL);
  // The signal may be delivered to another thread first; nothing may run after this point all the same.
  while (true) pause();
}

}  // namespace internal

void Arm(absl::string_view name, int64_t nth) {
  State& state = Points();
  const std::lock_guard<std::mutex> lock(state.mutex);
  ReadEnvironment(state);
  ArmLocked(state, name, nth);
  SetMode(state);
}

void Disarm() {
  State& state = Points();
  const std::lock_guard<std::mutex> lock(state.mutex);
  ReadEnvironment(state);
  state.armed.clear();
  state.reaches.clear();
  SetMode(state);
}

int64_t Count(absl::string_view name) {
  State& state = Points();
  const std::lock_guard<std::mutex> lock(state.mutex);
  const auto it = state.reaches.find(name);
  return it == state.reaches.end() ? 0 : it->second;
}

}  // namespace selaras::failpoint
