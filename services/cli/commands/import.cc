// import DIR: the registry's files by CreateImport, UploadImport, StartImport, WatchImport; then the needs'
// files.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"
#include "services/cli/command.h"
#include "services/cli/progress_bar.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace registry_pb = registry::v1alpha;
namespace needs_pb = needs::v1alpha;
namespace fs = std::filesystem;

constexpr size_t kChunkBytes = 512 * 1024;  // Half the contract's limit.
constexpr int kShownFaults = 10;

// In the order in which rows refer to each other.
const std::vector<std::string> kOrganisationFiles = {"agencies.csv",  "districts.csv", "org_units.csv",
                                                     "positions.csv", "posts.csv",     "calendar.csv"};
const std::vector<std::string> kPersonFiles = {
    "employees.csv",   "appointments.csv",         "duties.csv",       "educations.csv",  "certificates.csv",
    "assessments.csv", "appraisals.csv",           "peer_reviews.csv", "preferences.csv", "developments.csv",
    "relations.csv",   "disciplinary_actions.csv", "trainings.csv"};
const std::vector<std::string> kNeedsFiles = {"workloads.csv", "school_classes.csv", "standards.csv",
                                              "indicators.csv", "surveys.csv"};

struct ImportOptions {
  std::string folder;
  std::string layout = "province";
  std::string resume;
  bool strict = false;
};

std::vector<std::string> Present(const std::string& folder, const std::vector<std::string>& files) {
  std::vector<std::string> found;
  for (const std::string& file : files) {
    if (fs::exists(fs::path(folder) / file)) found.push_back(file);
  }
  return found;
}

// Calls `chunk(data, last)` over the file from `offset`; false from it ends early.
absl::Status ReadChunks(const std::string& path, int64_t offset,
                        const std::function<bool(std::string data, bool last)>& chunk) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  const int64_t size = file.tellg();
  file.seekg(offset);
  do {
    std::string data(std::min<int64_t>(kChunkBytes, size - offset), '\0');
    file.read(data.data(), static_cast<std::streamsize>(data.size()));
    offset += static_cast<int64_t>(data.size());
    if (!chunk(std::move(data), offset == size)) break;
  } while (offset < size);
  return absl::OkStatus();
}

class RegistryImport {
 public:
  RegistryImport(Session& session, Session::Remote<Session::Registry> registry, ProgressBar& bar)
      : session_(session), registry_(registry), bar_(bar) {}

