#ifndef SELARAS_LIBS_RPC_SERVER_RUNNER_H_
#define SELARAS_LIBS_RPC_SERVER_RUNNER_H_

// From main to the end of the process.
//
//   int main(int argc, char** argv) {
//     return selaras::rpc::RunMain(argc, argv, [](const Settings& settings) -> absl::Status {
//       SettingsReader reader(settings);
//       const Options options = Options::FromSettings(reader);
//       SELARAS_RETURN_IF_ERROR(reader.Finish());                          // all errors at once
//       SELARAS_ASSIGN_OR_RETURN(const auto process, rpc::Process::Create("registry", options.process));
//       … database, stores, services, handlers, bottom-up …
//       const char* const name = pb::RegistryService::service_full_name();
//       return rpc::RunServer(*process, options.server, {{name, &handler}});
//     });
//   }

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/base/log.h"
#include "libs/config/settings.h"
#include "libs/metrics/admin_server.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_calls.h"
#include "libs/rpc/static_tokens.h"

namespace selaras::rpc {

// Blocks SIGTERM and SIGINT before any thread exists and ignores SIGPIPE, reads the settings, calls `run`.
// Exit status: 0 if OK (also --help and --print-settings), 2 for wrong settings (kInvalidArgument), 1 for any
// other error; errors go to standard error, one line each. REQUIRES: first thing in main.
int RunMain(int argc, const char* const* argv, absl::FunctionRef<absl::Status(const Settings&)> run);

struct ProcessOptions {
  std::string log_level = "info";
  std::string tokens_file;  // empty: every token is refused; only public methods answer
  AdminServer::Options admin;
  absl::Duration clock_offset;  // See SystemClock.

  // Settings: log-level, tokens-file, admin-address, admin-port, clock-offset.
  static ProcessOptions FromSettings(SettingsReader& reader, int default_admin_port);
};

// The parts that every server process has once: clock, ids, log, metrics, identity.
class Process {
 public:
  // `service` names the process in its log. kInvalidArgument: bad tokens file.
  static absl::StatusOr<std::unique_ptr<Process>> Create(const std::string& service,
                                                         const ProcessOptions& options);

  const Clock& clock() const { return clock_; }
  IdSource& ids() { return ids_; }
  const Logger& logger() const { return *logger_; }
  PrometheusMetrics& metrics() { return metrics_; }
  // A process may add tokens of its own before it serves: the all-in-one, with which its
  // services call each other.
  StaticTokens& tokens() { return tokens_; }
  ServerDeps deps() { return {clock_, ids_, *logger_, metrics_, tokens_}; }
  const ProcessOptions& options() const { return options_; }
  const std::string& service() const { return service_; }

 private:
  explicit Process(absl::Duration clock_offset) : clock_(clock_offset) {}

  std::string service_;
  ProcessOptions options_;
  const SystemClock clock_;
  RandomIdSource ids_{clock_};
  std::unique_ptr<Logger> logger_;
  PrometheusMetrics metrics_;
  StaticTokens tokens_;
};

struct RunHooks {
  // Asked by /readyz and, every second, for the health of the whole process; null = always
  // ready. Must be quick.
  std::function<absl::Status()> ready;
  // Called once the server listens, with its port.
  std::function<void(Server&)> started;
  // Called after SIGTERM once health says NOT_SERVING and before calls are cut: stop relays
  // and background work here.
  std::function<void()> stopping;
};

// Serves until SIGTERM or SIGINT, then: NOT_SERVING, drain, hooks.stopping, Shutdown with grace. Also runs
// the admin pages. Logs one line when it listens, with address and port, and one when it ends. Blocks.
absl::Status RunServer(Process& process, const ServerOptions& options,
                       const std::vector<ServedService>& services, const RunHooks& hooks = {});

// As RunServer for a process that serves something other than gRPC and listens already: admin pages and signals. After
// SIGTERM: /readyz says no for `drain`, then hooks.stopping. hooks.started is not called.
absl::Status RunUntilStopped(Process& process, absl::Duration drain, const RunHooks& hooks);

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_SERVER_RUNNER_H_
