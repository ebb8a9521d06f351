#include "services/gateway/options.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/gateway/rest/instance_upload.h"

namespace selaras::gateway {
namespace {

constexpr int64_t kMega = 1 << 20;

HttpServerOptions ReadHttp(SettingsReader& reader, int default_port) {
  HttpServerOptions http;
  http.address = reader.Text("address", http.address, "IP address to listen on.");
  http.port =
      static_cast<int>(reader.Int("port", default_port, 0, 65535, "Port to listen on; 0 takes a free one."));
  http.tls_cert_file = reader.Text("tls-cert-file", "", "Certificate chain (PEM); turns TLS on.");
  http.tls_key_file = reader.Text("tls-key-file", "", "Private key (PEM) of the certificate.");
  http.tls_client_ca_file = reader.Text(
      "tls-client-ca-file", "", "CA (PEM) that must have signed every client's certificate; turns mTLS on.");
  http.plaintext = reader.Flag(
      "plaintext", false,
      "Listens without TLS beyond loopback; only where a proxy, mesh or tunnel protects the wire.");
  http.threads = static_cast<int>(reader.Int("threads", http.threads, 1, 256,
                                             "Threads for sockets and JSON; more than cores gains nothing."));
  http.max_connections = static_cast<int>(reader.Int("max-connections", http.max_connections, 1, 100000,
                                                     "Open client connections; beyond it they get 503."));
  http.idle = reader.Duration("idle-timeout", http.idle, absl::Milliseconds(100), absl::Hours(1),
                              "How long a connection is kept between two requests.");
  http.head = reader.Duration("head-timeout", http.head, absl::Milliseconds(100), absl::Minutes(5),
                              "How long the head of a request may take.");
  http.transfer = reader.Duration("transfer-timeout", http.transfer, absl::Milliseconds(100), absl::Hours(1),
                                  "How long 64 KiB of a body, or an answer, may take.");
  return http;
}

GatewayOptions ReadGateway(SettingsReader& reader) {
  GatewayOptions gateway;
  gateway.max_body = static_cast<uint64_t>(reader.Int("max-body-bytes", 4 * kMega, 1024, 64 * kMega,
                                                      "Largest JSON body; each is held in memory."));
  gateway.max_upload = static_cast<uint64_t>(reader.Int(
      "max-upload-bytes", 512 * kMega, kMega, int64_t{1} << 36, "Largest upload; none is held in memory."));
  gateway.max_calls = static_cast<int>(reader.Int("max-calls", gateway.max_calls, 1, 100000,
                                                  "Calls running at once; beyond it requests get 503."));
  gateway.max_memory = reader.Int("max-memory-bytes", gateway.max_memory, kMega, int64_t{1} << 36,
                                  "JSON bodies held at once.");
  gateway.timeout.standard =
      reader.Duration("timeout", gateway.timeout.standard, absl::Milliseconds(10), absl::Hours(1),
                      "Longest time for a call that names none (X-Request-Timeout).");
  gateway.timeout.max = reader.Duration("max-timeout", gateway.timeout.max, absl::Milliseconds(10),
                                        absl::Hours(1), "Longest time that a caller may name.");
  gateway.upload_timeout = reader.Duration("upload-timeout", gateway.upload_timeout, absl::Seconds(1),
                                           absl::Hours(6), "Longest time for an upload.");
  gateway.cors_origins = reader.List(
      "cors-origins", "",
      "Origins whose pages may call from a browser, such as https://portal.example; empty = none.");
  return gateway;
}

std::vector<BackendOptions> ReadBackends(SettingsReader& reader) {
  const std::vector<std::string> wanted = reader.List(
      "services", "registry,needs,matching,approval,evaluation", "Services whose routes are served.");
  std::vector<BackendOptions> backends;
  int port = 7401;
  std::vector<std::string> known;
  for (const auto& [name, service] : ServiceNames()) {
    known.push_back(name);
    SettingsReader peer = reader.WithPrefix(absl::StrCat(name, "-"));
    rpc::PeerOptions options = rpc::PeerOptions::FromSettings(peer, absl::StrCat("127.0.0.1:", port++));
    if (!options.token.empty()) {
      reader.AddError(absl::StrCat(name, "-token-file"), "is not used here",
                      "each call carries its caller's token");
    }
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) backends.push_back({service, options});
  }
  for (const std::string& name : wanted) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      reader.AddError("services", absl::StrCat(name, " is none of them"),
                      "name some of registry, needs, matching, approval, evaluation");
    }
  }
  if (wanted.empty()) reader.AddError("services", "is empty", "name at least one");
  return backends;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> ServiceNames() {
  return {{"registry", "selaras.registry.v1alpha.RegistryService"},
          {"needs", "selaras.needs.v1alpha.NeedsService"},
          {"matching", kMatchingService},
          {"approval", "selaras.approval.v1alpha.ApprovalService"},
          {"evaluation", "selaras.evaluation.v1alpha.EvaluationService"}};
}

GatewayProcessOptions GatewayProcessOptions::FromSettings(SettingsReader& reader, int default_port,
                                                          bool peers) {
  GatewayProcessOptions options;
  options.http = ReadHttp(reader, default_port);
  options.gateway = ReadGateway(reader);
  options.drain =
      reader.Duration("drain", options.drain, absl::ZeroDuration(), absl::Minutes(5),
                      "After SIGTERM, how long readiness says no before connections are refused.");
  options.grace =
      reader.Duration("grace", options.grace, absl::ZeroDuration(), absl::Hours(1),
                      "After that, how long running requests may take before they are cancelled.");
  if (peers) options.backends = ReadBackends(reader);
  return options;
}

}  // namespace selaras::gateway
