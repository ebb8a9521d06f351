// selaras: all services in one process on SQLite, for trying, tests and small agencies. The same service libraries as the
// separate programs, on one port; they still call each other through gRPC. REST is on a port of its own, 40 above.
#include <fcntl.h>
#include <sys/file.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/server_runner.h"
#include "services/approval/approval_parts.h"
#include "services/evaluation/evaluation_parts.h"
#include "services/gateway/gateway_parts.h"
#include "services/matching/matching_parts.h"
#include "services/needs/needs_parts.h"
#include "services/registry/registry_parts.h"
#include "services/suite/local_accounts.h"

namespace selaras::suite {
namespace {

constexpr int kPort = 7400;
constexpr int kAdminPort = 7410;

struct Options {
  rpc::ProcessOptions process;
  rpc::ServerOptions server;
  std::string data_dir;
  std::string tenant;
  registry::RegistryOptions registry;
  needs::NeedsOptions needs;
  matching::MatchingOptions matching;
  approval::ApprovalOptions approval;
  evaluation::EvaluationOptions evaluation;
  gateway::GatewayProcessOptions gateway;
};

Options ReadOptions(SettingsReader& reader) {
  Options options;
  options.process = rpc::ProcessOptions::FromSettings(reader, kAdminPort);
  options.server = rpc::ServerOptions::FromSettings(reader, kPort);
  options.data_dir =
      reader.Text("data-dir", "selaras-data", "Folder of databases and local tokens; made if missing.");
  options.tenant = reader.Text("tenant", "province", "Province that the local accounts work for.");
  SettingsReader registry = reader.WithPrefix("registry-");
  options.registry = registry::RegistryOptions::FromSettings(registry);
  SettingsReader needs = reader.WithPrefix("needs-");
  options.needs = needs::NeedsOptions::FromSettings(needs);
  SettingsReader matching = reader.WithPrefix("matching-");
  options.matching = matching::MatchingOptions::FromSettings(matching);
  SettingsReader approval = reader.WithPrefix("approval-");
  options.approval = approval::ApprovalOptions::FromSettings(approval);
  SettingsReader evaluation = reader.WithPrefix("evaluation-");
  options.evaluation = evaluation::EvaluationOptions::FromSettings(evaluation);
  SettingsReader gateway = reader.WithPrefix("gateway-");
  options.gateway =
      gateway::GatewayProcessOptions::FromSettings(gateway, gateway::kDefaultPort, /*peers=*/false);
  return options;
}

// The services call each other on loopback without TLS; what stands before the suite adds it.
void RefuseWhatPeersCannotReach(const Options& options, SettingsReader& reader) {
  if (options.server.port == 0)
    reader.AddError("port", "0 is not possible here", "name a port: the services call it");
  if (!options.server.tls_cert_file.empty()) {
    reader.AddError("tls-cert-file", "the all-in-one serves plaintext on loopback",
                    "put nginx before it, or run the separate programs, which speak TLS");
  }
  if (!rpc::IsLoopback(options.server.address) && options.server.address != "0.0.0.0") {
    reader.AddError("address", "the services call each other on loopback",
                    "127.0.0.1, or 0.0.0.0 with --plaintext");
  }
}

// Held for the life of the process: two suites on one folder would both take up the same unfinished work.
absl::Status LockFolder(const std::string& data_dir) {
  const std::string path = absl::StrCat(data_dir, "/lock");
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return absl::InvalidArgumentError(absl::StrCat("data-dir: cannot write ", path));
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("data-dir: another suite is running on ", data_dir, "; end it or name another folder"));
  }
  return absl::OkStatus();
}

// Peers are this very server, with the service's own token.
void PointAtSelf(const Options& options, const std::string& token, rpc::PeerOptions& peer) {
  peer.target = absl::StrCat("127.0.0.1:", options.server.port);
  peer.token = token;
}

// A database not named by a setting lies in the data folder.
void PlaceDatabase(const std::string& data_dir, const std::string& service, std::string& url) {
  if (url == absl::StrCat("sqlite:", service, ".db"))
    url = absl::StrCat("sqlite:", data_dir, "/", service, ".db");
}

