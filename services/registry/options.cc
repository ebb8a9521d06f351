#include "services/registry/options.h"

namespace selaras::registry {

RegistryOptions RegistryOptions::FromSettings(SettingsReader& reader) {
  RegistryOptions options;
  options.ReadFrom(reader);
  return options;
}

}  // namespace selaras::registry
