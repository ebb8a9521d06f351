#ifndef SELARAS_SERVICES_GATEWAY_REST_REQUEST_RECORD_H_
#define SELARAS_SERVICES_GATEWAY_REST_REQUEST_RECORD_H_

// What the gateway writes down of a request, and what every answer carries.

#include <grpcpp/support/status.h>

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/base/clock.h"
#include "libs/base/log.h"
#include "libs/metrics/metrics.h"
#include "services/gateway/rest/caller.h"

namespace selaras::gateway {

// Counters by route; every series exists from the start. Thread-safe.
class RouteMetrics {
 public:
  // `routes`: "GET /v1alpha/plans" …; others count as "other".
  RouteMetrics(Metrics& metrics, const std::vector<std::string>& routes);
  void Count(const std::string& route, int status, absl::Duration took) const;

 private:
  struct Series {
    Counter* by_class[6];  // [4] = 4xx
    Histogram* seconds;
  };
  absl::flat_hash_map<std::string, Series> series_;
};

// Shared by all requests; outlives them.
struct RecordDeps {
  const Clock& clock;
  const Logger& logger;
  const RouteMetrics& metrics;
  std::vector<std::string> cors_origins;  // exact; empty = CORS is off
};

// One request, from its head to its answer. The log line has method, template, status, time and trace: no path, query,
// header or body. Finish or Fail ends it, once.
class RequestRecord {
 public:
  // `route`: template, or a constant for what has none. `method` is logged only if the route knows it.
  RequestRecord(const RecordDeps& deps, Caller caller, std::string method, std::string route);

  const Caller& caller() const { return caller_; }
  // Adds X-Request-Id, Cache-Control and CORS headers; writes log and metrics.
  HttpResponse Finish(HttpResponse answer, absl::string_view reason = "") const;
  HttpResponse Fail(const grpc::Status& status) const;
  HttpResponse Fail(const absl::Status& status) const;
  bool FromAllowedOrigin() const;

 private:
  const RecordDeps& deps_;
  const Caller caller_;
  const std::string method_;
  const std::string route_;
  const absl::Time begin_;
};

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_REST_REQUEST_RECORD_H_
