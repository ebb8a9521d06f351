#include "services/registry/options.h"

namespace selaras::registry {

RegistryOptions RegistryOptions::FromSettings(SettingsReader& reader) {
  RegistryOptions options;
  options.database =
      reader.Text("database", options.database, "URL of the database: sqlite:PATH or postgres://….");
  options.database_connections = static_cast<int>(
      reader.Int("database-connections", options.database_connections, 1, 200,
                 "Most connections to the database; more serve more readers and cost memory."));
  options.page_key = reader.SecretFile("page-key-file", "Key of page tokens; replicas share it.");
  options.limits.max_unary = static_cast<int>(reader.Int("max-calls", options.limits.max_unary, 1, 10000,
                                                         "Calls served at a time; each holds a thread."));
  options.limits.max_streams = static_cast<int>(reader.Int(
      "max-streams", options.limits.max_streams, 1, 10000, "Streams served at a time; each holds a thread."));
  return options;
}

}  // namespace selaras::registry
