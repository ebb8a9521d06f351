// Settings of the registry service.
#ifndef SELARAS_SERVICES_REGISTRY_OPTIONS_H_
#define SELARAS_SERVICES_REGISTRY_OPTIONS_H_

#include "absl/time/time.h"
#include "libs/config/settings.h"
#include "libs/rpc/service_options.h"

namespace selaras::registry {

inline constexpr int kDefaultPort = 7401;
inline constexpr int kDefaultAdminPort = 7411;

struct RegistryOptions : rpc::ServiceOptions {
  RegistryOptions() { database = "sqlite:registry.db"; }

  // DEFAULT 90 days: SeatService::Options.
  absl::Duration seat_hold = absl::Hours(24 * 90);

  // Settings: those of rpc::ServiceOptions, seat-hold.
  static RegistryOptions FromSettings(SettingsReader& reader);
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_OPTIONS_H_
