#include "services/matching/matching_parts.h"

#include <unistd.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/cache/redis_cache.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/secrets.h"
#include "services/matching/app/absent_readers.h"
#include "services/matching/app/bundle_desk.h"
#include "services/matching/app/bundle_registry.h"
#include "services/matching/app/cycle_desk.h"
#include "services/matching/app/explain_desk.h"
#include "services/matching/app/frontier_desk.h"
#include "services/matching/app/plan_desk.h"
#include "services/matching/app/plan_facts.h"
#include "services/matching/app/planner.h"
#include "services/matching/app/ranking_desk.h"
#include "services/matching/app/snapshot_keeper.h"
#include "services/matching/app/snapshot_loader.h"
#include "services/matching/app/vector_source.h"
#include "services/matching/rpc/grpc_needs_reader.h"
#include "services/matching/rpc/grpc_registry_reader.h"
#include "services/matching/rpc/grpc_snapshot_reader.h"
#include "services/matching/rpc/matching_handler.h"
#include "services/matching/rpc/proto_events.h"
#include "services/matching/store/act_log.h"
#include "services/matching/store/shard_vector_cache.h"
#include "services/matching/store/sql_bundle_store.h"
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
  absl::Status OpenPeers(const MatchingOptions& options, const rpc::ServerDeps& server);

  std::unique_ptr<sql::Database> database;
  ProtoEvents events;
  std::optional<ActLog> log;
  std::optional<SqlPlanStore> store;
  std::optional<SqlCycleStore> cycles;
  std::optional<SqlBundleStore> bundles;
  std::optional<PageTokenCodec> page_tokens;
  std::unique_ptr<rpc::Peer> registry_peer, needs_peer;
  std::unique_ptr<RegistryReader> registry;
  std::unique_ptr<NeedsReader> needs;
  std::unique_ptr<SnapshotReader> snapshot_reader;
  std::unique_ptr<Cache> cache;
  std::unique_ptr<VectorCache> vector_cache;
  std::optional<VectorSource> vectors;
  std::optional<PlanFactSource> facts;
  std::optional<Planner> planner;
  std::optional<PlanDesk> desk;
  std::optional<CycleDesk> cycle_desk;
  std::optional<BundleDesk> bundle_desk;
  std::optional<FrontierDesk> frontier;
  std::optional<ExplainDesk> explain;
  std::optional<SnapshotLoader> snapshot_loader;
  std::optional<SnapshotKeeper> snapshots;
  std::optional<RankingDesk> ranking;
  std::optional<MatchingHandler> handler;
};

absl::Status MatchingParts::Parts::OpenPeers(const MatchingOptions& options, const rpc::ServerDeps& server) {
  const auto tell = [&](const char* name, bool there) {
    server.metrics
        .GetGauge({"selaras_matching_peer",
                   "1 where matching was told where the service is, 0 where it works alone."},
                  {{"service", name}})
        .Set(there ? 1 : 0);
    if (!there) {
      server.logger.Log(selaras::Severity::kInfo, "matching alone: no address of this service was given",
                        {log_keys::kPeer(name)});
    }
  };
  tell("registry", !options.registry.target.empty());
  tell("needs", !options.needs.target.empty());
  if (options.registry.target.empty()) {
    registry = std::make_unique<BundleRegistry>(*bundles);
    snapshot_reader = std::make_unique<BundleRegistry>(*bundles);
  } else {
    SELARAS_ASSIGN_OR_RETURN(registry_peer, rpc::Peer::Create(options.registry, {server.ids}));
    auto reader = std::make_unique<GrpcRegistryReader>(*registry_peer);
    snapshot_reader = std::make_unique<GrpcSnapshotReader>(*registry_peer, *reader);
    registry = std::move(reader);
  }
  if (options.needs.target.empty()) {
    needs = std::make_unique<AbsentNeedsReader>();
  } else {
    SELARAS_ASSIGN_OR_RETURN(needs_peer, rpc::Peer::Create(options.needs, {server.ids}));
    needs = std::make_unique<GrpcNeedsReader>(*needs_peer);
  }
  return absl::OkStatus();
}

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

  BundleStore& bundles = parts->bundles.emplace(*parts->database, log);
  SELARAS_RETURN_IF_ERROR(parts->OpenPeers(options, server));

  SELARAS_ASSIGN_OR_RETURN(parts->cache, OpenCache(options.redis, server));
  SELARAS_ASSIGN_OR_RETURN(const std::string shard_key,
                           sql::ServiceSecret(*parts->database, server.ids, "vector-shards"));
  if (parts->cache != nullptr) {
    parts->vector_cache = std::make_unique<ShardVectorCache>(*parts->cache, shard_key);
  } else {
    parts->vector_cache = std::make_unique<NoVectorCache>();
  }
  parts->vectors.emplace(*parts->registry, *parts->vector_cache);
  parts->facts.emplace(PlanFactSource::Deps{*parts->registry, *parts->needs, *parts->vectors, bundles});
  parts->planner.emplace(Planner::Deps{store, *parts->facts, server.ids});
  parts->bundle_desk.emplace(BundleDesk::Deps{bundles, server.ids, zone});
  parts->desk.emplace(
      PlanDesk::Deps{store, cycles, *parts->planner, server.clock, server.ids, server.logger, server.metrics},
      PlanDesk::Options{options.queue_limit, options.plan_lease,
                        options.replica.empty() ? HostName() : options.replica});
  parts->cycle_desk.emplace(CycleDesk::Deps{cycles, store, server.clock, server.ids, zone});
  parts->frontier.emplace(FrontierDesk::Deps{store, *parts->desk, *parts->planner});
  if (parts->snapshot_reader != nullptr) {
    parts->snapshot_loader.emplace(*parts->registry, *parts->snapshot_reader, *parts->vectors);
  }
  parts->snapshots.emplace(
      SnapshotKeeper::Deps{parts->snapshot_loader.has_value() ? &*parts->snapshot_loader : nullptr,
                           parts->snapshot_reader.get(), store, server.clock, server.logger, server.metrics,
                           zone},
      options.ranking);
  parts->explain.emplace(ExplainDesk::Deps{*parts->desk, server.logger});
  parts->ranking.emplace(RankingDesk::Deps{*parts->snapshots, store, *parts->desk, server.logger});
  parts->handler.emplace(
      MatchingHandler::Deps{store, cycles, bundles, *parts->desk, *parts->cycle_desk, *parts->bundle_desk,
                            *parts->frontier, *parts->explain, *parts->ranking, *parts->registry,
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

void MatchingParts::Serving(rpc::Server& server) {
  // Not before: in the all-in-one a peer asked before it listens counts as away for a while, for everybody.
  parts_->snapshots->Start();
  parts_->snapshots->OnReadiness([&server](bool ready) {
    for (const char* method : {"RankPosts", "RankCandidates"}) {
      server.SetServing(absl::StrCat(v1alpha::MatchingService::service_full_name(), "/", method), ready);
    }
  });
}

void MatchingParts::Stop() {
  parts_->snapshots->Stop();
  parts_->desk->Stop();
}

absl::Status MatchingParts::Ready() {
  return parts_->database->ReadTransaction(
      [](sql::Connection& conn) { return conn.QueryInt64("select 1").status(); });
}

}  // namespace selaras::matching
