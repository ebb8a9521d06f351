// policy list | show | seal
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;
namespace fs = std::filesystem;

struct PolicyOptions {
  std::string name;
  std::string folder;
};

absl::StatusOr<ExitStatus> List(Session& session) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  const pb::ListPoliciesRequest request;
  SELARAS_ASSIGN_OR_RETURN(
      const auto list, matching.peer->Call<pb::ListPoliciesResponse>(
                           session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                             return matching.stub->ListPolicies(context, request, out);
                           }));
  if (session.json()) {
    std::cout << ToJson(list) << "\n";
    return kDone;
  }
  Table table({{"policy"}, {"hash"}, {"moves ‰", Align::kRight}, {"what it is for"}});
  for (const pb::Policy& policy : list.policies()) {
    table.Add({policy.name(), policy.content_hash().substr(0, 12), Thousands(policy.move_budget_permille()),
               session.indonesian() ? policy.description_id() : policy.description_en()});
  }
  std::cout << table.ToString();
  return kDone;
}

absl::StatusOr<ExitStatus> Show(Session& session, const PolicyOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::GetPolicyRequest request;
  request.set_name(options.name);
  SELARAS_ASSIGN_OR_RETURN(const auto policy, matching.peer->Call<pb::Policy>(
                                                  session.Scope(), rpc::Retry::kSafe,
                                                  [&](grpc::ClientContext* context, auto* out) {
                                                    return matching.stub->GetPolicy(context, request, out);
                                                  }));
  if (session.json()) {
    std::cout << ToJson(policy) << "\n";
    return kDone;
  }
  for (const pb::PolicyFile& file : policy.files())
    std::cout << "# " << file.file() << "\n" << file.text() << "\n";
  return kDone;
}

// Every YAML file of the folder, then those of FOLDER/NAME.
absl::Status ReadFiles(const PolicyOptions& options, pb::SealPolicyRequest& request) {
  for (const fs::path& folder : {fs::path(options.folder), fs::path(options.folder) / options.name}) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() != ".yaml") continue;
      std::stringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      pb::PolicyFile& file = *request.add_files();
      file.set_file(entry.path().filename());
      file.set_text(text.str());
    }
    if (error) return absl::NotFoundError(absl::StrCat("cannot read the folder ", folder.string()));
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitStatus> Seal(Session& session, const PolicyOptions& options) {
  pb::SealPolicyRequest request;
  request.set_request_id(session.ids().NewId());
  SELARAS_RETURN_IF_ERROR(ReadFiles(options, request));
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  SELARAS_ASSIGN_OR_RETURN(const auto policy, matching.peer->Call<pb::Policy>(
                                                  session.Scope(), rpc::Retry::kSafe,
                                                  [&](grpc::ClientContext* context, auto* out) {
                                                    return matching.stub->SealPolicy(context, request, out);
                                                  }));
  if (session.json()) {
    std::cout << ToJson(policy) << "\n";
  } else {
    std::cout << policy.name() << " sealed, hash " << policy.content_hash() << "\n";
  }
  return kDone;
}

}  // namespace

void AddPolicy(CLI::App& app, Work& run) {
  auto options = std::make_shared<PolicyOptions>();
  CLI::App* policy = app.add_subcommand("policy", "Sealed policies: weights, rules, limits");
  policy->require_subcommand(1);
  policy->add_subcommand("list", "Every sealed policy")->callback([&run] { run = List; });
  CLI::App* show = policy->add_subcommand("show", "The files of a sealed policy");
  show->add_option("name", options->name, "policies/…")->required();
  show->callback([options, &run] { run = [options](Session& session) { return Show(session, *options); }; });
  CLI::App* seal = policy->add_subcommand("seal", "Seal FOLDER/*.yaml with FOLDER/NAME/*.yaml");
  seal->footer("Example: selarasctl policy seal deploy/policy seimbang");
  seal->add_option("folder", options->folder, "Policy folder")->required()->check(CLI::ExistingDirectory);
  seal->add_option("name", options->name, "Folder in it with the policy's own files")->required();
  seal->callback([options, &run] { run = [options](Session& session) { return Seal(session, *options); }; });
}

}  // namespace selaras::cli
