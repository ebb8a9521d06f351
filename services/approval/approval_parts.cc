#include "services/approval/approval_parts.h"

#include <optional>
#include <string>

#include "libs/base/status_macros.h"
#include "libs/evidence/store/evidence_log.h"
#include "libs/feed/feed.h"
#include "libs/sql/migrator.h"
#include "libs/sql/outbox.h"
#include "libs/sql/secrets.h"
#include "services/approval/app/case_gauges.h"
#include "services/approval/app/consideration_desk.h"
#include "services/approval/app/decree_service.h"
#include "services/approval/app/expiry_desk.h"
#include "services/approval/app/issue_desk.h"
#include "services/approval/app/veto_desk.h"
#include "services/approval/rpc/approval_handler.h"
#include "services/approval/rpc/grpc_feed.h"
#include "services/approval/rpc/grpc_plan_port.h"
#include "services/approval/rpc/grpc_registry_port.h"
#include "services/approval/rpc/imut_simulator.h"
#include "services/approval/rpc/letter_writer.h"
#include "services/approval/store/evidence_desk.h"
#include "services/approval/store/sql_case_store.h"

namespace selaras::approval {

struct ApprovalParts::Parts {
  std::unique_ptr<sql::Database> database;
  std::optional<SqlCaseStore> store;
  std::optional<PageTokenCodec> page_tokens;
  std::unique_ptr<rpc::Peer> registry_peer, needs_peer, matching_peer, evaluation_peer;
  std::optional<GrpcPolicySource> policies;
  std::optional<GrpcRegistryPort> registry;
  std::optional<GrpcPlanPort> plans;
  std::optional<PlanChains> chains;
  std::optional<LetterWriter> letters;
  std::optional<ImutSimulator> simulator;
  std::optional<evidence::EvidenceLog> log;
  std::optional<CaseService> cases;
  std::optional<DecreeService> decrees;
  std::optional<IssueDesk> issue_desk;
  std::optional<VetoDesk> veto_desk;
  std::optional<ExpiryDesk> expiry_desk;
  std::optional<ConsiderationDesk> consideration_desk;
  std::optional<EvidenceDesk> evidence_desk;
  std::optional<CaseGauges> case_gauges;
  std::optional<EvidenceCalls> evidence_calls;
  std::optional<ApprovalHandler> handler;

  absl::Status OpenDatabase(const ApprovalOptions& options, const rpc::ServerDeps& server);
  absl::Status Connect(const ApprovalOptions& options, const rpc::ServerDeps& server);
  absl::Status MakeDesks(const ApprovalOptions& options, const rpc::ServerDeps& server);
  void Wake();
};

ApprovalParts::ApprovalParts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ApprovalParts::~ApprovalParts() {
  Stop();
}

absl::Status ApprovalParts::Parts::OpenDatabase(const ApprovalOptions& options,
                                                const rpc::ServerDeps& server) {
  SELARAS_ASSIGN_OR_RETURN(database, sql::Open(options.database, {.connections = options.database_connections,
                                                                  .schema = "approval"}));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, sql::kSecretsSchema, "secrets"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, sql::kFeedSchema, "feed"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, evidence::kSchema, "evidence"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, kSchema, "approval"));
  store.emplace(*database, server.ids);
  SELARAS_ASSIGN_OR_RETURN(const std::string page_key,
                           sql::ServiceSecret(*database, server.ids, "page-tokens"));
  page_tokens.emplace(options.page_key.value_or(page_key));
  log.emplace(options.log_name);
  return absl::OkStatus();
}

absl::Status ApprovalParts::Parts::Connect(const ApprovalOptions& options, const rpc::ServerDeps& server) {
  SELARAS_ASSIGN_OR_RETURN(registry_peer, rpc::Peer::Create(options.registry, {server.ids}));
  SELARAS_ASSIGN_OR_RETURN(needs_peer, rpc::Peer::Create(options.needs, {server.ids}));
  SELARAS_ASSIGN_OR_RETURN(matching_peer, rpc::Peer::Create(options.matching, {server.ids}));
  SELARAS_ASSIGN_OR_RETURN(evaluation_peer, rpc::Peer::Create(options.evaluation, {server.ids}));
  policies.emplace(*matching_peer);
  registry.emplace(*registry_peer, *policies);
  plans.emplace(*matching_peer);
  chains.emplace(*plans);
  letters.emplace(*registry, *plans, *policies, options.log_name);
  return absl::OkStatus();
}

