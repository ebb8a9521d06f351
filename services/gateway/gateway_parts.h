// What the gateway consists of, built bottom-up; used by main.cc and by the all-in-one.
#ifndef SELARAS_SERVICES_GATEWAY_GATEWAY_PARTS_H_
#define SELARAS_SERVICES_GATEWAY_GATEWAY_PARTS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/rpc/service_calls.h"
#include "services/gateway/options.h"

namespace selaras::gateway {

class GatewayParts {
 public:
  // Opens no connection and no port. `deps` outlives the parts.
  static absl::StatusOr<std::unique_ptr<GatewayParts>> Create(const GatewayProcessOptions& options,
                                                              const rpc::ServerDeps& deps);
  // Stops without grace.
  ~GatewayParts();

  // Listens when it returns. Call once. kUnavailable: the address cannot be bound.
  absl::Status Start();
  // Lets running requests end within the grace. Blocks.
  void Stop();
  // kUnavailable: no service at all can be reached. One that is down makes its own routes answer 503 and no others.
  absl::Status Ready();
  int port() const;

 private:
  struct Parts;
  explicit GatewayParts(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// The OpenAPI document of all services, indented.
std::string OpenApiText();

}  // namespace selaras::gateway

#endif  // SELARAS_SERVICES_GATEWAY_GATEWAY_PARTS_H_
