// plan create | replan | list | show | moves | export | verify | cancel | release
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/catalogue.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"
#include "services/cli/cases/case_desk.h"
#include "services/cli/command.h"
#include "services/cli/plans/limit_options.h"
#include "services/cli/post_names.h"
#include "services/cli/progress_bar.h"
#include "services/cli/run_program.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;
namespace fs = std::filesystem;

struct PlanOptions {
  std::string plan;
  std::string policy = "seimbang";
  std::string snapshot;
  std::string bundle;
  std::string export_folder;
  std::vector<std::string> families;
  std::vector<std::string> agencies;
  std::optional<uint32_t> max_moves;
  bool unlimited = false;
  std::string cycle;
  std::vector<std::string> bans, pins;  // EMPLOYEE[:POST], EMPLOYEE:POST.
  LimitOptions limits;
  bool drop_limits = false;
  bool tiers = false;
  std::string reason;
  uint64_t seed = 0;
  int limit = 20;
  bool wait = true;
};

template <typename Response, typename Request>
absl::StatusOr<Response> Call(Session& session, const Request& request,
                              grpc::Status (Session::Matching::StubInterface::*method)(grpc::ClientContext*,
                                                                                       const Request&,
                                                                                       Response*)) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  return matching.peer->Call<Response>(session.Scope(), rpc::Retry::kSafe,
                                       [&](grpc::ClientContext* context, Response* out) {
                                         return (matching.stub->*method)(context, request, out);
                                       });
}

std::string StateWord(const pb::Plan& plan) {
  return pb::Plan::State_Name(plan.state()).substr(6);
}

std::string VerdictText(const pb::PlanResult& result) {
  if (result.verdict() == pb::VERDICT_INFEASIBLE) return "INFEASIBLE";
  if (result.verdict() == pb::VERDICT_OPTIMAL) return "OPTIMAL";
  // Of a plan with tiers the gap may stand above the points.
  for (const pb::TierResult& tier : result.tiers()) {
    if (tier.objective() == tier.bound() || tier.tier() == "POINTS") continue;
    return absl::StrCat("WITHIN ", Thousands(tier.bound() - tier.objective()), " of ", tier.tier());
  }
  return absl::StrCat("WITHIN ", Thousands(result.bound() - result.objective()), " points");
}

void PrintPlan(const pb::Plan& plan, bool indonesian) {
  std::cout << plan.name() << "  " << StateWord(plan) << "\n";
  if (!plan.has_result()) {
    if (!plan.failure_reason().empty()) {
      const Metadata metadata(plan.failure_metadata().begin(), plan.failure_metadata().end());
      std::cout << "reason: " << plan.failure_reason() << "\n"
                << Explain(plan.failure_reason(), Language::kIndonesian, metadata) << "\n"
                << Explain(plan.failure_reason(), Language::kEnglish, metadata) << "\n";
    }
    return;
  }
  const pb::PlanResult& result = plan.result();
  if (result.verdict() == pb::VERDICT_INFEASIBLE) {
    std::cout << VerdictText(result) << "\n"
              << LimitsText(result, indonesian) << "plan hash " << result.plan_hash() << "\n";
    return;
  }
  Table table({{"plan"}, {"", Align::kRight}});
  table.Add({"verdict", VerdictText(result)});
  table.Add({"value, points", Thousands(result.objective())});
  table.Add({"proven bound", Thousands(result.bound())});
  table.Add({"gap", Thousands(result.bound() - result.objective())});
  table.Add({"gain over today", Thousands(result.objective() - result.status_quo())});
  table.Add({"people", Thousands(result.employees())});
  table.Add({"posts", Thousands(result.posts())});
  table.Add({"lawful pairs", Thousands(result.lawful_pairs())});
  table.Add({"moves", result.move_budget() < 0 ? absl::StrCat(Thousands(result.moves()), ", no limit")
                                               : absl::StrCat(Thousands(result.moves()), " of ",
                                                              Thousands(result.move_budget()), " allowed")});
  table.Add({"chains", Thousands(result.chains())});
  table.Add({"moves on measured facts", Thousands(result.measured_moves())});
  table.Add({"short of target",
             absl::StrCat(Thousands(result.shortage_before()), " → ", Thousands(result.shortage_after()))});
  table.Add({"above target",
             absl::StrCat(Thousands(result.surplus_before()), " → ", Thousands(result.surplus_after()))});
  table.Add({"wishes reached, of all who wish",
             absl::StrCat(Thousands(result.preferences_any()), " of ", Thousands(result.preferences()))});
  table.Add({"vectors from cache", absl::StrCat(Thousands(result.cache_hits()), ", recomputed ",
                                                Thousands(result.cache_misses()))});
  std::cout << table.ToString() << LimitsText(result, indonesian);
  std::vector<std::string> coverage;
  for (const auto& [term, permille] : result.coverage_permille()) {
    coverage.push_back(absl::StrCat(term, " ", permille / 10, "%"));
  }
  std::sort(coverage.begin(), coverage.end());
  std::cout << "measured share of each term: " << absl::StrJoin(coverage, ", ") << "\n"
            << "plan hash " << result.plan_hash() << "\n";
}

