#include "services/registry/options.h"

namespace selaras::registry {

RegistryOptions RegistryOptions::FromSettings(SettingsReader& reader) {
  RegistryOptions options;
  options.ReadFrom(reader);
  options.seat_hold = reader.Duration(
      "seat-hold", options.seat_hold, absl::Minutes(1), absl::Hours(24 * 730),
      "How long a decided chain holds its seats without decrees; shorter frees forgotten seats sooner, "
      "longer survives slow signatures.");
  return options;
}

}  // namespace selaras::registry
