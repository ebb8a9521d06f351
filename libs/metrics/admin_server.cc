#include "libs/metrics/admin_server.h"

#include <httplib.h>

#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

namespace selaras {

struct AdminServer::State {
  httplib::Server server;
  std::thread thread;
  Pages pages;
  int port = 0;
};

namespace {

constexpr char kText[] = "text/plain; charset=utf-8";

void AddPages(httplib::Server& server, const AdminServer::Pages& pages) {
  if (pages.metrics) {
    server.Get("/metrics", [&pages](const httplib::Request&, httplib::Response& response) {
      response.set_content(pages.metrics(), "text/plain; version=0.0.4; charset=utf-8");
    });
  }
  server.Get("/healthz", [](const httplib::Request&, httplib::Response& response) {
    response.set_content("alive\n", kText);
  });
  server.Get("/readyz", [&pages](const httplib::Request&, httplib::Response& response) {
    const absl::Status ready = pages.ready ? pages.ready() : absl::OkStatus();
    response.status = ready.ok() ? 200 : 503;
    const std::string reason(ready.message());
    response.set_content(ready.ok() ? "ready\n" : absl::StrCat(reason, "\n"), kText);
  });
  server.Get("/buildinfo", [&pages](const httplib::Request&, httplib::Response& response) {
    nlohmann::json info;
    for (const auto& [key, value] : pages.build_info) info[key] = value;
    response.set_content(info.dump() + "\n", "application/json");
  });
}

}  // namespace

absl::StatusOr<std::unique_ptr<AdminServer>> AdminServer::Start(const Options& options, Pages pages) {
  auto state = std::make_unique<State>();
  state->pages = std::move(pages);
  // One thread serves one connection until it closes, so connections are not kept alive: an idle scraper must
  // not keep a probe waiting.
  state->server.set_keep_alive_max_count(1);
  state->server.set_read_timeout(5);
  state->server.set_write_timeout(5);
  state->server.set_payload_max_length(4096);
  state->server.new_task_queue = [] { return new httplib::ThreadPool(4); };
  // The library's default is SO_REUSEPORT: a second process would quietly share the port.
  state->server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  });
  AddPages(state->server, state->pages);
  state->port = options.port == 0 ? state->server.bind_to_any_port(options.address.c_str())
                : state->server.bind_to_port(options.address.c_str(), options.port) ? options.port
                                                                                    : -1;
  if (state->port < 0) {
    return absl::UnavailableError(absl::StrCat("admin address ", options.address, ":", options.port,
                                               " cannot be bound; is it in use?"));
  }
  state->thread = std::thread([server = &state->server] { server->listen_after_bind(); });
  while (!state->server.is_running()) std::this_thread::yield();
  return std::unique_ptr<AdminServer>(new AdminServer(std::move(state)));
}

AdminServer::AdminServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

AdminServer::~AdminServer() {
  state_->server.stop();
  state_->thread.join();
}

int AdminServer::port() const {
  return state_->port;
}

}  // namespace selaras
