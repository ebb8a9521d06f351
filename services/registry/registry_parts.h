// What the registry service consists of, built bottom-up; used by main.cc and by the all-in-one.
#ifndef SELARAS_SERVICES_REGISTRY_REGISTRY_PARTS_H_
#define SELARAS_SERVICES_REGISTRY_REGISTRY_PARTS_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_calls.h"
#include "services/registry/options.h"

namespace selaras::registry {

class RegistryParts {
 public:
  // Opens and migrates the database. `server` outlives the parts.
  static absl::StatusOr<std::unique_ptr<RegistryParts>> Create(const RegistryOptions& options,
                                                               const rpc::ServerDeps& server);
  // Stops.
  ~RegistryParts();

  std::vector<rpc::ServedService> services();
  // Takes up imports that were running when the last process ended. Call once.
  absl::Status Start();
  // Ends background work and open streams. A running import goes on at the next start.
  void Stop();
  // kUnavailable: the database does not answer.
  absl::Status Ready();

 private:
  struct Parts;
  explicit RegistryParts(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_REGISTRY_PARTS_H_