absl::StatusOr<ExitStatus> PrintOutcome(Session& session, const pb::Plan& plan) {
  if (session.json()) {
    std::cout << ToJson(plan) << "\n";
  } else {
    PrintPlan(plan, session.indonesian());
  }
  const bool bad = plan.state() == pb::Plan::STATE_FAILED || plan.state() == pb::Plan::STATE_CANCELLED ||
                   plan.result().verdict() == pb::VERDICT_INFEASIBLE;
  return bad ? kFailed : kDone;
}

absl::StatusOr<pb::Plan> Watch(Session& session, pb::Plan plan) {
  ProgressBar bar(false);
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::WatchPlanRequest request;
  request.set_name(plan.name());
  const auto context = matching.peer->MakeContext(session.Scope());
  const auto reader = matching.stub->WatchPlan(context.get(), request);
  while (reader->Read(&plan))
    bar.Update(plan.progress().stage(), plan.progress().done(), plan.progress().total());
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return plan;
}

absl::StatusOr<std::string> NewestSnapshot(Session& session) {
  SELARAS_ASSIGN_OR_RETURN(const auto needs, session.ToNeeds());
  needs::v1alpha::ListNeedSnapshotsRequest request;
  request.set_page_size(1);
  SELARAS_ASSIGN_OR_RETURN(
      const auto list, needs.peer->Call<needs::v1alpha::ListNeedSnapshotsResponse>(
                           session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                             return needs.stub->ListNeedSnapshots(context, request, out);
                           }));
  if (list.need_snapshots().empty()) {
    return absl::FailedPreconditionError("no need snapshot yet; run `selarasctl needs analyze` first");
  }
  return list.need_snapshots(0).name();
}

// "seimbang" means the newest sealed policy of that name.
absl::StatusOr<std::string> FindPolicy(Session& session, const std::string& text) {
  if (text.rfind("policies/", 0) == 0) return text;
  pb::ListPoliciesRequest request;
  request.set_page_size(1000);
  SELARAS_ASSIGN_OR_RETURN(
      const auto list,
      (Call<pb::ListPoliciesResponse>(session, request, &Session::Matching::StubInterface::ListPolicies)));
  const pb::Policy* found = nullptr;
  for (const pb::Policy& policy : list.policies()) {
    if (policy.display_name() != text) continue;
    if (found == nullptr || policy.seal_time().seconds() > found->seal_time().seconds()) found = &policy;
  }
  if (found == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("no sealed policy is named '", text,
                     "'; see `selarasctl policy list`, seal one with `selarasctl policy seal`"));
  }
  return found->name();
}

