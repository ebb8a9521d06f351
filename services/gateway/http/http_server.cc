#include "services/gateway/http/http_server.h"

#include <utility>

// clang-format off
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
// clang-format on

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/server.h"
#include "services/gateway/http/connection.h"

namespace selaras::gateway {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using asio::ip::tcp;

absl::Status TlsError(absl::string_view setting, const std::string& path, const ErrorCode& error) {
  return absl::InvalidArgumentError(
      absl::StrCat(setting, ": file ", path, " cannot be used (", error.message(), "); name a PEM file"));
}

absl::StatusOr<std::unique_ptr<asio::ssl::context>> MakeTls(const HttpServerOptions& options) {
  if (options.tls_cert_file.empty() && options.tls_key_file.empty() && options.tls_client_ca_file.empty()) {
    if (!rpc::IsLoopback(options.address) && !options.plaintext) {
      return absl::InvalidArgumentError(absl::StrCat(
          "address ", options.address,
          " is not loopback and TLS is off; set tls-cert-file and tls-key-file, or plaintext=true if a "
          "proxy on this machine, a mesh or a tunnel protects the wire"));
    }
    return nullptr;
  }
  if (options.tls_cert_file.empty() || options.tls_key_file.empty()) {
    return absl::InvalidArgumentError("tls-cert-file and tls-key-file belong together; set both or none");
  }
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1);
  ErrorCode error;
  context->use_certificate_chain_file(options.tls_cert_file, error);
  if (error) return TlsError("tls-cert-file", options.tls_cert_file, error);
  context->use_private_key_file(options.tls_key_file, asio::ssl::context::pem, error);
  if (error) return TlsError("tls-key-file", options.tls_key_file, error);
  if (!options.tls_client_ca_file.empty()) {
    context->load_verify_file(options.tls_client_ca_file, error);
    if (error) return TlsError("tls-client-ca-file", options.tls_client_ca_file, error);
    context->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert, error);
  }
  return context;
}

}  // namespace

struct HttpServer::State {
  State(const HttpServerOptions& options, RequestHandler& handler, Metrics& metrics,
        std::unique_ptr<asio::ssl::context> tls)
      : options(options),
        tls(std::move(tls)),
        shared{this->options, handler, this->tls.get()},
        acceptor(asio::make_strand(io)),
        open(metrics.GetGauge({"selaras_gateway_connections", "Open client connections."})),
        turned_away(metrics.GetCounter({"selaras_gateway_connections_turned_away_total",
                                        "Connections answered 503 because of their number."})) {}

  absl::Status Listen() {
    ErrorCode error;
    const auto address =
        asio::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, error);
    if (error) {
      return absl::InvalidArgumentError(absl::StrCat("address ", options.address, " is no IP address"));
    }
    const tcp::endpoint endpoint(address, static_cast<uint16_t>(options.port));
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) return absl::OkStatus();
    return absl::UnavailableError(
        absl::StrCat("address ", options.address, ":", options.port, " cannot be bound; is it in use?"));
  }

  void Accept() {
    // Each connection has a strand, so its coroutine and timers never run on two threads.
    acceptor.async_accept(asio::make_strand(io), [this](const ErrorCode& error, tcp::socket socket) {
      if (!acceptor.is_open()) return;
      if (!error) Take(std::move(socket));
      // Out of descriptors: waits for some to come back instead of spinning.
      if (error) std::this_thread::sleep_for(std::chrono::milliseconds(50));
      Accept();
    });
  }

  void Take(tcp::socket socket) {
    const auto executor = socket.get_executor();
    auto connection = std::make_shared<Connection>(shared, std::move(socket));
    bool room = false;
    {
      const std::lock_guard lock(mutex);
      // Some more are kept only as long as it takes to refuse them.
      if (connections.size() >= static_cast<size_t>(options.max_connections) * 2) return;
      room = connections.size() < static_cast<size_t>(options.max_connections);
      connections.insert(connection);
      open.Set(static_cast<double>(connections.size()));
    }
    if (!room) turned_away.Increment();
    asio::co_spawn(executor, room ? connection->Serve() : connection->TurnAway(),
                   [this, connection](std::exception_ptr) {
                     // A client that makes the library throw ends its own connection only.
                     const std::lock_guard lock(mutex);
                     connections.erase(connection);
                     open.Set(static_cast<double>(connections.size()));
                     if (connections.empty()) none_left.notify_all();
                   });
  }

  template <typename Act>
  void ForEach(Act act) {
    const std::lock_guard lock(mutex);
    for (const auto& connection : connections) act(*connection);
  }

  bool WaitUntilNone(absl::Duration limit) {
    std::unique_lock lock(mutex);
    return none_left.wait_for(lock, absl::ToChronoMilliseconds(limit),
                              [this] { return connections.empty(); });
  }

  const HttpServerOptions options;
  const std::unique_ptr<asio::ssl::context> tls;
  asio::io_context io;
  Connection::Shared shared;
  tcp::acceptor acceptor;
  int port = 0;
  Gauge& open;
  Counter& turned_away;
  std::mutex mutex;
  std::condition_variable none_left;
  std::set<std::shared_ptr<Connection>> connections;
  std::vector<std::thread> threads;
};

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options,
                                                              RequestHandler& handler, Metrics& metrics) {
  SELARAS_ASSIGN_OR_RETURN(auto tls, MakeTls(options));
  auto state = std::make_unique<State>(options, handler, metrics, std::move(tls));
  SELARAS_RETURN_IF_ERROR(state->Listen());
  state->port = state->acceptor.local_endpoint().port();
  state->Accept();
  for (int i = 0; i < options.threads; ++i) {
    state->threads.emplace_back([io = &state->io] { io->run(); });
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpServer::~HttpServer() {
  Stop(absl::ZeroDuration());
}

int HttpServer::port() const {
  return state_->port;
}

void HttpServer::Stop(absl::Duration grace) {
  if (state_->threads.empty()) return;
  state_->shared.draining = true;
  asio::post(state_->acceptor.get_executor(), [state = state_.get()] {
    ErrorCode ignored;
    state->acceptor.close(ignored);
  });
  state_->ForEach([](Connection& connection) { connection.CloseIfIdle(); });
  if (!state_->WaitUntilNone(grace)) {
    state_->ForEach([](Connection& connection) { connection.Abort(); });
    // A cancelled call answers at once; its peer may be gone, and then the process ends all the same.
    state_->WaitUntilNone(absl::Seconds(5));
  }
  state_->io.stop();
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
}

}  // namespace selaras::gateway
