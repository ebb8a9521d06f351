#ifndef SELARAS_SERVICES_GATEWAY_HTTP_HTTP_SERVER_H_
#define SELARAS_SERVICES_GATEWAY_HTTP_HTTP_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/metrics/metrics.h"
#include "services/gateway/http/exchange.h"

namespace selaras::gateway {

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  int port = 0;  // 0 takes a free one

  // TLS 1.2 and above with a certificate and key (PEM files); with a client CA every client must show a certificate. Without
  // TLS only a loopback address is accepted, unless `plaintext`.
  std::string tls_cert_file;
  std::string tls_key_file;
  std::string tls_client_ca_file;
  bool plaintext = false;

  int threads = 4;
  // Beyond it a connection gets 503 and is closed. One costs some 20 KiB (estimated), a body in flight more.
  int max_connections = 1024;
  // An idle connection is closed after `idle`; a head must arrive within `head`, and each 64 KiB of a body, and what the
  // client reads of an answer, within `transfer`: that ends clients who send a byte now and then.
  absl::Duration idle = absl::Seconds(75);
  absl::Duration head = absl::Seconds(10);
  absl::Duration transfer = absl::Seconds(30);
};

// HTTP/1.1 with keep-alive. A connection costs no thread, so slow and idle clients keep nobody waiting. Heads are at most
// 16 KiB.
class HttpServer {
 public:
  // Listens when it returns. `handler` and `metrics` outlive the server. kInvalidArgument: options or TLS files;
  // kUnavailable: the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerOptions& options,
                                                           RequestHandler& handler, Metrics& metrics);
  // Stops without grace.
  ~HttpServer();

  int port() const;
  // Takes no new connection, closes the idle ones, lets running requests end within `grace`, then cancels them. Blocks.
  void Stop(absl::Duration grace);

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_HTTP_HTTP_SERVER_H_
