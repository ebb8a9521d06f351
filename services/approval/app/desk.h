// A thread that goes on with what waits: at once when woken, else now and then, so that nothing depends on a wake-up
// that a crash swallowed.
#ifndef SELARAS_SERVICES_APPROVAL_APP_DESK_H_
#define SELARAS_SERVICES_APPROVAL_APP_DESK_H_

#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/call_scope.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"

namespace selaras::approval {

class Desk {
 public:
  // What one round found: more to do at once, nothing, or trouble outside (wait a little, then try again).
  enum class Found { kMore, kNothing, kTrouble };

  Desk(std::function<Found()> round, absl::Duration idle) : round_(std::move(round)), idle_(idle) {}
  ~Desk() { Stop(); }

  void Start();
  // Ends after the present round.
  void Stop();
  void Wake();
  bool stopping() const;

 private:
  void Loop();

  const std::function<Found()> round_;
  const absl::Duration idle_;
  mutable absl::Mutex mutex_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

// Under which a desk acts for a tenant.
CallScope DeskScope(const Clock& clock, IdSource& ids, const std::string& tenant);

// True if the other side answered and said no: asking again changes nothing. False: the answer is lost or late.
bool IsRefusal(const absl::Status& status);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_DESK_H_
