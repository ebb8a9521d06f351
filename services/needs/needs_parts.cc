#include "services/needs/needs_parts.h"

#include <string>

#include "libs/base/status_macros.h"
#include "libs/feed/feed.h"
#include "libs/policy/signature.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/secrets.h"
#include "services/needs/app/policy_reading.h"
#include "services/needs/rpc/grpc_registry_reader.h"
#include "services/needs/rpc/needs_handler.h"
#include "services/needs/store/sql_record_store.h"
#include "services/needs/store/sql_snapshot_store.h"

namespace selaras::needs {
namespace {

absl::StatusOr<policy::Bundle> LoadPolicy(const NeedsOptions& options, absl::CivilDay today) {
  SELARAS_ASSIGN_OR_RETURN(policy::Bundle bundle, policy::Bundle::Load(options.policy_dir, options.policy));
  if (!options.policy_keys.empty()) SELARAS_RETURN_IF_ERROR(policy::Verify(bundle, options.policy_keys));
  SELARAS_RETURN_IF_ERROR(ReadNeedPolicy(bundle, today).status());
  return bundle;
}

}  // namespace

struct NeedsParts::Parts {
  Parts(policy::Bundle bundle, std::unique_ptr<sql::Database> database, std::unique_ptr<rpc::Peer> peer,
        const std::string& page_key, const NeedsOptions& options, absl::TimeZone zone,
        const rpc::ServerDeps& server)
      : policy(std::move(bundle)),
        database(std::move(database)),
        registry_peer(std::move(peer)),
        records(*this->database, server.ids),
        snapshots(*this->database, server.ids),
        page_tokens(page_key),
        registry(*registry_peer),
        worker({records, snapshots, registry, policy, server.clock, server.ids, server.logger, server.metrics,
                changes},
               options.worker),
        service({records, snapshots, policy, page_tokens, server.clock, server.ids, changes, zone,
                 options.imports}),
        handler(service, server, options.limits, [this](const feed::v1alpha::ListEventsRequest& in) {
          return feed::ListEvents(*this->database, in);
        }) {}

  const policy::Bundle policy;
  const std::unique_ptr<sql::Database> database;
  const std::unique_ptr<rpc::Peer> registry_peer;
  SqlRecordStore records;
  SqlSnapshotStore snapshots;
  const PageTokenCodec page_tokens;
  GrpcRegistryReader registry;
  ChangeSignal changes;
  AnalysisWorker worker;
  NeedsService service;
  NeedsHandler handler;
};

NeedsParts::NeedsParts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
NeedsParts::~NeedsParts() = default;

absl::StatusOr<std::unique_ptr<NeedsParts>> NeedsParts::Create(const NeedsOptions& options,
                                                               const rpc::ServerDeps& server) {
  SELARAS_ASSIGN_OR_RETURN(const absl::TimeZone zone, ParseTimeZone(options.time_zone));
  SELARAS_ASSIGN_OR_RETURN(policy::Bundle bundle, LoadPolicy(options, Today(server.clock, zone)));
  SELARAS_ASSIGN_OR_RETURN(
      std::unique_ptr<sql::Database> database,
      sql::Open(options.database, {.connections = options.database_connections, .schema = "needs"}));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, sql::kSecretsSchema, "secrets"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, sql::kFeedSchema, "feed"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, kSchema, "needs"));
  SELARAS_ASSIGN_OR_RETURN(const std::string page_key,
                           sql::ServiceSecret(*database, server.ids, "page-tokens"));
  SELARAS_ASSIGN_OR_RETURN(std::unique_ptr<rpc::Peer> peer,
                           rpc::Peer::Create(options.registry, {server.ids}));
  return std::unique_ptr<NeedsParts>(
      new NeedsParts(std::make_unique<Parts>(std::move(bundle), std::move(database), std::move(peer),
                                             options.page_key.value_or(page_key), options, zone, server)));
}

std::vector<rpc::ServedService> NeedsParts::services() {
  return {{v1alpha::NeedsService::service_full_name(), &parts_->handler}};
}

absl::Status NeedsParts::Start() {
  parts_->worker.Start();
  return absl::OkStatus();
}

void NeedsParts::Stop() {
  parts_->worker.Stop();
}

absl::Status NeedsParts::Ready() {
  return parts_->database->ReadTransaction(
      [](sql::Connection& conn) { return conn.QueryInt64("select 1").status(); });
}

}  // namespace selaras::needs
