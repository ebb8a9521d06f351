#ifndef SELARAS_SERVICES_REGISTRY_REGISTRY_PARTS_H_
#define SELARAS_SERVICES_REGISTRY_REGISTRY_PARTS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_calls.h"
#include "libs/sql/database.h"
#include "services/registry/app/employee_service.h"
#include "services/registry/app/import_service.h"
#include "services/registry/app/reads.h"
#include "services/registry/options.h"
#include "services/registry/rpc/registry_handler.h"
#include "services/registry/store/sql_fact_store.h"
#include "services/registry/store/sql_import_store.h"

namespace selaras::registry {

// The whole registry, built bottom-up from its options: for its own program, the all-in-one and tests.
//
//   SELARAS_ASSIGN_OR_RETURN(const auto registry, RegistryParts::Create(options, process.deps()));
//   SELARAS_RETURN_IF_ERROR(registry->Start());                     // background work: imports
//   … serve registry->served(), on shutdown registry->Stop() …
class RegistryParts {
 public:
  // Opens and migrates the database. What `deps` refers to must outlive the parts.
  static absl::StatusOr<std::unique_ptr<RegistryParts>> Create(const RegistryOptions& options,
                                                               const rpc::ServerDeps& deps);
  ~RegistryParts() { Stop(); }

  // Takes up imports that were running when the last process ended.
  absl::Status Start() { return imports_.Start(); }
  // Ends background work and open streams. A running import goes on at the next start.
  void Stop();

  rpc::ServedService served() { return {pb::RegistryService::service_full_name(), &handler_}; }
  // OK while the database answers.
  absl::Status Ready();

 private:
  RegistryParts(const RegistryOptions& options, const rpc::ServerDeps& deps,
                std::unique_ptr<sql::Database> db);

  std::unique_ptr<sql::Database> db_;
  SqlFactStore facts_;
  SqlImportStore import_store_;
  Reads reads_;
  EmployeeService employees_;
  ImportService imports_;
  RegistryHandler handler_;
  Gauge& revision_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_REGISTRY_PARTS_H_
