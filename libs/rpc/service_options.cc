#include "libs/rpc/service_options.h"

namespace selaras::rpc {

void ServiceOptions::ReadFrom(SettingsReader& reader) {
  database = reader.Text("database", database, "URL of the database: sqlite:PATH or postgres://….");
  database_connections = static_cast<int>(
      reader.Int("database-connections", database_connections, 1, 200,
                 "Most connections to the database; more serve more readers and cost memory."));
  page_key = reader.SecretFile("page-key-file", "Key of page tokens; replicas share it.");
  limits.max_unary = static_cast<int>(
      reader.Int("max-calls", limits.max_unary, 1, 10000, "Calls served at a time; each holds a thread."));
  limits.max_streams = static_cast<int>(reader.Int("max-streams", limits.max_streams, 1, 10000,
                                                   "Streams served at a time; each holds a thread."));
}

}  // namespace selaras::rpc
