// selaras-registry: the registry service as a process of its own.
#include "libs/rpc/service_main.h"
#include "services/registry/registry_parts.h"

int main(int argc, char** argv) {
  using namespace selaras::registry;  // NOLINT: a main
  return selaras::rpc::ServiceMain<RegistryParts, RegistryOptions>(argc, argv, "registry", kDefaultPort,
                                                                   kDefaultAdminPort);
}
