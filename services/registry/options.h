// Settings of the registry service.
#ifndef SELARAS_SERVICES_REGISTRY_OPTIONS_H_
#define SELARAS_SERVICES_REGISTRY_OPTIONS_H_

#include <optional>
#include <string>

#include "libs/config/settings.h"
#include "libs/rpc/service_calls.h"

namespace selaras::registry {

inline constexpr int kDefaultPort = 7401;
inline constexpr int kDefaultAdminPort = 7411;

struct RegistryOptions {
  std::string database = "sqlite:registry.db";
  int database_connections = 8;
  // Shared by replicas; nullopt = the database's own.
  std::optional<std::string> page_key;
  rpc::CallLimits limits;

  // Settings: database, database-connections, page-key-file, max-calls, max-streams.
  static RegistryOptions FromSettings(SettingsReader& reader);
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_OPTIONS_H_
