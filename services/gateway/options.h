// Settings of the gateway.
#ifndef SELARAS_SERVICES_GATEWAY_OPTIONS_H_
#define SELARAS_SERVICES_GATEWAY_OPTIONS_H_

#include <string>
#include <vector>

#include "libs/config/settings.h"
#include "libs/rpc/channel.h"
#include "services/gateway/http/http_server.h"
#include "services/gateway/rest/gateway.h"

namespace selaras::gateway {

inline constexpr int kDefaultPort = 7440;
inline constexpr int kDefaultAdminPort = 7450;

// A service that the gateway may stand before.
struct BackendOptions {
  std::string service;  // full name
  rpc::PeerOptions peer;
};

struct GatewayProcessOptions {
  HttpServerOptions http;
  GatewayOptions gateway;
  std::vector<BackendOptions> backends;
  // On SIGTERM: not ready for `drain`, so that balancers look away; then running requests get `grace`.
  absl::Duration drain = absl::Seconds(1);
  absl::Duration grace = absl::Seconds(10);

  // Settings: services (which of registry, needs, matching, approval, evaluation are served), those of each peer under
  // SERVICE-, and the rest below. `peers` = false leaves services and peers to the caller, as the all-in-one does.
  static GatewayProcessOptions FromSettings(SettingsReader& reader, int default_port, bool peers = true);
};

// "matching" → "selaras.matching.v1alpha.MatchingService"; all five in the order of the cycle.
std::vector<std::pair<std::string, std::string>> ServiceNames();

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_OPTIONS_H_
