#ifndef SELARAS_LIBS_RPC_SERVICE_OPTIONS_H_
#define SELARAS_LIBS_RPC_SERVICE_OPTIONS_H_

#include <optional>
#include <string>

#include "libs/config/settings.h"
#include "libs/rpc/service_calls.h"

namespace selaras::rpc {

// What every service is told. A service's own options derive from it and set its defaults.
struct ServiceOptions {
  std::string database;  // sqlite:PATH or postgres://…
  // DEFAULT 8. PostgreSQL: most connections. SQLite: most readers.
  int database_connections = 8;
  // Key of page tokens, shared by replicas; nullopt = the database's own.
  std::optional<std::string> page_key;
  CallLimits limits;

  // Settings: database, database-connections, page-key-file, max-calls, max-streams.
  void ReadFrom(SettingsReader& reader);
};

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_SERVICE_OPTIONS_H_