  absl::StatusOr<registry_pb::Import> Open(const ImportOptions& options) {
    if (!options.resume.empty()) return Get(options.resume);
    registry_pb::CreateImportRequest request;
    request.set_request_id(session_.ids().NewId());
    const bool siasn = options.layout == "siasn";
    request.set_layout(siasn ? registry_pb::Import::LAYOUT_SIASN : registry_pb::Import::LAYOUT_PROVINCE);
    for (const std::string& file : Present(options.folder, kOrganisationFiles)) request.add_files(file);
    if (siasn) {
      request.add_files("siasn_profile.csv");
    } else {
      for (const std::string& file : Present(options.folder, kPersonFiles)) request.add_files(file);
    }
    if (request.files().empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "'", options.folder, "' holds none of the files of a province folder (docs/formats.md §3)"));
    }
    return registry_.peer->Call<registry_pb::Import>(
        session_.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
          return registry_.stub->CreateImport(context, request, out);
        });
  }

  absl::Status Upload(registry_pb::Import& import, const std::string& folder) {
    const registry_pb::Import before = import;  // Every upload answers with the whole import.
    for (const registry_pb::ImportFile& file : before.files()) {
      if (file.complete()) continue;
      SELARAS_RETURN_IF_ERROR(UploadFile(import, file, (fs::path(folder) / file.file()).string()));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<registry_pb::Import> StartAndWatch(registry_pb::Import import) {
    if (import.state() == registry_pb::Import::STATE_RECEIVING) {
      registry_pb::StartImportRequest request;
      request.set_name(import.name());
      request.set_etag(import.etag());
      request.set_request_id(session_.ids().NewId());
      SELARAS_ASSIGN_OR_RETURN(
          import, registry_.peer->Call<registry_pb::Import>(
                      session_.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                        return registry_.stub->StartImport(context, request, out);
                      }));
    }
    registry_pb::WatchImportRequest watch;
    watch.set_name(import.name());
    const auto context = registry_.peer->MakeContext(session_.Scope());
    const auto reader = registry_.stub->WatchImport(context.get(), watch);
    while (reader->Read(&import)) Show(import);
    const absl::Status ended = rpc::FromGrpcStatus(reader->Finish());
    // A broken watch is no broken import: ask.
    if (!ended.ok()) return Get(import.name());
    return import;
  }

  absl::StatusOr<registry_pb::ListImportFaultsResponse> Faults(const std::string& name) {
    registry_pb::ListImportFaultsRequest request;
    request.set_name(name);
    request.set_page_size(kShownFaults);
    return registry_.peer->Call<registry_pb::ListImportFaultsResponse>(
        session_.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
          return registry_.stub->ListImportFaults(context, request, out);
        });
  }

 private:
  absl::StatusOr<registry_pb::Import> Get(const std::string& name) {
    registry_pb::GetImportRequest request;
    request.set_name(name);
    return registry_.peer->Call<registry_pb::Import>(
        session_.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
          return registry_.stub->GetImport(context, request, out);
        });
  }

  absl::Status UploadFile(registry_pb::Import& import, const registry_pb::ImportFile& file,
                          const std::string& path) {
    const auto context = registry_.peer->MakeContext(session_.Scope());
    const auto writer = registry_.stub->UploadImport(context.get(), &import);
    int64_t offset = file.received_bytes();
    SELARAS_RETURN_IF_ERROR(ReadChunks(path, offset, [&](std::string data, bool last) {
      registry_pb::UploadImportRequest request;
      request.set_name(import.name());
      request.set_file(file.file());
      request.set_offset(offset);
      offset += static_cast<int64_t>(data.size());
      request.set_data(std::move(data));
      request.set_last(last);
      bar_.Update("upload", offset, 0);
      return writer->Write(request);
    }));
    writer->WritesDone();
    return rpc::FromGrpcStatus(writer->Finish());
  }

  void Show(const registry_pb::Import& import) {
    int64_t done = 0, total = 0;
    for (const registry_pb::ImportFile& file : import.files()) {
      done += file.done();
      total += file.rows();
    }
    bar_.Update("import", done, total);
  }

  Session& session_;
  const Session::Remote<Session::Registry> registry_;
  ProgressBar& bar_;
};

// The whole of the needs' files in one stream.
absl::StatusOr<needs_pb::RecordImport> ImportNeeds(Session& session, const std::string& folder,
                                                   ProgressBar& bar) {
  const std::vector<std::string> files = Present(folder, kNeedsFiles);
  needs_pb::RecordImport result;
  if (files.empty()) return result;
  SELARAS_ASSIGN_OR_RETURN(const auto needs, session.ToNeeds());
  const auto context = needs.peer->MakeContext(session.Scope());
  const auto writer = needs.stub->ImportRecords(context.get(), &result);
  bool first = true;
  int64_t sent = 0;
  for (const std::string& file : files) {
    SELARAS_RETURN_IF_ERROR(ReadChunks((fs::path(folder) / file).string(), 0, [&](std::string data, bool) {
      needs_pb::ImportRecordsRequest request;
      if (first) request.set_request_id(session.ids().NewId());
      first = false;
      sent += static_cast<int64_t>(data.size());
      request.set_file(file);
      request.set_data(std::move(data));
      bar.Update("workloads", sent, 0);
      return writer->Write(request);
    }));
  }
  writer->WritesDone();
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(writer->Finish()));
  return result;
}

template <typename File>
void AddFileRow(const File& file, Table& table) {
  table.Add({file.file(), Thousands(file.rows()), Thousands(file.landed()), Thousands(file.unchanged()),
             Thousands(file.refused())});
}

