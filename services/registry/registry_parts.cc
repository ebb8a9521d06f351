#include "services/registry/registry_parts.h"

#include <string>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/feed/feed.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/secrets.h"
#include "services/registry/app/employee_service.h"
#include "services/registry/app/holding_gauges.h"
#include "services/registry/app/import_service.h"
#include "services/registry/app/reads.h"
#include "services/registry/app/seat_worker.h"
#include "services/registry/rpc/convert_seat.h"
#include "services/registry/rpc/registry_handler.h"
#include "services/registry/store/sql_fact_store.h"
#include "services/registry/store/sql_import_store.h"
#include "services/registry/store/sql_seat_store.h"

namespace selaras::registry {

struct RegistryParts::Parts {
  Parts(std::unique_ptr<sql::Database> db, const std::string& page_key, const RegistryOptions& options,
        const rpc::ServerDeps& server)
      : database(std::move(db)),
        facts(*database, server.clock),
        import_store(*database, server.ids),
        reads(facts, server.clock),
        employees(reads),
        holdings(facts, server.clock, server.metrics),
        seat_store(*database, server.ids),
        seats(seat_store, server.clock, server.ids, server.metrics, EncodeSeats, {options.seat_hold}),
        seat_worker(seats, server.logger),
        imports({facts, import_store, server.clock, server.ids}, holdings, server.metrics, server.logger),
        handler(
            server,
            {reads, employees, imports, seats,
             [this](const feed::v1alpha::ListEventsRequest& in) { return feed::ListEvents(*database, in); }},
            page_key, options.limits) {}

  const std::unique_ptr<sql::Database> database;
  SqlFactStore facts;
  SqlImportStore import_store;
  Reads reads;
  EmployeeService employees;
  HoldingGauges holdings;
  SqlSeatStore seat_store;
  SeatService seats;
  SeatWorker seat_worker;
  ImportService imports;
  RegistryHandler handler;
};

RegistryParts::RegistryParts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RegistryParts::~RegistryParts() {
  Stop();
}

absl::StatusOr<std::unique_ptr<RegistryParts>> RegistryParts::Create(const RegistryOptions& options,
                                                                     const rpc::ServerDeps& server) {
  SELARAS_ASSIGN_OR_RETURN(
      std::unique_ptr<sql::Database> database,
      sql::Open(options.database, {.connections = options.database_connections, .schema = "registry"}));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, sql::kSecretsSchema, "secrets"));
  // In this order: the third step of the first frees a table's name for the second.
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, kSchema, "registry"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, sql::kFeedSchema, "feed"));
  SELARAS_ASSIGN_OR_RETURN(const std::string page_key,
                           sql::ServiceSecret(*database, server.ids, "page-tokens"));
  return std::unique_ptr<RegistryParts>(new RegistryParts(
      std::make_unique<Parts>(std::move(database), options.page_key.value_or(page_key), options, server)));
}

std::vector<rpc::ServedService> RegistryParts::services() {
  return {{pb::RegistryService::service_full_name(), &parts_->handler}};
}

absl::Status RegistryParts::Start() {
  SELARAS_RETURN_IF_ERROR(parts_->imports.Start());
  parts_->seat_worker.Start();
  return absl::OkStatus();
}

void RegistryParts::Stop() {
  parts_->handler.Stop();
  parts_->imports.Stop();
  parts_->seat_worker.Stop();
}

absl::Status RegistryParts::Ready() {
  return parts_->holdings.RefreshRevision();
}

}  // namespace selaras::registry
