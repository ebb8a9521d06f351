#include "services/matching/matching_parts.h"

#include <unistd.h>

#include <optional>
#include <string>

#include "libs/base/status_macros.h"
#include "libs/cache/redis_cache.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/secrets.h"
#include "services/matching/app/cycle_desk.h"
#include "services/matching/app/frontier_desk.h"
#include "services/matching/app/plan_desk.h"
#include "services/matching/app/planner.h"
#include "services/matching/app/vector_source.h"
#include "services/matching/rpc/grpc_needs_reader.h"
#include "services/matching/rpc/grpc_registry_reader.h"
#include "services/matching/rpc/matching_handler.h"
#include "services/matching/rpc/proto_events.h"
#include "services/matching/store/act_log.h"
#include "services/matching/store/shard_vector_cache.h"
#include "services/matching/store/sql_cycle_store.h"
#include "services/matching/store/sql_plan_store.h"

namespace selaras::matching {
namespace {

absl::StatusOr<std::unique_ptr<Cache>> OpenCache(const std::string& address, const rpc::ServerDeps& server) {
  if (address.empty()) return nullptr;
  RedisCache::Options options;
  SELARAS_ASSIGN_OR_RETURN(options.address, ParseRedisAddress(address));
  options.name = "vectors";
  return std::make_unique<RedisCache>(options, server.clock, server.metrics);
}

// Empty if it cannot be told.
std::string HostName() {
  char name[256] = {};
  return gethostname(name, sizeof(name) - 1) == 0 ? name : "";
}

}  // namespace

struct MatchingParts::Parts {
  std::unique_ptr<sql::Database> database;
  ProtoEvents events;
  std::optional<ActLog> log;
  std::optional<SqlPlanStore> store;
  std::optional<SqlCycleStore> cycles;
  std::optional<PageTokenCodec> page_tokens;
  std::unique_ptr<rpc::Peer> registry_peer, needs_peer;
  std::optional<GrpcRegistryReader> registry;
  std::optional<GrpcNeedsReader> needs;
  std::unique_ptr<Cache> cache;
  std::unique_ptr<VectorCache> vector_cache;
  std::optional<VectorSource> vectors;
  std::optional<Planner> planner;
  std::optional<PlanDesk> desk;
  std::optional<CycleDesk> cycle_desk;
  std::optional<FrontierDesk> frontier;
  std::optional<MatchingHandler> handler;
};

MatchingParts::MatchingParts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
MatchingParts::~MatchingParts() = default;

absl::StatusOr<std::unique_ptr<MatchingParts>> MatchingParts::Create(const MatchingOptions& options,
                                                                     const rpc::ServerDeps& server) {
  auto parts = std::make_unique<Parts>();
  SELARAS_ASSIGN_OR_RETURN(
      parts->database,
      sql::Open(options.database, {.connections = options.database_connections, .schema = "matching"}));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*parts->database, sql::kSecretsSchema, "secrets"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*parts->database, sql::kFeedSchema, "feed"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*parts->database, kSchema, "matching"));
  SELARAS_ASSIGN_OR_RETURN(const absl::TimeZone zone, ParseTimeZone(options.time_zone));
  const ActLog& log = parts->log.emplace(server.ids, parts->events);
  SqlPlanStore& store = parts->store.emplace(*parts->database, log);
  SqlCycleStore& cycles = parts->cycles.emplace(*parts->database, log);
  SELARAS_ASSIGN_OR_RETURN(const std::string page_key,
                           sql::ServiceSecret(*parts->database, server.ids, "page-tokens"));
  parts->page_tokens.emplace(options.page_key.value_or(page_key));

  SELARAS_ASSIGN_OR_RETURN(parts->registry_peer, rpc::Peer::Create(options.registry, {server.ids}));
  SELARAS_ASSIGN_OR_RETURN(parts->needs_peer, rpc::Peer::Create(options.needs, {server.ids}));
  parts->registry.emplace(*parts->registry_peer);
  parts->needs.emplace(*parts->needs_peer);

  SELARAS_ASSIGN_OR_RETURN(parts->cache, OpenCache(options.redis, server));
  SELARAS_ASSIGN_OR_RETURN(const std::string shard_key,
                           sql::ServiceSecret(*parts->database, server.ids, "vector-shards"));
  if (parts->cache != nullptr) {
    parts->vector_cache = std::make_unique<ShardVectorCache>(*parts->cache, shard_key);
  } else {
    parts->vector_cache = std::make_unique<NoVectorCache>();
  }
  parts->vectors.emplace(*parts->registry, *parts->vector_cache);
  parts->planner.emplace(Planner::Deps{store, *parts->registry, *parts->needs, *parts->vectors, server.ids});
  parts->desk.emplace(
      PlanDesk::Deps{store, cycles, *parts->planner, server.clock, server.ids, server.logger, server.metrics},
      PlanDesk::Options{options.queue_limit, options.plan_lease,
                        options.replica.empty() ? HostName() : options.replica});
  parts->cycle_desk.emplace(CycleDesk::Deps{cycles, store, server.clock, server.ids, zone});
  parts->frontier.emplace(FrontierDesk::Deps{store, *parts->desk, *parts->planner});
  parts->handler.emplace(
      MatchingHandler::Deps{store, cycles, *parts->desk, *parts->cycle_desk, *parts->frontier, *parts->registry,
                            *parts->vectors, *parts->page_tokens, *parts->database},
      server, options.limits);
  return std::unique_ptr<MatchingParts>(new MatchingParts(std::move(parts)));
}

std::vector<rpc::ServedService> MatchingParts::services() {
  return {{v1alpha::MatchingService::service_full_name(), &*parts_->handler}};
}

absl::Status MatchingParts::Start() {
  return parts_->desk->Start();
}

void MatchingParts::Stop() {
  parts_->desk->Stop();
}

absl::Status MatchingParts::Ready() {
  return parts_->database->ReadTransaction(
      [](sql::Connection& conn) { return conn.QueryInt64("select 1").status(); });
}

}  // namespace selaras::matching
