#include "libs/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>

#include <fstream>
#include <mutex>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.pb.h"
#include "libs/base/status_macros.h"

namespace selaras::rpc {
namespace {

// Both are global switches of gRPC and read when a server is built.
void EnableHealthAndReflection() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    // Reflection finds the health service's types only if the linker keeps them.
    (void)grpc::health::v1::HealthCheckRequest::descriptor();
  });
}

absl::StatusOr<std::string> ReadPem(absl::string_view setting, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    return absl::InvalidArgumentError(
        absl::StrCat(setting, ": file ", path, " cannot be read; name a PEM file"));
  }
  return content.str();
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeTls(const ServerOptions& options) {
  if (options.tls_cert_file.empty() || options.tls_key_file.empty()) {
    return absl::InvalidArgumentError("tls-cert-file and tls-key-file belong together; set both or none");
  }
  grpc::SslServerCredentialsOptions ssl(options.tls_client_ca_file.empty()
                                            ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                            : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  SELARAS_ASSIGN_OR_RETURN(pair.private_key, ReadPem("tls-key-file", options.tls_key_file));
  SELARAS_ASSIGN_OR_RETURN(pair.cert_chain, ReadPem("tls-cert-file", options.tls_cert_file));
  ssl.pem_key_cert_pairs.push_back(pair);
  if (!options.tls_client_ca_file.empty()) {
    SELARAS_ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadPem("tls-client-ca-file", options.tls_client_ca_file));
  }
  return grpc::SslServerCredentials(ssl);
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const ServerOptions& options) {
  if (!options.tls_cert_file.empty() || !options.tls_key_file.empty() ||
      !options.tls_client_ca_file.empty()) {
    return MakeTls(options);
  }
  // Local credentials refuse peers from elsewhere even if the address were forwarded.
  if (IsLoopback(options.address)) return grpc::experimental::LocalServerCredentials(LOCAL_TCP);
  if (!options.plaintext) {
    return absl::InvalidArgumentError(absl::StrCat("address ", options.address,
                                                   " is not loopback and TLS is off; set tls-cert-file and "
                                                   "tls-key-file, or plaintext=true if a mesh or tunnel "
                                                   "protects the wire"));
  }
  return grpc::InsecureServerCredentials();
}

std::string HostPort(absl::string_view host, int port) {
  return absl::StrContains(host, ':') ? absl::StrCat("[", host, "]:", port) : absl::StrCat(host, ":", port);
}

}  // namespace

bool IsLoopback(absl::string_view address) {
  if (address == "localhost" || address == "::1") return true;
  // Digits and dots only: "127.example.com" is a name that may lead anywhere.
  return absl::StartsWith(address, "127.") &&
         address.find_first_not_of("0123456789.") == absl::string_view::npos;
}

ServerOptions ServerOptions::FromSettings(SettingsReader& reader, int default_port) {
  ServerOptions options;
  options.address = reader.Text("address", options.address, "IP address to listen on.");
  options.port =
      static_cast<int>(reader.Int("port", default_port, 0, 65535, "Port to listen on; 0 takes a free one."));
  options.tls_cert_file = reader.Text("tls-cert-file", "", "Certificate chain (PEM); turns TLS on.");
  options.tls_key_file = reader.Text("tls-key-file", "", "Private key (PEM) of the certificate.");
  options.tls_client_ca_file = reader.Text(
      "tls-client-ca-file", "", "CA (PEM) that must have signed every client's certificate; turns mTLS on.");
  options.plaintext =
      reader.Flag("plaintext", false,
                  "Listens without TLS beyond loopback; only where a mesh or tunnel protects the wire.");
  options.max_message_bytes =
      static_cast<int>(reader.Int("max-message-bytes", options.max_message_bytes, 1 << 16, 1 << 30,
                                  "Largest message taken or sent; larger costs memory per call."));
  options.max_threads = static_cast<int>(reader.Int("max-threads", options.max_threads, 8, 10000,
                                                    "Threads that gRPC may use; larger costs memory."));
  options.drain =
      reader.Duration("drain", options.drain, absl::ZeroDuration(), absl::Minutes(5),
                      "After SIGTERM, how long health says NOT_SERVING before calls are refused.");
  options.grace = reader.Duration("grace", options.grace, absl::ZeroDuration(), absl::Hours(1),
                                  "After that, how long running calls may take before they are cancelled.");
  if (options.tls_cert_file.empty() != options.tls_key_file.empty()) {
    reader.AddError("tls-cert-file", "is given without tls-key-file or the other way round",
                    "set both or none");
  }
  return options;
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const std::vector<ServedService>& services) {
  EnableHealthAndReflection();
  SELARAS_ASSIGN_OR_RETURN(const auto credentials, MakeCredentials(options));
  std::unique_ptr<Server> server(new Server());
  server->options_ = options;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(HostPort(options.address, options.port), credentials, &server->port_);
  // Without this a second process could share the port and take half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(options.max_message_bytes);
  builder.SetMaxSendMessageSize(options.max_message_bytes);
  builder.SetResourceQuota(grpc::ResourceQuota("server").SetMaxThreads(options.max_threads));
  for (const ServedService& service : services) builder.RegisterService(service.handler);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || server->port_ == 0) {
    return absl::UnavailableError(absl::StrCat("address ", HostPort(options.address, options.port),
                                               " cannot be bound, or the TLS files do not fit together"));
  }
  server->SetServing("", true);
  for (const ServedService& service : services) server->SetServing(service.name, true);
  return server;
}

Server::~Server() {
  Shutdown(absl::ZeroDuration());
}

std::string Server::target() const {
  const bool everywhere = options_.address == "0.0.0.0" || options_.address == "::";
  return HostPort(everywhere ? "127.0.0.1" : options_.address, port_);
}

void Server::SetServing(absl::string_view name, bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(std::string(name), serving);
}

void Server::SetAllServing(bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(serving);
}

void Server::Shutdown(absl::Duration grace) {
  if (server_ == nullptr) return;  // never started
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  server_->Wait();
}

}  // namespace selaras::rpc
