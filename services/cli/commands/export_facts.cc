// export facts PLAN FOLDER: what an auditor needs to rebuild rows of the plan's instance with selaras-verify-rows.
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"
#include "libs/resource/resource_name.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/proto_time.h"
#include "services/cli/bundles/folder_bundle.h"
#include "services/cli/bundles/plan_facts_export.h"
#include "services/cli/cases/case_desk.h"
#include "services/cli/command.h"
#include "services/cli/output_file.h"
#include "services/cli/progress_bar.h"
#include "services/cli/remote_call.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;
namespace fs = std::filesystem;
using Stub = Session::Matching::StubInterface;
using Matching = Session::Remote<Session::Matching>;

struct ExportOptions {
  std::string plan, folder;
};

absl::Status WriteInstance(Session& session, const Matching& matching, const std::string& plan,
                           const fs::path& path) {
  pb::ExportInstanceRequest request;
  request.set_name(plan);
  const auto context = matching.peer->MakeContext(session.Scope());
  const auto reader = matching.stub->ExportInstance(context.get(), request);
  std::string text;
  for (pb::ExportChunk chunk; reader->Read(&chunk);) text += chunk.data();
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return WriteWholeFile(path.string(), text);
}

absl::StatusOr<int64_t> WriteKeys(Session& session, const Matching& matching, const std::string& plan,
                                  const fs::path& path) {
  pb::ExportInstanceKeysRequest request;
  request.set_name(plan);
  const auto context = matching.peer->MakeContext(session.Scope());
  const auto reader = matching.stub->ExportInstanceKeys(context.get(), request);
  std::string text = "employee_code,instance_key\n";
  int64_t keys = 0;
  for (pb::ExportInstanceKeysResponse batch; reader->Read(&batch);) {
    keys += batch.keys_size();
    for (const pb::InstanceKey& key : batch.keys())
      absl::StrAppend(&text, LastPart(key.employee()), ",", key.key(), "\n");
  }
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  SELARAS_RETURN_IF_ERROR(WriteWholeFile(path.string(), text));
  return keys;
}

absl::Status WritePolicy(Session& session, const Matching& matching, const std::string& name,
                         const std::string& folder) {
  pb::GetPolicyRequest request;
  request.set_name(name);
  SELARAS_ASSIGN_OR_RETURN(const pb::Policy policy, CallOn(session, matching, request, &Stub::GetPolicy));
  matching::BundleFiles files;
  for (const pb::PolicyFile& file : policy.files()) files[file.file()] = file.text();
  return WriteFolder(folder, files);
}

// What was asked and at which coordinates, beside the hashes that the plan states.
std::string Head(const pb::Plan& plan, absl::CivilDay day, int64_t revision) {
  const pb::PlanResult& result = plan.result();
  return nlohmann::json({{"format", 1},
                         {"plan", plan.name()},
                         {"effective_date", FormatCivilDay(day)},
                         {"registry_revision", revision},
                         {"instance_hash", result.instance_hash()},
                         {"policy_hash", result.policy_hash()},
                         {"need_hash", result.need_hash()},
                         {"spec", nlohmann::json::parse(ToJson(plan.spec()))}})
             .dump(2) +
         "\n";
}

absl::StatusOr<ExitStatus> ExportFacts(Session& session, const ExportOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const Matching matching, session.ToMatching());
  pb::GetPlanRequest get;
  get.set_name(NameIn("plans", options.plan));
  SELARAS_ASSIGN_OR_RETURN(const pb::Plan plan, CallOn(session, matching, get, &Stub::GetPlan));
  if (!plan.has_result()) return absl::FailedPreconditionError(absl::StrCat(plan.name(), " is not finished"));
  ProgressBar bar(session.json());
  const fs::path base(options.folder);
  FactsAt at;
  if (plan.spec().instance_bundle().empty()) {
    SELARAS_ASSIGN_OR_RETURN(at, FactsAtOf(session, plan.spec()));
    SELARAS_ASSIGN_OR_RETURN(const matching::BundleFiles files, ReadFacts(session, at, bar));
    SELARAS_RETURN_IF_ERROR(WriteFolder((base / "facts").string(), files));
  } else {
    // The owner of a bundle has its files; matching does not give away what others brought.
    pb::GetInstanceBundleRequest request;
    request.set_name(plan.spec().instance_bundle());
    SELARAS_ASSIGN_OR_RETURN(const pb::InstanceBundle bundle,
                             CallOn(session, matching, request, &Stub::GetInstanceBundle));
    at.effective_date =
        *DayOf(plan.spec().has_effective_date() ? plan.spec().effective_date() : bundle.effective_date());
    SELARAS_RETURN_IF_ERROR(WriteFolder(options.folder, {}));
  }
  bar.Update("instance", 0, 0);
  SELARAS_RETURN_IF_ERROR(WritePolicy(session, matching, plan.spec().policy(), (base / "policy").string()));
  SELARAS_RETURN_IF_ERROR(WriteInstance(session, matching, plan.name(), base / "plan.instance"));
  SELARAS_ASSIGN_OR_RETURN(const int64_t keys,
                           WriteKeys(session, matching, plan.name(), base / "instance_keys.csv"));
  SELARAS_RETURN_IF_ERROR(
      WriteWholeFile((base / "plan.json").string(), Head(plan, at.effective_date, at.registry_revision)));
  bar.Finish();
  if (session.json()) {
    std::cout << "{\"folder\":\"" << options.folder << "\",\"keys\":\"" << keys << "\"}\n";
    return kDone;
  }
  std::cout << session.Say("Ditulis ke ", "Written to ") << options.folder
            << ": plan.json, plan.instance, policy, " << Thousands(keys) << session.Say(" kunci", " keys");
  if (plan.spec().instance_bundle().empty()) {
    std::cout << ", facts\nselaras-verify-rows " << options.folder << "\n";
  } else {
    std::cout << "\n"
              << session.Say("Fakta rencana ini adalah paket data pemiliknya: selaras-verify-rows ",
                             "The facts of this plan are the owner's bundle: selaras-verify-rows ")
              << options.folder << " --facts FOLDER\n";
  }
  return kDone;
}

}  // namespace

void AddExport(CLI::App& app, Work& run) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* group = app.add_subcommand("export", "Files for an outside check");
  group->require_subcommand(1);
  CLI::App* facts =
      group->add_subcommand("facts", "Facts, policy, instance and keys of a plan, to rebuild its rows");
  facts->footer(
      "For accounts of role auditor; that the keys were taken is written into the evidence log.\n"
      "Example: selarasctl export facts plans/… audit && selaras-verify-rows audit");
  facts->add_option("plan", options->plan, "plans/…")->required();
  facts->add_option("folder", options->folder, "Folder to write")->required();
  facts->callback(
      [options, &run] { run = [options](Session& session) { return ExportFacts(session, *options); }; });
}

}  // namespace selaras::cli
