#ifndef SELARAS_SERVICES_GATEWAY_REST_CALLER_H_
#define SELARAS_SERVICES_GATEWAY_REST_CALLER_H_

// What the headers of a request say about the call, apart from its content.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/catalogue.h"
#include "libs/base/ids.h"
#include "libs/base/trace.h"
#include "services/gateway/http/exchange.h"

namespace selaras::gateway {

struct Caller {
  TraceContext trace;      // child of `traceparent`, or new
  std::string request_id;  // X-Request-Id if it is 1 to 128 letters, digits and -._, else the trace id
  Language language = Language::kIndonesian;
  absl::Duration timeout;  // X-Request-Timeout, seconds, at most `max`
  std::string origin;
  // authorization, selaras-tenant, selaras-actor as they came, and traceparent: for the service behind.
  std::vector<std::pair<std::string, std::string>> metadata;
  // kInvalidArgument or kUnauthenticated: a header that cannot be passed on. The rest is usable, for the answer.
  absl::Status problem;
};

struct TimeoutLimits {
  absl::Duration standard = absl::Seconds(30);  // without X-Request-Timeout
  absl::Duration max = absl::Minutes(5);        // more is cut to this
};

Caller ReadCaller(const RequestHead& head, const TimeoutLimits& limits, IdSource& ids);

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_REST_CALLER_H_
