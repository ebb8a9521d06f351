// Settings of the registry service.
#ifndef SELARAS_SERVICES_REGISTRY_OPTIONS_H_
#define SELARAS_SERVICES_REGISTRY_OPTIONS_H_

#include "libs/config/settings.h"
#include "libs/rpc/service_options.h"

namespace selaras::registry {

inline constexpr int kDefaultPort = 7401;
inline constexpr int kDefaultAdminPort = 7411;

struct RegistryOptions : rpc::ServiceOptions {
  RegistryOptions() { database = "sqlite:registry.db"; }

  // Settings: those of rpc::ServiceOptions.
  static RegistryOptions FromSettings(SettingsReader& reader);
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_OPTIONS_H_
