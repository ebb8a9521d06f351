#ifndef SELARAS_LIBS_BASE_CALL_SCOPE_H_
#define SELARAS_LIBS_BASE_CALL_SCOPE_H_

// What a use case may know about the call that it serves: who, for which province, how long, under which
// trace. Made by rpc::Serve for calls, by hand for jobs and tests; knows nothing of gRPC.

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/principal.h"
#include "libs/base/trace.h"

namespace selaras {

struct CallScope {
  Principal principal;
  // Id of the account to write into records of who did or saw something. It is the principal's own, unless
  // the principal is a service that names the account it works for.
  std::string actor;
  std::string
      tenant;  // the tenant of this call; for a service that serves all, the one that its caller named
  TraceContext trace;
  absl::Time deadline = absl::InfiniteFuture();
  const Clock* clock = nullptr;             // REQUIRES: not null
  std::function<bool()> is_cancelled = {};  // null = never

  // True once nobody waits for the answer any more: the caller went away or the deadline passed. Long work
  // asks now and then; it is cheap enough for every thousandth step.
  bool cancelled() const { return (is_cancelled && is_cancelled()) || clock->Now() >= deadline; }

  absl::Duration Remaining() const { return deadline - clock->Now(); }
};

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_CALL_SCOPE_H_
