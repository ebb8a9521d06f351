#ifndef SELARAS_SERVICES_REGISTRY_OPTIONS_H_
#define SELARAS_SERVICES_REGISTRY_OPTIONS_H_

#include <string>

#include "libs/config/settings.h"
#include "libs/rpc/server.h"
#include "libs/rpc/server_runner.h"
#include "libs/rpc/service_calls.h"

namespace selaras::registry {

// What the service itself needs; shared by its own program and the all-in-one.
struct RegistryOptions {
  // sqlite:PATH or postgres://…; DEFAULT a file in the working directory.
  std::string database = "sqlite:selaras-registry.db";
  int database_connections = 8;
  // Key of page tokens; empty = a random one per process, so tokens end with it.
  std::string page_key;
  rpc::CallLimits limits;

  // Settings: database, database-connections, page-key-file, max-calls, max-streams.
  static RegistryOptions FromSettings(SettingsReader& reader);
};

inline constexpr int kDefaultPort = 50051;
inline constexpr int kDefaultAdminPort = 9051;

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_OPTIONS_H_
