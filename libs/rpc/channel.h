#ifndef SELARAS_LIBS_RPC_CHANNEL_H_
#define SELARAS_LIBS_RPC_CHANNEL_H_

// Calls to a peer service: credentials, token, tenant, actor, trace and deadline go along; errors
// come back with their reasons.
//
//   SELARAS_ASSIGN_OR_RETURN(const auto registry, Peer::Create(options, {ids}));
//   const auto stub = pb::RegistryService::NewStub(registry->channel());
//   const auto get = [&](grpc::ClientContext* context, pb::Employee* out) {
//     return stub->GetEmployee(context, request, out);
//   };
//   SELARAS_ASSIGN_OR_RETURN(pb::Employee employee, registry->Call<pb::Employee>(call, Retry::kSafe, get));

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/call_scope.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/config/settings.h"

namespace selaras::rpc {

struct PeerOptions {
  std::string target = "127.0.0.1:0";  // host:port, or any gRPC name such as dns:///registry:7101
  std::string token;                   // our own bearer token; empty = none

  // TLS if `tls_ca_file` or `tls` is set (without a CA file, the system's). Certificate and key for mTLS.
  // Without TLS only loopback targets are accepted, unless `plaintext`.
  bool tls = false;
  std::string tls_ca_file;
  std::string tls_cert_file;
  std::string tls_key_file;
  bool plaintext = false;

  int max_message_bytes = 64 << 20;
  // Deadline of a call whose scope has none, and cap for each try.
  absl::Duration timeout = absl::Seconds(30);
  // Tries of a call that is safe to repeat, the first included. Waits start at `backoff`
  // and double, with jitter.
  int max_tries = 4;
  absl::Duration backoff = absl::Milliseconds(50);

  // Settings under the reader's prefix: address, token-file, tls, tls-ca-file, tls-cert-file,
  // tls-key-file, plaintext, timeout.
  static PeerOptions FromSettings(SettingsReader& reader, absl::string_view default_address);
};

// Whether a call may be sent twice: reads, and acts that carry a request_id.
enum class Retry { kNever, kSafe };

// One peer. Thread-safe; keep one for the life of the process, connections are shared.
class Peer {
 public:
  struct Deps {
    IdSource& ids;
    std::function<void(absl::Duration)> sleep = nullptr;  // null = really sleep
  };

  // kInvalidArgument: plaintext to a place that is not loopback, unreadable TLS file. Connects lazily.
  static absl::StatusOr<std::unique_ptr<Peer>> Create(const PeerOptions& options, const Deps& deps);

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Context for one call under `call`: its deadline, child span, tenant, actor, our token. For
  // streams; unary calls use Call.
  std::unique_ptr<grpc::ClientContext> MakeContext(const CallScope& call) const;

  // Performs a unary call. Only kUnavailable is retried, only with Retry::kSafe, and never
  // past the scope's deadline.
  template <typename Response>
  absl::StatusOr<Response> Call(
      const CallScope& call, Retry retry,
      absl::FunctionRef<grpc::Status(grpc::ClientContext*, Response*)> method) const {
    Response response;
    const absl::Status status = Try(call, retry, [&](grpc::ClientContext* context) {
      response = Response();
      return method(context, &response);
    });
    if (!status.ok()) return status;
    return response;
  }

 private:
  Peer(const PeerOptions& options, const Deps& deps, std::shared_ptr<grpc::Channel> channel)
      : options_(options), deps_(deps), channel_(std::move(channel)) {}

  absl::Status Try(const CallScope& call, Retry retry,
                   absl::FunctionRef<grpc::Status(grpc::ClientContext*)> method) const;

  const PeerOptions options_;
  const Deps deps_;
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_CHANNEL_H_
