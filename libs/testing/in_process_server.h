#ifndef SELARAS_LIBS_TESTING_IN_PROCESS_SERVER_H_
#define SELARAS_LIBS_TESTING_IN_PROCESS_SERVER_H_

// A real server on a free loopback port, with everything around a handler that a process would have.
//
//   InProcessParts parts;
//   parts.tokens.Add("analyst-token", {.id = "a1", .tenant = "t1", .roles = {Role::kAnalyst}});
//   RegistryHandler handler(service, parts.deps());
//   InProcessServer server({{pb::RegistryService::service_full_name(), &handler}});
//   auto registry = parts.MakePeer(server, "analyst-token");
//   auto stub = pb::RegistryService::NewStub(registry->channel());
//
// Tests that include this link selaras_rpc.

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/base/log.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_calls.h"
#include "libs/rpc/static_tokens.h"

namespace selaras::testing {

// Log lines in memory. Thread-safe.
class CapturedLog {
 public:
  void Add(absl::string_view line) {
    const std::lock_guard lock(mutex_);
    text_.append(line.data(), line.size());
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

class InProcessServer {
 public:
  // Ends the test program if it cannot listen.
  explicit InProcessServer(const std::vector<rpc::ServedService>& services,
                           const rpc::ServerOptions& options = {})
      : server_(*rpc::Server::Start(options, services)) {}

  rpc::Server& server() { return *server_; }
  std::string target() const { return server_->target(); }

 private:
  std::unique_ptr<rpc::Server> server_;
};

// Real clock (deadlines of gRPC are real), seeded ids, captured log, real metrics. Members may be used
// before the server starts.
struct InProcessParts {
  SystemClock clock;
  SeededIdSource ids{1};
  CapturedLog log;
  Logger logger{clock, {.service = "test", .sink = [this](absl::string_view line) { log.Add(line); }}};
  PrometheusMetrics metrics;
  rpc::StaticTokens tokens;

  rpc::ServerDeps deps() { return {clock, ids, logger, metrics, tokens}; }

  std::unique_ptr<rpc::Peer> MakePeer(const InProcessServer& server, const std::string& token,
                                      rpc::PeerOptions options = {}) {
    options.target = server.target();
    options.token = token;
    return *rpc::Peer::Create(options, {ids});
  }

  // A scope as a job would have it: nobody behind it, no deadline unless given.
  CallScope Scope(const std::string& tenant = "", absl::Duration timeout = absl::InfiniteDuration()) {
    return {.tenant = tenant, .deadline = clock.Now() + timeout, .clock = &clock};
  }
};

}  // namespace selaras::testing

#endif  // SELARAS_LIBS_TESTING_IN_PROCESS_SERVER_H_
