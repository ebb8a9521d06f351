#include "libs/rpc/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/serve.h"
#include "libs/rpc/server.h"

namespace selaras::rpc {
namespace {

absl::Status ReadInto(absl::string_view setting, const std::string& path, std::string* out) {
  if (path.empty()) return absl::OkStatus();
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    return absl::InvalidArgumentError(
        absl::StrCat(setting, ": file ", path, " cannot be read; name a PEM file"));
  }
  *out = content.str();
  return absl::OkStatus();
}

// Host of "host:port", "[::1]:port" or "dns:///host:port".
absl::string_view HostOf(absl::string_view target) {
  const size_t scheme = target.find(":///");
  if (scheme != absl::string_view::npos) target.remove_prefix(scheme + 4);
  if (!target.empty() && target[0] == '[') return target.substr(1, target.find(']') - 1);
  return target.substr(0, target.rfind(':'));
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(const PeerOptions& options) {
  if (options.tls || !options.tls_ca_file.empty() || !options.tls_cert_file.empty()) {
    grpc::SslCredentialsOptions ssl;
    SELARAS_RETURN_IF_ERROR(ReadInto("tls-ca-file", options.tls_ca_file, &ssl.pem_root_certs));
    SELARAS_RETURN_IF_ERROR(ReadInto("tls-cert-file", options.tls_cert_file, &ssl.pem_cert_chain));
    SELARAS_RETURN_IF_ERROR(ReadInto("tls-key-file", options.tls_key_file, &ssl.pem_private_key));
    return grpc::SslCredentials(ssl);
  }
  if (!IsLoopback(HostOf(options.target)) && !options.plaintext) {
    return absl::InvalidArgumentError(absl::StrCat("target ", options.target,
                                                   " is not loopback and TLS is off; set tls-ca-file, or "
                                                   "plaintext=true if a mesh or tunnel protects the wire"));
  }
  return grpc::InsecureChannelCredentials();
}

// Between half and all of `wait`, so that callers refused together do not come back together.
absl::Duration Jittered(absl::Duration wait, IdSource& ids) {
  std::array<uint8_t, 1> random;
  ids.Fill(absl::MakeSpan(random));
  return wait * (0.5 + random[0] / 510.0);
}

}  // namespace

PeerOptions PeerOptions::FromSettings(SettingsReader& reader, absl::string_view default_address) {
  PeerOptions options;
  options.target =
      reader.Text("address", default_address, "Where the peer listens: host:port or dns:///host:port.");
  options.token = reader.SecretFile("token-file", "File with our bearer token for the peer.").value_or("");
  options.tls = reader.Flag("tls", false, "Speaks TLS to the peer, trusting the system's CAs.");
  options.tls_ca_file = reader.Text("tls-ca-file", "", "CA (PEM) of the peer's certificate; turns TLS on.");
  options.tls_cert_file = reader.Text("tls-cert-file", "", "Our certificate (PEM) for mTLS.");
  options.tls_key_file = reader.Text("tls-key-file", "", "Private key (PEM) of that certificate.");
  options.plaintext = reader.Flag("plaintext", false, "Speaks without TLS beyond loopback.");
  options.timeout = reader.Duration("timeout", options.timeout, absl::Milliseconds(10), absl::Hours(1),
                                    "Longest time for one call.");
  return options;
}

absl::StatusOr<std::unique_ptr<Peer>> Peer::Create(const PeerOptions& options, const Deps& deps) {
  SELARAS_ASSIGN_OR_RETURN(const auto credentials, MakeCredentials(options));
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(options.max_message_bytes);
  arguments.SetMaxSendMessageSize(options.max_message_bytes);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);  // retries are ours: they know which calls are safe
  // A peer that restarts is back within a second or two; gRPC's own waits start at one
  // second and grow to two minutes.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  arguments.SetLoadBalancingPolicyName("round_robin");
  return std::unique_ptr<Peer>(
      new Peer(options, deps, grpc::CreateCustomChannel(options.target, credentials, arguments)));
}

// gRPC's deadlines are the machine's time, which an injected clock need not follow: only the time left is carried over.
static std::chrono::system_clock::time_point After(absl::Duration left) {
  return std::chrono::system_clock::now() +
         std::chrono::duration_cast<std::chrono::system_clock::duration>(absl::ToChronoNanoseconds(left));
}

std::unique_ptr<grpc::ClientContext> Peer::MakeContext(const CallScope& call) const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!options_.token.empty()) context->AddMetadata(kAuthorizationKey, "Bearer " + options_.token);
  if (!call.tenant.empty()) context->AddMetadata(kTenantKey, call.tenant);
  if (!call.actor.empty()) context->AddMetadata(kActorKey, call.actor);
  context->AddMetadata(kTraceparentKey, FormatTraceparent(ChildOf(call.trace, deps_.ids)));
  if (call.deadline != absl::InfiniteFuture()) context->set_deadline(After(call.Remaining()));
  return context;
}

absl::Status Peer::Try(const CallScope& call, Retry retry,
                       absl::FunctionRef<grpc::Status(grpc::ClientContext*)> method) const {
  const int max_tries = retry == Retry::kSafe ? std::max(options_.max_tries, 1) : 1;
  absl::Duration backoff = options_.backoff;
  for (int attempt = 1;; ++attempt) {
    const auto context = MakeContext(call);
    if (options_.timeout < call.Remaining()) context->set_deadline(After(options_.timeout));
    const absl::Status status = FromGrpcStatus(method(context.get()));
    if (status.code() != absl::StatusCode::kUnavailable || attempt >= max_tries) return status;
    const absl::Duration wait = RetryAfterOf(status).value_or(Jittered(backoff, deps_.ids));
    if (call.cancelled() || wait >= call.Remaining()) return status;
    deps_.sleep ? deps_.sleep(wait) : absl::SleepFor(wait);
    backoff *= 2;
  }
}

}  // namespace selaras::rpc
