#include "libs/rpc/server_runner.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/metrics/process_metrics.h"

namespace selaras::rpc {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

// Waits up to a second for a stop signal; 0 = none came.
int WaitForSignal() {
  const sigset_t set = StopSignals();
  const timespec second = {1, 0};
  const int signal = sigtimedwait(&set, nullptr, &second);
  return signal > 0 ? signal : 0;
}

int ExitStatus(const absl::Status& status) {
  if (status.ok()) return 0;
  if (status.code() == absl::StatusCode::kCancelled) {  // --help, --print-settings
    std::fwrite(status.message().data(), 1, status.message().size(), stdout);
    return 0;
  }
  for (absl::string_view line : absl::StrSplit(status.message(), '\n')) {
    std::fprintf(stderr, "%s\n", std::string(line).c_str());
  }
  return status.code() == absl::StatusCode::kInvalidArgument ? 2 : 1;
}

// Follows the readiness of the process in its health, so that balancers see what /readyz says.
class HealthFollower {
 public:
  HealthFollower(Process& process, Server& server, const RunHooks& hooks)
      : process_(process), server_(server), hooks_(hooks) {}

  void Update() {
    if (!hooks_.ready) return;
    const absl::Status ready = hooks_.ready();
    if (ready.ok() == serving_) return;
    serving_ = ready.ok();
    server_.SetServing("", serving_);
    process_.logger().Log(
        Severity::kWarning, "readiness changed",
        {log_keys::kState(serving_ ? "ready" : "not ready"), log_keys::kError(std::string(ready.message()))});
  }

 private:
  Process& process_;
  Server& server_;
  const RunHooks& hooks_;
  bool serving_ = true;
};

// What /metrics says of the process as a whole, read at each scrape.
class ProcessPage {
 public:
  ProcessPage(Process& process, std::function<absl::Status()> ready)
      : process_(process),
        ready_(std::move(ready)),
        usage_(process.metrics()),
        ready_gauge_(process.metrics().GetGauge({"selaras_ready", "1 while /readyz says ready, else 0."})) {
    process.metrics()
        .GetGauge({"selaras_build_info", "Always 1; which program, which version."},
                  {{"program", process.service()}, {"version", SELARAS_VERSION}})
        .Set(1);
  }

  std::string Text() {
    const std::lock_guard lock(mutex_);  // Two scrapers may ask at once.
    usage_.Update();
    ready_gauge_.Set(ready_().ok() ? 1 : 0);
    return process_.metrics().Text();
  }

 private:
  Process& process_;
  const std::function<absl::Status()> ready_;
  std::mutex mutex_;
  ProcessMetrics usage_;
  Gauge& ready_gauge_;
};

// /metrics, /healthz, /readyz and /buildinfo of a process.
class AdminPages {
 public:
  static absl::StatusOr<std::unique_ptr<AdminPages>> Start(Process& process, const RunHooks& hooks) {
    std::unique_ptr<AdminPages> pages(new AdminPages(process, hooks));
    AdminServer::Pages served;
    served.ready = [self = pages.get()] { return self->Ready(); };
    served.metrics = [self = pages.get()] { return self->page_.Text(); };
    served.build_info = {{"service", process.service()}, {"version", SELARAS_VERSION}};
    SELARAS_ASSIGN_OR_RETURN(pages->server_, AdminServer::Start(process.options().admin, std::move(served)));
    return pages;
  }

  void SayStopping() { stopping_ = true; }
  int port() const { return server_->port(); }

 private:
  AdminPages(Process& process, const RunHooks& hooks)
      : hooks_(hooks), page_(process, [this] { return Ready(); }) {}

  absl::Status Ready() const {
    if (stopping_) return absl::UnavailableError("stopping");
    return hooks_.ready ? hooks_.ready() : absl::OkStatus();
  }

  const RunHooks& hooks_;
  std::atomic<bool> stopping_ = false;
  ProcessPage page_;
  std::unique_ptr<AdminServer> server_;  // last: it calls the others
};

}  // namespace

