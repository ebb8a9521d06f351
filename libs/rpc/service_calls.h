#ifndef SELARAS_LIBS_RPC_SERVICE_CALLS_H_
#define SELARAS_LIBS_RPC_SERVICE_CALLS_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/base/log.h"
#include "libs/base/principal.h"
#include "libs/metrics/metrics.h"
#include "libs/rpc/authenticator.h"

namespace selaras::rpc {

// What every call of every service needs. All must outlive the server.
struct ServerDeps {
  const Clock& clock;
  IdSource& ids;
  const Logger& logger;
  Metrics& metrics;
  const Authenticator& authenticator;
};

// Limits of one service. A service composed with others in one process keeps its own, so
// none starves another.
struct CallLimits {
  // DEFAULT 64. Calls of unary methods served at a time; more are refused with OVERLOADED and a
  // wait. Each holds a thread.
  int max_unary = 64;
  // DEFAULT 32. The same for streams, counted apart: a watcher holds its thread for long.
  int max_streams = 32;
  // DEFAULT 30 s. Deadline of a unary call whose client sets none. Streams then have none.
  absl::Duration default_deadline = absl::Seconds(30);
  // DEFAULT 1 s. A unary call that takes longer is logged although it succeeded.
  absl::Duration slow_call = absl::Seconds(1);
  // DEFAULT 500 ms. What a refused caller is told to wait.
  absl::Duration retry_after = absl::Milliseconds(500);
};

// One method of a service: its access rule from the proto, and its measurements.
struct MethodCalls {
  std::string name;
  bool streaming = false;
  std::vector<Role> allowed;  // empty = nobody: a method without `(selaras.access.v1.allow)` is denied
  Counter* started = nullptr;
  Histogram* seconds = nullptr;
  std::vector<Counter*> handled;  // by code number, 0..16
};

// The calls of one gRPC service. A handler makes one and passes it to Serve. Thread-safe.
class ServiceCalls {
 public:
  // `service` is the full proto name, such as "selaras.registry.v1alpha.RegistryService" (generated:
  // RegistryService::service_full_name()). REQUIRES: its descriptor is linked in; ends the process otherwise.
  ServiceCalls(const ServerDeps& deps, absl::string_view service, const CallLimits& limits = {});

  const ServerDeps& deps() const { return deps_; }
  const std::string& service() const { return service_; }
  const CallLimits& limits() const { return limits_; }

  // Null if the service has no such method.
  const MethodCalls* Find(absl::string_view method) const;

  // Takes a place for one call, or returns false if the limit is reached. Every true is matched by one Leave.
  bool Enter(bool streaming) const;
  void Leave(bool streaming) const;

 private:
  const ServerDeps deps_;
  const std::string service_;
  const CallLimits limits_;
  absl::flat_hash_map<std::string, MethodCalls> methods_;
  mutable std::atomic<int> unary_ = 0;
  mutable std::atomic<int> streams_ = 0;
  Gauge* in_flight_;
};

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_SERVICE_CALLS_H_