enum class ExportFile { kInstance, kCertificate, kPlan };

absl::Status ExportTo(Session& session, const std::string& plan, ExportFile what, const fs::path& path) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  const auto context = matching.peer->MakeContext(session.Scope());
  std::unique_ptr<grpc::ClientReaderInterface<pb::ExportChunk>> reader;
  if (what == ExportFile::kInstance) {
    pb::ExportInstanceRequest request;
    request.set_name(plan);
    reader = matching.stub->ExportInstance(context.get(), request);
  } else if (what == ExportFile::kCertificate) {
    pb::ExportCertificateRequest request;
    request.set_name(plan);
    reader = matching.stub->ExportCertificate(context.get(), request);
  } else {
    pb::ExportPlanRequest request;
    request.set_name(plan);
    reader = matching.stub->ExportPlan(context.get(), request);
  }
  std::ofstream file(path, std::ios::binary);
  pb::ExportChunk chunk;
  while (reader->Read(&chunk)) file << chunk.data();
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  if (!file.flush()) return absl::UnknownError(absl::StrCat("cannot write ", path.string()));
  return absl::OkStatus();
}

absl::Status ExportAll(Session& session, const std::string& plan, const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return absl::InvalidArgumentError(absl::StrCat("cannot make the folder ", folder));
  const fs::path base(folder);
  SELARAS_RETURN_IF_ERROR(ExportTo(session, plan, ExportFile::kInstance, base / "plan.instance"));
  SELARAS_RETURN_IF_ERROR(ExportTo(session, plan, ExportFile::kCertificate, base / "plan.certificate"));
  return ExportTo(session, plan, ExportFile::kPlan, base / "plan.txt");
}

// "EMPLOYEE:POST" as a pin or ban; ids or full names.
template <typename PinOrBan>
PinOrBan SplitPair(const std::string& text, const std::string& reason) {
  const size_t colon = text.find(':');
  PinOrBan pair;
  pair.set_employee(NameIn("employees", text.substr(0, colon)));
  if (colon != std::string::npos) pair.set_post(NameIn("posts", text.substr(colon + 1)));
  pair.set_reason(reason);
  return pair;
}

absl::StatusOr<ExitStatus> Create(Session& session, const PlanOptions& options) {
  pb::CreatePlanRequest request;
  request.set_request_id(session.ids().NewId());
  pb::PlanSpec& spec = *request.mutable_spec();
  SELARAS_ASSIGN_OR_RETURN(*spec.mutable_policy(), FindPolicy(session, options.policy));
  spec.set_need_snapshot(options.snapshot);
  spec.set_instance_bundle(NameIn("instanceBundles", options.bundle));
  if (options.snapshot.empty() && options.bundle.empty()) {
    SELARAS_ASSIGN_OR_RETURN(*spec.mutable_need_snapshot(), NewestSnapshot(session));
  }
  for (const std::string& family : options.families) spec.mutable_scope()->add_families(family);
  for (const std::string& agency : options.agencies) spec.mutable_scope()->add_agencies(agency);
  if (options.unlimited) {
    spec.set_max_moves(-1);
  } else if (options.max_moves.has_value()) {
    spec.set_max_moves(*options.max_moves);
  }
  for (const std::string& ban : options.bans) *spec.add_bans() = SplitPair<pb::Ban>(ban, options.reason);
  for (const std::string& pin : options.pins) *spec.add_pins() = SplitPair<pb::Pin>(pin, options.reason);
  SELARAS_ASSIGN_OR_RETURN(*spec.mutable_limits(), LimitsOf(options.limits));
  spec.set_tiers(options.tiers);
  spec.set_seed(options.seed);
  spec.set_cycle(NameIn("cycles", options.cycle));
  SELARAS_ASSIGN_OR_RETURN(pb::Plan plan,
                           (Call<pb::Plan>(session, request, &Session::Matching::StubInterface::CreatePlan)));
  if (options.wait) {
    SELARAS_ASSIGN_OR_RETURN(plan, Watch(session, std::move(plan)));
    if (!options.export_folder.empty() && plan.state() == pb::Plan::STATE_PLANNED &&
        plan.result().verdict() != pb::VERDICT_INFEASIBLE) {
      SELARAS_RETURN_IF_ERROR(ExportAll(session, plan.name(), options.export_folder));
    }
  }
  return PrintOutcome(session, plan);
}