int64_t PrintResult(const registry_pb::Import& import, const needs_pb::RecordImport& records,
                    const registry_pb::ListImportFaultsResponse& faults, bool indonesian) {
  Table table({{"file"},
               {"rows", Align::kRight},
               {"landed", Align::kRight},
               {"unchanged", Align::kRight},
               {"refused", Align::kRight}});
  for (const auto& file : import.files()) AddFileRow(file, table);
  for (const auto& file : records.files()) AddFileRow(file, table);
  std::cout << table.ToString();
  if (!faults.faults().empty()) {
    Table shown({{"file"}, {"line", Align::kRight}, {"column"}, {"value"}, {"reason"}, {"cure"}});
    for (const auto& fault : faults.faults()) {
      shown.Add({fault.file(), Thousands(fault.line()), fault.column(), fault.value_shape(), fault.reason(),
                 indonesian ? fault.cure_id() : fault.cure_en()});
    }
    std::cout << "\nFaults (" << Thousands(faults.total_size()) << " in all, those of landed rows too; first "
              << faults.faults_size() << "):\n"
              << shown.ToString();
  }
  std::cout << "\n"
            << import.name() << ": " << registry_pb::Import::State_Name(import.state()).substr(6)
            << (import.failure_reason().empty() ? "" : " because of " + import.failure_reason())
            << (import.revision() > 0 ? ", registry revision " + Thousands(import.revision())
                                      : ", nothing changed")
            << ", " << Thousands(import.employees()) << " employees, " << Thousands(import.posts())
            << " posts\n";
  return faults.total_size();
}

absl::StatusOr<ExitStatus> ImportProvince(Session& session, const ImportOptions& options) {
  ProgressBar bar(false);
  SELARAS_ASSIGN_OR_RETURN(const auto remote, session.ToRegistry());
  RegistryImport registry(session, remote, bar);
  SELARAS_ASSIGN_OR_RETURN(registry_pb::Import import, registry.Open(options));
  SELARAS_RETURN_IF_ERROR(registry.Upload(import, options.folder));
  SELARAS_ASSIGN_OR_RETURN(import, registry.StartAndWatch(std::move(import)));
  needs_pb::RecordImport records;
  if (import.state() == registry_pb::Import::STATE_IMPORTED) {
    SELARAS_ASSIGN_OR_RETURN(records, ImportNeeds(session, options.folder, bar));
  }
  bar.Finish();
  SELARAS_ASSIGN_OR_RETURN(const auto faults, registry.Faults(import.name()));
  int64_t refused = faults.total_size();
  if (session.json()) {
    std::cout << "{\"import\":" << ToJson(import) << ",\"records\":" << ToJson(records)
              << ",\"faults\":" << ToJson(faults) << "}\n";
  } else {
    refused = PrintResult(import, records, faults, session.indonesian());
  }
  if (import.state() != registry_pb::Import::STATE_IMPORTED) return kFailed;
  return options.strict && refused > 0 ? kRowsRefused : kDone;
}

}  // namespace

void AddImport(CLI::App& app, Work& run) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command = app.add_subcommand("import", "Import a province folder: people, posts, workloads");
  command->footer(
      "Good rows land, refused rows are explained; a second run changes nothing.\n"
      "Example: selarasctl import province\n"
      "         selarasctl import export --layout siasn");
  command->add_option("folder", options->folder, "Folder as `generate` writes it (docs/formats.md §3)")
      ->required()
      ->check(CLI::ExistingDirectory);
  command
      ->add_option("--layout", options->layout,
                   "province, or siasn: siasn_profile.csv instead of the person files")
      ->check(CLI::IsMember({"province", "siasn"}))
      ->capture_default_str();
  command->add_option("--resume", options->resume, "Go on with an interrupted import: imports/…");
  command->add_flag("--strict", options->strict, "Exit with 7 if rows were refused");
  command->callback(
      [options, &run] { run = [options](Session& session) { return ImportProvince(session, *options); }; });
}

}  // namespace selaras::cli
