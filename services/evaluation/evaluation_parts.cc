#include "services/evaluation/evaluation_parts.h"

#include <string>

#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/feed/feed.h"
#include "libs/feed/feed_reader.h"
#include "libs/resource/page_token.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/secrets.h"
#include "services/evaluation/app/finding_desk.h"
#include "services/evaluation/app/plan_preparer.h"
#include "services/evaluation/app/support_desk.h"
#include "services/evaluation/rpc/approval_feed.h"
#include "services/evaluation/rpc/evaluation_convert.h"
#include "services/evaluation/rpc/evaluation_handler.h"
#include "services/evaluation/rpc/grpc_readers.h"
#include "services/evaluation/store/sql_finding_store.h"
#include "services/evaluation/store/sql_transition_store.h"

namespace selaras::evaluation {
namespace {

struct Peers {
  std::unique_ptr<rpc::Peer> registry, needs, matching, approval;
};

absl::StatusOr<Peers> MakePeers(const EvaluationOptions& options, IdSource& ids) {
  Peers peers;
  SELARAS_ASSIGN_OR_RETURN(peers.registry, rpc::Peer::Create(options.registry, {ids}));
  SELARAS_ASSIGN_OR_RETURN(peers.needs, rpc::Peer::Create(options.needs, {ids}));
  SELARAS_ASSIGN_OR_RETURN(peers.matching, rpc::Peer::Create(options.matching, {ids}));
  SELARAS_ASSIGN_OR_RETURN(peers.approval, rpc::Peer::Create(options.approval, {ids}));
  return peers;
}

EffectRules RulesOf(const EvaluationOptions& options) {
  EffectRules rules;
  rules.pre_months = options.pre_months;
  rules.post_months = options.post_months;
  rules.neighbours = options.neighbours;
  return rules;
}

// A decree that took effect opens the plans of its moves, in the transaction that notes the event.
feed::FeedReader::Options FollowDecrees(const rpc::Peer& approval, SqlTransitionStore& plans,
                                        const rpc::ServerDeps& server) {
  feed::FeedReader::Options options;
  options.source = "approval";
  options.reader = "evaluation";
  options.poll = PollApproval(approval, server);
  options.handle = [&plans](sql::Connection& conn, const sql::Event& event) -> absl::Status {
    if (event.kind != "DecreeApplied") return absl::OkStatus();
    SELARAS_ASSIGN_OR_RETURN(const DecreeApplied decree, DecreeFromPayload(event.payload));
    Act act;
    act.tenant = event.tenant;
    act.traceparent = event.traceparent;
    // The act is true since the decree was applied, and a second delivery says the same.
    act.time = event.time;
    SELARAS_RETURN_IF_ERROR(plans.OpenPlans(conn, act, decree));
    failpoint::Reach("evaluation.open_plans.before_commit");
    return absl::OkStatus();
  };
  return options;
}

}  // namespace

struct EvaluationParts::Parts {
  Parts(std::unique_ptr<sql::Database> opened, Peers made, const std::string& page_key,
        const EvaluationOptions& options, absl::TimeZone zone, const rpc::ServerDeps& server)
      : database(std::move(opened)),
        peers(std::move(made)),
        plans(*database, server.ids),
        findings(*database, server.ids),
        page_tokens(page_key),
        registry(*peers.registry),
        needs(*peers.needs),
        matching(*peers.matching),
        preparer({plans, registry, server.clock, server.logger, server.metrics}, options.prepare_pause),
        support({plans, registry, page_tokens, server.clock, server.ids, zone}),
        finding_desk({plans, findings, registry, needs, matching, page_tokens, server.clock, server.ids,
                      server.metrics, zone, RulesOf(options)}),
        decrees(FollowDecrees(*peers.approval, plans, server), *database, server.logger, server.metrics),
        handler(
            support, finding_desk,
            [db = database.get()](const feed::v1alpha::ListEventsRequest& request) {
              return feed::ListEvents(*db, request);
            },
            server, options.limits) {}

  const std::unique_ptr<sql::Database> database;
  const Peers peers;
  SqlTransitionStore plans;
  SqlFindingStore findings;
  const PageTokenCodec page_tokens;
  GrpcRegistryReader registry;
  GrpcNeedsReader needs;
  GrpcMatchingReader matching;
  PlanPreparer preparer;
  SupportDesk support;
  FindingDesk finding_desk;
  feed::FeedReader decrees;
  EvaluationHandler handler;
};

EvaluationParts::EvaluationParts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
EvaluationParts::~EvaluationParts() = default;

absl::StatusOr<std::unique_ptr<EvaluationParts>> EvaluationParts::Create(const EvaluationOptions& options,
                                                                         const rpc::ServerDeps& server) {
  SELARAS_ASSIGN_OR_RETURN(const absl::TimeZone zone, ParseTimeZone(options.time_zone));
  SELARAS_ASSIGN_OR_RETURN(
      std::unique_ptr<sql::Database> database,
      sql::Open(options.database, {.connections = options.database_connections, .schema = "evaluation"}));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, sql::kSecretsSchema, "secrets"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, sql::kFeedSchema, "feed"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, kSchema, "evaluation"));
  SELARAS_ASSIGN_OR_RETURN(const std::string page_key,
                           sql::ServiceSecret(*database, server.ids, "page-tokens"));
  SELARAS_ASSIGN_OR_RETURN(Peers peers, MakePeers(options, server.ids));
  return std::unique_ptr<EvaluationParts>(new EvaluationParts(std::make_unique<Parts>(
      std::move(database), std::move(peers), options.page_key.value_or(page_key), options, zone, server)));
}

std::vector<rpc::ServedService> EvaluationParts::services() {
  return {{v1alpha::EvaluationService::service_full_name(), &parts_->handler}};
}

absl::Status EvaluationParts::Start() {
  parts_->decrees.Start();
  parts_->preparer.Start();
  return absl::OkStatus();
}

void EvaluationParts::Stop() {
  parts_->decrees.Stop();
  parts_->preparer.Stop();
}

absl::Status EvaluationParts::Ready() {
  return parts_->database->ReadTransaction(
      [](sql::Connection& conn) { return conn.QueryInt64("select 1").status(); });
}

}  // namespace selaras::evaluation
