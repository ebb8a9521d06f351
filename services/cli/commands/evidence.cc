// evidence checkpoint | export | verify
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/evidence/log_export.h"
#include "services/cli/output_file.h"
#include "services/cli/progress_bar.h"
#include "services/cli/remote_call.h"
#include "services/cli/run_program.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;
namespace fs = std::filesystem;
using Stub = Session::Approval::StubInterface;
using Approval = Session::Remote<Session::Approval>;

struct EvidenceOptions {
  std::string out, public_key_out;
  std::string file, public_key;
};

absl::StatusOr<ExitStatus> ShowCheckpoint(Session& session) {
  SELARAS_ASSIGN_OR_RETURN(const auto approval, session.ToApproval());
  SELARAS_ASSIGN_OR_RETURN(const pb::Checkpoint checkpoint,
                           CallOn(session, approval, pb::GetCheckpointRequest(), &Stub::GetCheckpoint));
  if (session.json()) {
    std::cout << ToJson(checkpoint) << "\n";
  } else {
    std::cout << checkpoint.note();
  }
  return kDone;
}

LogSource SourceOf(Session& session, const Approval& approval) {
  LogSource source;
  source.notes = [&session, &approval](int64_t after) -> absl::StatusOr<std::vector<std::string>> {
    pb::ListCheckpointsRequest request;
    request.set_after_tree_size(after);
    SELARAS_ASSIGN_OR_RETURN(const auto page, CallOn(session, approval, request, &Stub::ListCheckpoints));
    std::vector<std::string> notes;
    for (const pb::Checkpoint& checkpoint : page.checkpoints()) notes.push_back(checkpoint.note());
    return notes;
  };
  source.leaves = [&session, &approval](int64_t first) -> absl::StatusOr<std::vector<std::string>> {
    pb::ListLeavesRequest request;
    request.set_first_index(first);
    SELARAS_ASSIGN_OR_RETURN(auto page, CallOn(session, approval, request, &Stub::ListLeaves));
    return std::vector<std::string>(std::make_move_iterator(page.mutable_leaves()->begin()),
                                    std::make_move_iterator(page.mutable_leaves()->end()));
  };
  return source;
}

absl::StatusOr<std::string> ServicePublicKey(Session& session, const Approval& approval) {
  pb::ListCheckpointsRequest request;
  request.set_page_size(1);
  SELARAS_ASSIGN_OR_RETURN(const auto page, CallOn(session, approval, request, &Stub::ListCheckpoints));
  return page.public_key_pem();
}

absl::StatusOr<LogExport> ExportTo(Session& session, const std::string& path, const std::string& key_path) {
  SELARAS_ASSIGN_OR_RETURN(const Approval approval, session.ToApproval());
  LogSource source = SourceOf(session, approval);
  SELARAS_ASSIGN_OR_RETURN(source.public_key_pem, ServicePublicKey(session, approval));
  ProgressBar bar(session.json());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  SELARAS_ASSIGN_OR_RETURN(
      const LogExport done,
      WriteLogExport(
          source,
          [&](absl::string_view text) {
            file.write(text.data(), static_cast<std::streamsize>(text.size()));
            return file ? absl::OkStatus() : absl::InvalidArgumentError(absl::StrCat("cannot write ", path));
          },
          [&](int64_t leaves, int64_t all) { bar.Update("leaves", leaves, all); }));
  file.close();
  if (!file) return absl::InvalidArgumentError(absl::StrCat("cannot write ", path));
  if (!key_path.empty()) SELARAS_RETURN_IF_ERROR(WriteWholeFile(key_path, source.public_key_pem));
  return done;
}

absl::StatusOr<ExitStatus> Export(Session& session, const EvidenceOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const LogExport done, ExportTo(session, options.out, options.public_key_out));
  if (session.json()) {
    std::cout << "{\"origin\":\"" << done.origin << "\",\"leaves\":" << done.leaves
              << ",\"checkpoints\":" << done.checkpoints << "}\n";
  } else {
    std::cout << options.out << ": " << Thousands(done.leaves) << " " << session.Say("daun", "leaves") << ", "
              << Thousands(done.checkpoints) << " " << session.Say("titik periksa", "checkpoints") << "\n";
  }
  return kDone;
}

absl::StatusOr<ExitStatus> Verify(Session& session, const EvidenceOptions& options) {
  std::string file = options.file, key = options.public_key;
  const fs::path folder =
      fs::temp_directory_path() / absl::StrCat("selaras-evidence-", session.ids().NewId());
  const absl::Cleanup remove = [&folder] {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  };
  if (file.empty()) {
    fs::create_directory(folder);
    fs::permissions(folder, fs::perms::owner_all);
    file = (folder / "log").string();
    const std::string told = key.empty() ? (folder / "key.pem").string() : "";
    SELARAS_RETURN_IF_ERROR(ExportTo(session, file, told).status());
    if (key.empty()) key = told;
  }
  std::vector<std::string> arguments = {file};
  if (!key.empty()) arguments.insert(arguments.end(), {"--public-key", key});
  if (session.json()) arguments.push_back("--json");
  SELARAS_ASSIGN_OR_RETURN(const int status, RunSibling("selaras-verify-log", arguments));
  return status == 0 ? kDone : kFailed;
}

}  // namespace

void AddEvidence(CLI::App& app, Work& run) {
  auto options = std::make_shared<EvidenceOptions>();
  CLI::App* group = app.add_subcommand("evidence", "The log that proves who decided what, and when");
  group->require_subcommand(1);
  group->add_subcommand("checkpoint", "Newest signed state of the log: keep it elsewhere")->callback([&run] {
    run = ShowCheckpoint;
  });
  CLI::App* out = group->add_subcommand("export", "Auditor: the whole log as a file");
  out->add_option("-o,--out", options->out, "File to write")->required();
  out->add_option("--public-key-out", options->public_key_out, "Also write the key there, PEM");
  out->callback([options, &run] { run = [options](Session& session) { return Export(session, *options); }; });
  CLI::App* verify = group->add_subcommand("verify", "Have selaras-verify-log check an export");
  verify->footer(
      "Without --export the log is fetched first. Trust comes from a key that you kept: --public-key.\n"
      "Example: selarasctl --token-file auditor.token evidence verify --public-key key.pem");
  verify->add_option("--export", options->file, "A file of `evidence export`")->check(CLI::ExistingFile);
  verify->add_option("--public-key", options->public_key, "PEM; default: as the service tells it")
      ->check(CLI::ExistingFile);
  verify->callback(
      [options, &run] { run = [options](Session& session) { return Verify(session, *options); }; });
}

}  // namespace selaras::cli