absl::Status Run(const Settings& settings) {
  SettingsReader reader(settings);
  Options options = ReadOptions(reader);
  RefuseWhatPeersCannotReach(options, reader);
  SELARAS_RETURN_IF_ERROR(reader.Finish());
  std::error_code error;
  std::filesystem::create_directories(options.data_dir, error);
  if (error)
    return absl::InvalidArgumentError(absl::StrCat("data-dir: cannot make the folder ", options.data_dir));
  SELARAS_RETURN_IF_ERROR(LockFolder(options.data_dir));

  SystemClock clock;
  RandomIdSource ids(clock);
  SELARAS_ASSIGN_OR_RETURN(const LocalAccounts accounts,
                           EnsureLocalAccounts(options.data_dir, options.tenant, ids));
  if (options.process.tokens_file.empty()) options.process.tokens_file = accounts.tokens_file;
  for (rpc::PeerOptions* peer :
       {&options.needs.registry, &options.matching.registry, &options.matching.needs,
        &options.approval.registry, &options.approval.needs, &options.approval.matching,
        &options.approval.evaluation, &options.evaluation.registry, &options.evaluation.needs,
        &options.evaluation.matching, &options.evaluation.approval}) {
    PointAtSelf(options, accounts.service_token, *peer);
  }
  if (options.matching.ranking.tenants.empty()) options.matching.ranking.tenants = {options.tenant};
  PlaceDatabase(options.data_dir, "registry", options.registry.database);
  PlaceDatabase(options.data_dir, "needs", options.needs.database);
  PlaceDatabase(options.data_dir, "matching", options.matching.database);
  PlaceDatabase(options.data_dir, "approval", options.approval.database);
  PlaceDatabase(options.data_dir, "evaluation", options.evaluation.database);

  for (const auto& [name, service] : gateway::ServiceNames()) {
    options.gateway.backends.push_back({service, {}});
    PointAtSelf(options, "", options.gateway.backends.back().peer);
  }

  SELARAS_ASSIGN_OR_RETURN(const auto process, rpc::Process::Create("selaras", options.process));
  SELARAS_ASSIGN_OR_RETURN(const auto registry,
                           registry::RegistryParts::Create(options.registry, process->deps()));
  SELARAS_ASSIGN_OR_RETURN(const auto needs, needs::NeedsParts::Create(options.needs, process->deps()));
  SELARAS_ASSIGN_OR_RETURN(const auto matching,
                           matching::MatchingParts::Create(options.matching, process->deps()));
  SELARAS_ASSIGN_OR_RETURN(const auto approval,
                           approval::ApprovalParts::Create(options.approval, process->deps()));
  SELARAS_ASSIGN_OR_RETURN(const auto evaluation,
                           evaluation::EvaluationParts::Create(options.evaluation, process->deps()));
  SELARAS_ASSIGN_OR_RETURN(const auto gateway,
                           gateway::GatewayParts::Create(options.gateway, process->deps()));
  SELARAS_RETURN_IF_ERROR(registry->Start());
  SELARAS_RETURN_IF_ERROR(needs->Start());
  SELARAS_RETURN_IF_ERROR(matching->Start());
  SELARAS_RETURN_IF_ERROR(gateway->Start());
  std::vector<rpc::ServedService> services;
  for (const auto& part : {registry->services(), needs->services(), matching->services(),
                           approval->services(), evaluation->services()}) {
    services.insert(services.end(), part.begin(), part.end());
  }
  rpc::RunHooks hooks;
  hooks.ready = [&]() -> absl::Status {
    SELARAS_RETURN_IF_ERROR(registry->Ready());
    SELARAS_RETURN_IF_ERROR(needs->Ready());
    SELARAS_RETURN_IF_ERROR(matching->Ready());
    SELARAS_RETURN_IF_ERROR(approval->Ready());
    return evaluation->Ready();
  };
  // These two call the others at once, so they begin when the server answers.
  absl::Status started = absl::OkStatus();
  hooks.started = [&](rpc::Server& server) {
    matching->Serving(server);
    started = approval->Start();
    if (started.ok()) started = evaluation->Start();
  };
  hooks.stopping = [&] {
    gateway->Stop();
    evaluation->Stop();
    approval->Stop();
    matching->Stop();
    needs->Stop();
    registry->Stop();
  };
  SELARAS_RETURN_IF_ERROR(rpc::RunServer(*process, options.server, services, hooks));
  return started;
}

}  // namespace
}  // namespace selaras::suite

int main(int argc, char** argv) {
  return selaras::rpc::RunMain(argc, argv, selaras::suite::Run);
}
