// Who does something, as its records keep it: events, evidence, repeated requests.
#ifndef SELARAS_SERVICES_MATCHING_APP_ACT_H_
#define SELARAS_SERVICES_MATCHING_APP_ACT_H_

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "libs/base/call_scope.h"

namespace selaras::matching {

struct Act {
  std::string tenant;
  std::string principal;    // Who asks: the same request_id of another is another request.
  std::string actor;        // For records; empty = the service by itself.
  std::string traceparent;  // Empty = none.
  absl::Time time;
  std::string method;        // The RPC.
  std::string request_id;    // Empty only for acts that may not be repeated by request.
  std::string request_hash;  // Differs when the request differs.
};

inline Act ActOf(const CallScope& call, std::string method, std::string request_id = "",
                 std::string request_hash = "") {
  return {.tenant = call.tenant,
          .principal = call.principal.id,
          .actor = call.actor,
          .traceparent = FormatTraceparent(call.trace),
          .time = call.clock->Now(),
          .method = std::move(method),
          .request_id = std::move(request_id),
          .request_hash = std::move(request_hash)};
}

// The service by itself, under the trace of the call that asked for the work.
inline Act WorkerAct(std::string tenant, std::string traceparent, absl::Time time) {
  Act act;
  act.tenant = std::move(tenant);
  act.traceparent = std::move(traceparent);
  act.time = time;
  return act;
}

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_ACT_H_
