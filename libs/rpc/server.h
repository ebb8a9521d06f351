#ifndef SELARAS_LIBS_RPC_SERVER_H_
#define SELARAS_LIBS_RPC_SERVER_H_

#include <grpcpp/impl/service_type.h>
#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/config/settings.h"

namespace selaras::rpc {

struct ServerOptions {
  // Where to listen.
  std::string address = "127.0.0.1";
  int port = 0;  // 0 takes a free one

  // TLS: certificate and key (PEM files). With a client CA every client must show a certificate signed
  // by it (mTLS). Without TLS only a loopback address is accepted, unless `plaintext` says that
  // something else protects the wire.
  std::string tls_cert_file;
  std::string tls_key_file;
  std::string tls_client_ca_file;
  bool plaintext = false;

  // Largest message taken and sent, bytes.
  int max_message_bytes = 16 << 20;
  // Backstop behind the services' own CallLimits: threads that gRPC may use. Larger costs
  // memory (a stack each).
  int max_threads = 512;

  // On SIGTERM: health says NOT_SERVING for `drain`, so that balancers look away; then
  // running calls get `grace`.
  absl::Duration drain = absl::Seconds(1);
  absl::Duration grace = absl::Seconds(10);

  // Settings: address, port, tls-cert-file, tls-key-file, tls-client-ca-file, plaintext, max-message-bytes,
  // max-threads, drain, grace.
  static ServerOptions FromSettings(SettingsReader& reader, int default_port);
};

// A gRPC service to serve, with its full proto name for health.
struct ServedService {
  std::string name;
  grpc::Service* handler;
};

// A running sync gRPC server with health (for "" and each service) and reflection. Several services share one
// server in the all-in-one. Thread-safe.
class Server {
 public:
  // Listens when it returns. Handlers must outlive the server. kInvalidArgument: options that contradict each
  // other, or unreadable TLS files, naming the setting. kUnavailable: the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const std::vector<ServedService>& services);
  // Shuts down without grace if nobody did before.
  ~Server();

  int port() const { return port_; }
  // "127.0.0.1:PORT", for clients of this process.
  std::string target() const;

  // Health of one service or of any other name, such as
  // "selaras.matching.v1alpha.MatchingService/RankPosts". All start SERVING.
  void SetServing(absl::string_view name, bool serving);
  // Health of everything, "" included.
  void SetAllServing(bool serving);

  // Refuses new calls, waits up to `grace` for running ones, then cancels those and waits until their
  // handlers return. Calling it again does nothing.
  void Shutdown(absl::Duration grace);

 private:
  Server() = default;

  ServerOptions options_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

// True for 127.0.0.0/8, ::1 and localhost.
bool IsLoopback(absl::string_view address);

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_SERVER_H_