int RunMain(int argc, const char* const* argv, absl::FunctionRef<absl::Status(const Settings&)> run) {
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  const auto settings = Settings::FromCommandLine(argc, argv, environ);
  return ExitStatus(settings.ok() ? run(*settings) : settings.status());
}

ProcessOptions ProcessOptions::FromSettings(SettingsReader& reader, int default_admin_port) {
  ProcessOptions options;
  options.log_level = reader.Choice("log-level", options.log_level, {"debug", "info", "warning", "error"},
                                    "Least severity logged.");
  options.tokens_file =
      reader.Text("tokens-file", "", "Token file (docs/formats.md); without it only public methods answer.");
  options.admin.address = reader.Text("admin-address", options.admin.address,
                                      "IP address of /metrics, /healthz, /readyz; never a public one.");
  options.admin.port = static_cast<int>(
      reader.Int("admin-port", default_admin_port, 0, 65535, "Port of the admin pages; 0 takes a free one."));
  options.clock_offset =
      reader.Duration("clock-offset", absl::ZeroDuration(), absl::ZeroDuration(), absl::Hours(24 * 3660),
                      "Added to the machine's time: for trials that look ahead, never for a real service.");
  return options;
}

absl::StatusOr<std::unique_ptr<Process>> Process::Create(const std::string& service,
                                                         const ProcessOptions& options) {
  std::unique_ptr<Process> process(new Process(options.clock_offset));
  process->service_ = service;
  process->options_ = options;
  SELARAS_ASSIGN_OR_RETURN(const Severity severity, ParseSeverity(options.log_level));
  process->logger_ = std::make_unique<Logger>(process->clock_,
                                              Logger::Options{.service = service, .min_severity = severity});
  if (!options.tokens_file.empty()) {
    auto tokens = StaticTokens::Load(options.tokens_file);
    if (!tokens.ok()) return WithContext(tokens.status(), "tokens-file");
    process->tokens_ = *std::move(tokens);
  }
  return process;
}

absl::Status RunServer(Process& process, const ServerOptions& options,
                       const std::vector<ServedService>& services, const RunHooks& hooks) {
  SELARAS_ASSIGN_OR_RETURN(const auto admin, AdminPages::Start(process, hooks));
  SELARAS_ASSIGN_OR_RETURN(const auto server, Server::Start(options, services));
  const Logger& logger = process.logger();
  logger.Log(Severity::kInfo, "listening",
             {log_keys::kAddress(options.address), log_keys::kPort(server->port()),
              log_keys::kAdminPort(admin->port()), log_keys::kVersion(SELARAS_VERSION)});
  if (hooks.started) hooks.started(*server);

  HealthFollower follower(process, *server, hooks);
  int signal = 0;
  while (signal == 0) {
    follower.Update();
    signal = WaitForSignal();
  }
  admin->SayStopping();
  server->SetAllServing(false);
  logger.Log(Severity::kInfo, "stopping", {log_keys::kSignal(signal)});
  absl::SleepFor(options.drain);
  if (hooks.stopping) hooks.stopping();
  server->Shutdown(options.grace);
  logger.Log(Severity::kInfo, "stopped");
  return absl::OkStatus();
}

absl::Status RunUntilStopped(Process& process, absl::Duration drain, const RunHooks& hooks) {
  SELARAS_ASSIGN_OR_RETURN(const auto admin, AdminPages::Start(process, hooks));
  const Logger& logger = process.logger();
  logger.Log(Severity::kInfo, "listening",
             {log_keys::kAdminPort(admin->port()), log_keys::kVersion(SELARAS_VERSION)});
  int signal = 0;
  while (signal == 0) signal = WaitForSignal();
  admin->SayStopping();
  logger.Log(Severity::kInfo, "stopping", {log_keys::kSignal(signal)});
  absl::SleepFor(drain);
  if (hooks.stopping) hooks.stopping();
  logger.Log(Severity::kInfo, "stopped");
  return absl::OkStatus();
}

}  // namespace selaras::rpc