absl::StatusOr<ExitStatus> List(Session& session, const PlanOptions& options) {
  pb::ListPlansRequest request;
  request.set_page_size(options.limit);
  SELARAS_ASSIGN_OR_RETURN(
      const auto list,
      (Call<pb::ListPlansResponse>(session, request, &Session::Matching::StubInterface::ListPlans)));
  if (session.json()) {
    std::cout << ToJson(list) << "\n";
    return kDone;
  }
  Table table({{"plan"}, {"state"}, {"verdict"}, {"moves", Align::kRight}, {"policy"}});
  for (const pb::Plan& plan : list.plans()) {
    table.Add({plan.name(), StateWord(plan), plan.has_result() ? VerdictText(plan.result()) : "-",
               Thousands(plan.result().moves()), plan.spec().policy()});
  }
  std::cout << table.ToString();
  return kDone;
}

absl::StatusOr<ExitStatus> Show(Session& session, const PlanOptions& options) {
  pb::GetPlanRequest request;
  request.set_name(options.plan);
  SELARAS_ASSIGN_OR_RETURN(const pb::Plan plan,
                           (Call<pb::Plan>(session, request, &Session::Matching::StubInterface::GetPlan)));
  return PrintOutcome(session, plan);
}

absl::StatusOr<ExitStatus> Moves(Session& session, const PlanOptions& options) {
  pb::ListMovesRequest request;
  request.set_parent(options.plan);
  request.set_page_size(options.limit);
  request.set_order_by("gain desc");
  SELARAS_ASSIGN_OR_RETURN(
      const auto list,
      (Call<pb::ListMovesResponse>(session, request, &Session::Matching::StubInterface::ListMoves)));
  if (session.json()) {
    std::cout << ToJson(list) << "\n";
    return kDone;
  }
  Table table({{"employee"}, {"from"}, {"to"}, {"gain", Align::kRight}, {"facts"}, {"reasons"}});
  PostNames posts(session);
  for (const pb::Move& move : list.moves()) {
    table.Add({move.employee(), posts.Of(move.from_post()), posts.Of(move.to_post()), Thousands(move.gain()),
               move.measured() ? "measured" : "assumed", absl::StrJoin(move.reasons(), ", ")});
  }
  std::cout << table.ToString() << Thousands(list.total_size()) << " moves in all\n";
  return kDone;
}

absl::StatusOr<ExitStatus> Export(Session& session, const PlanOptions& options) {
  SELARAS_RETURN_IF_ERROR(ExportAll(session, options.plan, options.export_folder));
  if (!session.json()) {
    std::cout << "plan.instance, plan.certificate and plan.txt written to " << options.export_folder
              << "; check them with: selaras-verify " << options.export_folder << "/plan.instance "
              << options.export_folder << "/plan.certificate\n";
  }
  return kDone;
}

absl::StatusOr<ExitStatus> Verify(Session& session, const PlanOptions& options) {
  SELARAS_RETURN_IF_ERROR(ExportAll(session, options.plan, options.export_folder));
  const fs::path base(options.export_folder);
  std::vector<std::string> arguments = {base / "plan.instance", base / "plan.certificate"};
  if (session.json()) arguments.push_back("--json");
  SELARAS_ASSIGN_OR_RETURN(const int status, RunSibling("selaras-verify", arguments));
  return status == 0 ? kDone : kFailed;
}

