#include "services/registry/registry_parts.h"

#include <array>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/sql/migrator.h"

namespace selaras::registry {
namespace {

std::string PageKey(const RegistryOptions& options, IdSource& ids) {
  if (!options.page_key.empty()) return options.page_key;
  std::array<uint8_t, 32> key;
  ids.Fill(absl::MakeSpan(key));
  return std::string(reinterpret_cast<const char*>(key.data()), key.size());
}

}  // namespace

absl::StatusOr<std::unique_ptr<RegistryParts>> RegistryParts::Create(const RegistryOptions& options,
                                                                     const rpc::ServerDeps& deps) {
  sql::Options database;
  database.connections = options.database_connections;
  SELARAS_ASSIGN_OR_RETURN(std::unique_ptr<sql::Database> db, sql::Open(options.database, database));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*db, kSchema, "registry"));
  return std::unique_ptr<RegistryParts>(new RegistryParts(options, deps, std::move(db)));
}

RegistryParts::RegistryParts(const RegistryOptions& options, const rpc::ServerDeps& deps,
                             std::unique_ptr<sql::Database> db)
    : db_(std::move(db)),
      facts_(*db_, deps.clock),
      import_store_(*db_),
      reads_(facts_, deps.clock),
      employees_(reads_),
      imports_({facts_, import_store_, deps.clock, deps.ids}, deps.metrics, deps.logger),
      handler_(deps, {reads_, employees_, imports_, deps.ids}, PageKey(options, deps.ids), options.limits),
      revision_(
          deps.metrics.GetGauge({"selaras_registry_revision", "Newest revision that an import wrote."})) {
  imports_.OnCommit(
      [this](const std::string&, int64_t revision) { revision_.Set(static_cast<double>(revision)); });
}

void RegistryParts::Stop() {
  handler_.Stop();
  imports_.Stop();
}

absl::Status RegistryParts::Ready() {
  return facts_.NewestRevision("").status();
}

}  // namespace selaras::registry