absl::Status ApprovalParts::Parts::MakeDesks(const ApprovalOptions& options, const rpc::ServerDeps& server) {
  SELARAS_ASSIGN_OR_RETURN(const absl::TimeZone zone, ParseTimeZone(options.zone));
  cases.emplace(CaseService::Deps{*store, *chains, *registry, *policies, zone, [this] { Wake(); }});
  decrees.emplace(DecreeService::Deps{*cases, *letters});
  issue_desk.emplace(
      IssueDesk::Deps{*cases, *registry, *letters, server.clock, server.ids, server.logger, server.metrics},
      options.issue_hands);
  veto_desk.emplace(VetoDesk::Deps{*cases, *plans, *chains, server.clock, server.ids, server.logger});
  expiry_desk.emplace(ExpiryDesk::Deps{*cases, server.clock, server.ids});
  if (options.consideration == "simulator") {
    simulator.emplace(options.simulator_refused_permille);
    consideration_desk.emplace(
        ConsiderationDesk::Deps{*cases, *simulator, server.clock, server.ids, server.logger});
  }
  SELARAS_ASSIGN_OR_RETURN(const std::string seed, sql::ServiceSecret(*database, server.ids, "evidence-key"));
  SELARAS_ASSIGN_OR_RETURN(const evidence::SigningKey key, evidence::SigningKey::FromSeed(seed));
  std::vector<EvidenceDesk::Source> sources = {
      {"approval", [this](const auto& request) { return feed::ListEvents(*database, request); }},
      {"registry", PollRegistry(*registry_peer, server)},
      {"needs", PollNeeds(*needs_peer, server)},
      {"matching", PollMatching(*matching_peer, server)},
      {"evaluation", PollEvaluation(*evaluation_peer, server)}};
  evidence_desk.emplace(EvidenceDesk::Deps{*database, server.clock, server.logger, server.metrics}, *log, key,
                        std::move(sources));
  evidence_calls.emplace(*database, *log, key.public_key());
  case_gauges.emplace(*store, server.logger, server.metrics);
  return absl::OkStatus();
}

void ApprovalParts::Parts::Wake() {
  if (issue_desk.has_value()) issue_desk->Wake();
  if (veto_desk.has_value()) veto_desk->Wake();
  if (consideration_desk.has_value()) consideration_desk->Wake();
}

absl::StatusOr<std::unique_ptr<ApprovalParts>> ApprovalParts::Create(const ApprovalOptions& options,
                                                                     const rpc::ServerDeps& server) {
  auto parts = std::make_unique<Parts>();
  SELARAS_RETURN_IF_ERROR(parts->OpenDatabase(options, server));
  SELARAS_RETURN_IF_ERROR(parts->Connect(options, server));
  SELARAS_RETURN_IF_ERROR(parts->MakeDesks(options, server));
  parts->handler.emplace(
      ApprovalHandler::Deps{*parts->cases, *parts->decrees, *parts->evidence_calls, *parts->page_tokens},
      server, options.limits);
  return std::unique_ptr<ApprovalParts>(new ApprovalParts(std::move(parts)));
}

std::vector<rpc::ServedService> ApprovalParts::services() {
  return {{v1alpha::ApprovalService::service_full_name(), &*parts_->handler}};
}

absl::Status ApprovalParts::Start() {
  parts_->issue_desk->Start();
  parts_->veto_desk->Start();
  parts_->expiry_desk->Start();
  if (parts_->consideration_desk.has_value()) parts_->consideration_desk->Start();
  parts_->evidence_desk->Start();
  parts_->case_gauges->Start();
  return absl::OkStatus();
}

void ApprovalParts::Stop() {
  parts_->issue_desk->Stop();
  parts_->veto_desk->Stop();
  parts_->expiry_desk->Stop();
  if (parts_->consideration_desk.has_value()) parts_->consideration_desk->Stop();
  parts_->evidence_desk->Stop();
  parts_->case_gauges->Stop();
}

absl::Status ApprovalParts::Ready() {
  return parts_->database->ReadTransaction(
      [](sql::Connection& conn) { return conn.QueryInt64("select 1").status(); });
}

}  // namespace selaras::approval