template <typename Request>
absl::StatusOr<ExitStatus> Act(Session& session, const PlanOptions& options,
                               grpc::Status (Session::Matching::StubInterface::*method)(grpc::ClientContext*,
                                                                                        const Request&,
                                                                                        pb::Plan*)) {
  pb::GetPlanRequest get;
  get.set_name(options.plan);
  SELARAS_ASSIGN_OR_RETURN(pb::Plan plan,
                           (Call<pb::Plan>(session, get, &Session::Matching::StubInterface::GetPlan)));
  Request request;
  request.set_name(plan.name());
  request.set_etag(plan.etag());
  request.set_request_id(session.ids().NewId());
  SELARAS_ASSIGN_OR_RETURN(plan, (Call<pb::Plan>(session, request, method)));
  if (session.json()) {
    std::cout << ToJson(plan) << "\n";
  } else {
    std::cout << plan.name() << "  " << StateWord(plan) << "\n";
  }
  return kDone;
}

absl::StatusOr<ExitStatus> Replan(Session& session, const PlanOptions& options) {
  pb::ReplanRequest request;
  request.set_name(NameIn("plans", options.plan));
  request.set_request_id(session.ids().NewId());
  for (const std::string& ban : options.bans) *request.add_bans() = SplitPair<pb::Ban>(ban, options.reason);
  for (const std::string& pin : options.pins) *request.add_pins() = SplitPair<pb::Pin>(pin, options.reason);
  if (options.drop_limits || options.limits.any()) {
    SELARAS_ASSIGN_OR_RETURN(*request.mutable_limits(), LimitsOf(options.limits));
  }
  if (options.unlimited) {
    request.set_max_moves(-1);
  } else if (options.max_moves.has_value()) {
    request.set_max_moves(*options.max_moves);
  }
  SELARAS_ASSIGN_OR_RETURN(pb::Plan plan,
                           (Call<pb::Plan>(session, request, &Session::Matching::StubInterface::Replan)));
  if (options.wait) {
    SELARAS_ASSIGN_OR_RETURN(plan, Watch(session, std::move(plan)));
  }
  return PrintOutcome(session, plan);
}

void AddConstraints(CLI::App& command, PlanOptions& options) {
  command
      .add_option("--ban", options.bans, "EMPLOYEE:POST not there, EMPLOYEE not at all; may be given again")
      ->allow_extra_args(false);
  command.add_option("--pin", options.pins, "EMPLOYEE:POST there and nowhere else; may be given again")
      ->allow_extra_args(false);
  command.add_option("--reason", options.reason, "Of bans and pins, told in the explanation");
}

void AddReplan(CLI::App& plan, const std::shared_ptr<PlanOptions>& options, Work& run) {
  CLI::App* replan = plan.add_subcommand("replan", "A child of a plan: the best one under further wishes");
  replan->footer("Example: selarasctl plan replan plans/… --ban EMPLOYEE:POST --reason 'Masih diperlukan'");
  replan->add_option("plan", options->plan, "plans/…")->required();
  AddConstraints(*replan, *options);
  CLI::Option* max_moves =
      replan->add_option("--max-moves", options->max_moves, "Most people moved, in place of the parent's");
  replan->add_flag("--unlimited", options->unlimited, "No limit on moves")->excludes(max_moves);
  replan->add_flag("--drop-limits", options->drop_limits,
                   "None of the parent's limits below; those given take their place");
  AddLimitOptions(*replan, options->limits);
  replan->add_flag("!--no-wait", options->wait, "Return as soon as the plan is queued");
  replan->callback(
      [options, &run] { run = [options](Session& session) { return Replan(session, *options); }; });
}

