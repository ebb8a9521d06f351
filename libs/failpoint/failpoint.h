#ifndef SELARAS_LIBS_FAILPOINT_FAILPOINT_H_
#define SELARAS_LIBS_FAILPOINT_FAILPOINT_H_

#include <atomic>
#include <cstdint>

#include "absl/strings/string_view.h"

// Places at which a test may kill this process as a power cut would: SIGKILL, so that no destructor, handler or
// flush runs. An act that spans a transaction, a call or a queue names each of its steps:
//
//   failpoint::Reach("registry.reserve.before_commit");
//
// and a driver starts the server with one of them armed, drives it until it dies, starts it again and checks that
// what was acknowledged is there and what was not can be repeated:
//
//   SELARAS_FAILPOINT=NAME[:NTH]     dies at the NTH reach of NAME in this process (DEFAULT 1, the first)
//   SELARAS_FAILPOINT_RECORD=FILE    appends each name to FILE, a line each, when this process first reaches it, so
//                                    that a driver learns which names exist and which its work reaches
//
// Both are read once, at the first Reach. A setting that cannot be meant (a name of another shape, NTH below 1, a
// FILE that cannot be opened) ends the process with exit code 2 and a line on stderr: a fault test that injects no
// fault must not pass. Both may be set; then the name is recorded before the process dies.
//
// While neither is set a Reach costs one relaxed load, so points may stand on hot paths. Thread-safe throughout.
namespace selaras::failpoint {

// `service.act.step`: three parts, each a lower-case letter followed by lower-case letters, digits and underscores.
constexpr bool IsName(absl::string_view name) {
  int parts = 1;
  bool at_start = true;
  for (const char c : name) {
    const bool letter = c >= 'a' && c <= 'z';
    if (c == '.' && !at_start) {
      ++parts;
      at_start = true;
    } else if (letter || (!at_start && (c == '_' || (c >= '0' && c <= '9')))) {
      at_start = false;
    } else {
      return false;
    }
  }
  return parts == 3 && !at_start;
}

// A name written in the source, checked by the compiler: another shape does not compile.
class Name {
 public:
  template <typename Text>
  consteval Name(const Text& text) : text_(text) {  // NOLINT: a literal is a name
    if (!IsName(text_)) NotOfTheShapeServiceActStep();
  }
  constexpr absl::string_view text() const { return text_; }

 private:
  static void NotOfTheShapeServiceActStep() {}

  absl::string_view text_;
};

namespace internal {

enum Mode : int { kUnread, kIdle, kActive };
inline std::atomic<int> mode{kUnread};
void ReachSlowly(absl::string_view name);

}  // namespace internal

// Dies here if this is the reach that was armed.
inline void Reach(Name name) {
  if (internal::mode.load(std::memory_order_relaxed) != internal::kIdle) internal::ReachSlowly(name.text());
}

// For tests that fork: dies at the `nth` reach from now on, in the place of what was armed before; counts anew.
// REQUIRES: nth >= 1 and IsName(name), else the process ends as above.
void Arm(absl::string_view name, int64_t nth = 1);

// Nothing is armed nor counted any more; recording goes on.
void Disarm();

// Reaches of `name` in this process since Arm, or since the first Reach while recording. 0 while neither.
int64_t Count(absl::string_view name);

}  // namespace selaras::failpoint

#endif  // SELARAS_LIBS_FAILPOINT_FAILPOINT_H_
