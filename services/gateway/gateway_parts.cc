#include "services/gateway/gateway_parts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/rest/openapi.h"
#include "libs/rest/schema.h"

namespace selaras::gateway {

struct GatewayParts::Parts {
  const GatewayProcessOptions options;
  const rpc::ServerDeps deps;
  std::unique_ptr<Gateway> gateway;
  std::unique_ptr<HttpServer> server;  // last: stops before what it calls
};

GatewayParts::GatewayParts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
GatewayParts::~GatewayParts() = default;

absl::StatusOr<std::unique_ptr<GatewayParts>> GatewayParts::Create(const GatewayProcessOptions& options,
                                                                   const rpc::ServerDeps& deps) {
  Backends backends;
  for (const BackendOptions& backend : options.backends) {
    SELARAS_ASSIGN_OR_RETURN(auto peer, rpc::Peer::Create(backend.peer, {deps.ids}));
    backends[backend.service] = std::make_unique<Backend>(std::move(peer));
  }
  auto parts =
      std::unique_ptr<GatewayParts>(new GatewayParts(std::unique_ptr<Parts>(new Parts{options, deps})));
  const Gateway::Deps gateway_deps{
      rest::Schema::Embedded(), deps.clock, deps.ids, deps.logger, deps.metrics, [parts = parts.get()] {
        return parts->Ready();
      }};
  SELARAS_ASSIGN_OR_RETURN(parts->parts_->gateway,
                           Gateway::Create(options.gateway, gateway_deps, std::move(backends)));
  return parts;
}

absl::Status GatewayParts::Start() {
  SELARAS_ASSIGN_OR_RETURN(parts_->server,
                           HttpServer::Start(parts_->options.http, *parts_->gateway, parts_->deps.metrics));
  parts_->deps.logger.Log(Severity::kInfo, "serving REST",
                          {log_keys::kAddress(parts_->options.http.address), log_keys::kPort(port())});
  return absl::OkStatus();
}

void GatewayParts::Stop() {
  if (parts_->server != nullptr) parts_->server->Stop(parts_->options.grace);
}

absl::Status GatewayParts::Ready() {
  for (const auto& [name, backend] : parts_->gateway->backends()) {
    const auto state = backend->peer->channel()->GetState(/*try_to_connect=*/true);
    if (state == GRPC_CHANNEL_READY) return absl::OkStatus();
  }
  return absl::UnavailableError("no service behind the gateway can be reached");
}

int GatewayParts::port() const {
  return parts_->server == nullptr ? 0 : parts_->server->port();
}

std::string OpenApiText() {
  const rest::Schema& schema = rest::Schema::Embedded();
  std::vector<std::string> services;
  for (const auto& [name, service] : ServiceNames()) services.push_back(service);
  std::sort(services.begin(), services.end());  // as the gateway's own document
  const auto routes = rest::RouteTable::Create(schema.pool(), services);
  return rest::OpenApi(schema, *routes, {.upload = true}).dump(2) + "\n";
}

}  // namespace selaras::gateway