void AddCreate(CLI::App& plan, const std::shared_ptr<PlanOptions>& options, Work& run) {
  CLI::App* create =
      plan.add_subcommand("create", "Make a plan over every lawful pair, proven and explained");
  create->footer(
      "Example: selarasctl plan create --policy seimbang --families TEACHER --max-moves 500 --export out\n"
      "         selarasctl plan create --max-in agencies/ID=5 --absorption 100 --max-chain 4 --tiers");
  create->add_option("--policy", options->policy, "Name of a sealed policy, or policies/…")
      ->capture_default_str();
  CLI::Option* snapshot =
      create->add_option("--snapshot", options->snapshot, "needSnapshots/…; default: the newest");
  create->add_option("--bundle", options->bundle, "instanceBundles/…: facts and needs come from it")
      ->excludes(snapshot);
  create
      ->add_option("--families", options->families, "Only these: TEACHER HEALTH FUNCTIONAL STRUCTURAL STAFF")
      ->check(CLI::IsMember({"TEACHER", "HEALTH", "FUNCTIONAL", "STRUCTURAL", "STAFF"}));
  create->add_option("--agencies", options->agencies, "Only these: agencies/…");
  CLI::Option* max_moves = create->add_option("--max-moves", options->max_moves,
                                              "Most people moved; default: the policy's share of the scope");
  create->add_flag("--unlimited", options->unlimited, "No limit on moves")->excludes(max_moves);
  create->add_flag("--tiers", options->tiers,
                   "Critical seats before everything, then target seats, then points");
  AddConstraints(*create, *options);
  AddLimitOptions(*create, options->limits);
  create->add_option("--cycle", options->cycle, "cycles/… that the plan belongs to");
  create->add_option("--seed", options->seed, "Seed of the tie-breaking hashes")->capture_default_str();
  create->add_option("--export", options->export_folder, "Also write instance, certificate and plan there");
  create->add_flag("!--no-wait", options->wait, "Return as soon as the plan is queued");
  create->callback(
      [options, &run] { run = [options](Session& session) { return Create(session, *options); }; });
}

}  // namespace

void AddPlan(CLI::App& app, Work& run) {
  auto options = std::make_shared<PlanOptions>();
  CLI::App* plan = app.add_subcommand("plan", "Transfer plans");
  plan->require_subcommand(1);
  AddCreate(*plan, options, run);
  AddReplan(*plan, options, run);
  CLI::App* list = plan->add_subcommand("list", "Newest plans");
  list->callback([options, &run] { run = [options](Session& session) { return List(session, *options); }; });
  CLI::App* moves = plan->add_subcommand("moves", "Moves of a plan, greatest gain first");
  for (CLI::App* command : {list, moves}) {
    command->add_option("--limit", options->limit, "Lines")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
  }

  using Stub = Session::Matching::StubInterface;
  const auto add = [&](CLI::App* command, absl::StatusOr<ExitStatus> (*work)(Session&, const PlanOptions&)) {
    command->add_option("plan", options->plan, "plans/…")->required();
    command->callback([options, work, &run] {
      run = [options, work](Session& session) { return work(session, *options); };
    });
    return command;
  };
  add(moves, Moves);
  add(plan->add_subcommand("show", "State, verdict and figures"), Show);
  add(plan->add_subcommand("export", "Write instance, certificate and plan"), Export)
      ->add_option("folder", options->export_folder, "Folder to write")
      ->required();
  add(plan->add_subcommand("verify", "Export, then run selaras-verify on the files"), Verify)
      ->add_option("folder", options->export_folder, "Folder to write")
      ->required();
  add(plan->add_subcommand("cancel", "Stop a plan that is being made"),
      [](Session& session, const PlanOptions& o) {
        return Act<pb::CancelPlanRequest>(session, o, &Stub::CancelPlan);
      });
  add(plan->add_subcommand("release", "End the embargo: persons may read what concerns them"),
      [](Session& session, const PlanOptions& o) {
        return Act<pb::ReleasePlanRequest>(session, o, &Stub::ReleasePlan);
      });
}

}  // namespace selaras::cli
