// bundle import | list | show | from-folder
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/proto_time.h"
#include "services/cli/bundles/folder_bundle.h"
#include "services/cli/cases/case_desk.h"
#include "services/cli/command.h"
#include "services/cli/output_file.h"
#include "services/cli/progress_bar.h"
#include "services/cli/remote_call.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;
using Stub = Session::Matching::StubInterface;

constexpr size_t kChunkBytes = 512 * 1024;  // Half the contract's limit.
constexpr int kShownFaults = 10;

struct BundleOptions {
  std::string folder, out, name, effective_date, display_name;
  int limit = 20;
  bool strict = false;
};

std::string DateText(const google::type::Date& date) {
  const auto day = DayOf(date);
  return day.has_value() ? FormatCivilDay(*day) : "-";
}

void PrintFaults(const Session& session, const pb::InstanceBundle& bundle) {
  if (bundle.fault_count() == 0) return;
  Table table({{session.Say("berkas", "file")},
               {session.Say("baris", "line"), Align::kRight},
               {session.Say("kolom", "column")},
               {session.Say("bentuk nilai", "value")},
               {session.Say("sebab dan perbaikan", "reason and cure")}});
  const int shown = std::min(kShownFaults, bundle.faults_size());
  for (int i = 0; i < shown; ++i) {
    const pb::BundleFault& fault = bundle.faults(i);
    table.Add({fault.file(), Thousands(fault.line()), fault.column(), fault.shape(),
               session.indonesian() ? fault.text_id() : fault.text_en()});
  }
  std::cout << "\n"
            << session.Say("Kesalahan", "Faults") << " (" << Thousands(bundle.fault_count()) << "; "
            << session.Say("baris yang salah tidak dipakai, peringatan dipakai; ditampilkan",
                           "refused rows are left out, warnings land; shown here")
            << " " << shown << "):\n"
            << table.ToString();
}

void Print(const Session& session, const pb::InstanceBundle& bundle) {
  Table table({{bundle.name()}, {"", Align::kRight}});
  if (!bundle.display_name().empty()) table.Add({session.Say("nama", "name"), bundle.display_name()});
  table.Add({session.Say("berlaku per", "effective date"), DateText(bundle.effective_date())});
  table.Add({session.Say("pegawai", "employees"), Thousands(bundle.employees())});
  table.Add({session.Say("pos", "posts"), Thousands(bundle.posts())});
  table.Add({session.Say("jabatan", "positions"), Thousands(bundle.positions())});
  table.Add({session.Say("pos dengan kebutuhan dari needs.csv", "posts with needs from needs.csv"),
             Thousands(bundle.needs())});
  table.Add(
      {session.Say("kesalahan dan peringatan", "faults and warnings"), Thousands(bundle.fault_count())});
  std::cout << table.ToString();
  if (bundle.needs() < bundle.posts()) {
    std::cout << session.Say("Pos lain memakai formasi sebagai kebutuhan dan ditandai asumsi.",
                             "For the other posts the ceiling stands in for the need, marked assumed.")
              << "\n";
  }
  if (bundle.ignored_size() > 0) {
    std::cout << session.Say("Tidak dibaca dan tidak disimpan:", "Not read and not kept:");
    for (int i = 0; i < bundle.ignored_size(); ++i) std::cout << (i == 0 ? " " : ", ") << bundle.ignored(i);
    std::cout << "\n";
  }
  std::cout << "hash " << bundle.content_hash() << "\n";
  PrintFaults(session, bundle);
}

absl::StatusOr<ExitStatus> PrintOne(const Session& session, const pb::InstanceBundle& bundle) {
  if (session.json()) {
    std::cout << ToJson(bundle) << "\n";
  } else {
    Print(session, bundle);
  }
  return kDone;
}

absl::StatusOr<ExitStatus> Import(Session& session, const BundleOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const matching::BundleFiles files, ReadFolder(options.folder));
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  ProgressBar bar(session.json());
  pb::InstanceBundle bundle;
  const auto context = matching.peer->MakeContext(session.Scope());
  const auto writer = matching.stub->ImportInstance(context.get(), &bundle);
  pb::ImportInstanceRequest request;
  request.mutable_header()->set_request_id(session.ids().NewId());
  request.mutable_header()->set_display_name(options.display_name);
  if (!options.effective_date.empty()) {
    SELARAS_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseCivilDay(options.effective_date));
    SetDate(day, request.mutable_header()->mutable_effective_date());
  }
  int64_t total = 0, sent = 0;
  for (const auto& [name, text] : files) total += static_cast<int64_t>(text.size());
  bool open = writer->Write(request);
  for (const auto& [name, text] : files) {
    size_t offset = 0;
    do {
      request.mutable_chunk()->set_file(name);
      request.mutable_chunk()->set_data(text.substr(offset, kChunkBytes));
      offset += kChunkBytes;
      sent += static_cast<int64_t>(request.chunk().data().size());
      bar.Update("upload", sent, total);
      open = open && writer->Write(request);
    } while (open && offset < text.size());
  }
  writer->WritesDone();
  bar.Update("read", 0, 0);
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(writer->Finish()));
  bar.Finish();
  SELARAS_RETURN_IF_ERROR(PrintOne(session, bundle).status());
  return options.strict && bundle.fault_count() > 0 ? kRowsRefused : kDone;
}

absl::StatusOr<ExitStatus> List(Session& session, const BundleOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::ListInstanceBundlesRequest request;
  request.set_page_size(options.limit);
  SELARAS_ASSIGN_OR_RETURN(const pb::ListInstanceBundlesResponse list,
                           CallOn(session, matching, request, &Stub::ListInstanceBundles));
  if (session.json()) {
    std::cout << ToJson(list) << "\n";
    return kDone;
  }
  Table table({{session.Say("paket data", "bundle")},
               {session.Say("berlaku per", "effective")},
               {session.Say("pegawai", "employees"), Align::kRight},
               {session.Say("pos", "posts"), Align::kRight},
               {session.Say("kesalahan", "faults"), Align::kRight},
               {session.Say("nama", "name")}});
  for (const pb::InstanceBundle& bundle : list.instance_bundles()) {
    table.Add({bundle.name(), DateText(bundle.effective_date()), Thousands(bundle.employees()),
               Thousands(bundle.posts()), Thousands(bundle.fault_count()), bundle.display_name()});
  }
  std::cout << table.ToString();
  return kDone;
}

absl::StatusOr<ExitStatus> Show(Session& session, const BundleOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::GetInstanceBundleRequest request;
  request.set_name(NameIn("instanceBundles", options.name));
  SELARAS_ASSIGN_OR_RETURN(const pb::InstanceBundle bundle,
                           CallOn(session, matching, request, &Stub::GetInstanceBundle));
  return PrintOne(session, bundle);
}

absl::StatusOr<ExitStatus> FromFolder(Session& session, const BundleOptions& options) {
  absl::CivilDay day =
      BaseDateOf(options.folder, absl::ToCivilDay(session.clock().Now(), absl::LocalTimeZone()));
  if (!options.effective_date.empty()) {
    SELARAS_ASSIGN_OR_RETURN(day, ParseCivilDay(options.effective_date));
  }
  SELARAS_ASSIGN_OR_RETURN(const matching::BundleFiles folder, ReadFolder(options.folder));
  SELARAS_ASSIGN_OR_RETURN(const FolderBundle made, BundleOfFolder(folder, day));
  SELARAS_RETURN_IF_ERROR(WriteFolder(options.out, made.files));
  // Beside the bundle, not in it: who uploads the folder uploads no number.
  const std::string pairs = options.out + ".pairs.csv";
  SELARAS_RETURN_IF_ERROR(WriteWholeFile(pairs, made.pairs));
  if (session.json()) {
    std::cout << "{\"folder\":\"" << options.out << "\",\"effectiveDate\":\"" << FormatCivilDay(day)
              << "\",\"people\":\"" << made.people << "\",\"leftOut\":\"" << made.left_out << "\"}\n";
    return kDone;
  }
  std::cout << session.Say("Paket data ditulis ke ", "Bundle written to ") << options.out << ": "
            << Thousands(made.people) << session.Say(" pegawai, ", " employees, ") << Thousands(made.left_out)
            << session.Say(" baris tanpa NIP yang sah dilewati.", " rows without a valid NIP left out.")
            << "\n"
            << session.Say("Pasangan kode dan NIP (simpan sendiri, jangan diunggah): ",
                           "Pairs of code and NIP (keep them to yourself, never upload them): ")
            << pairs << "\n"
            << "selarasctl bundle import " << options.out << " --effective-date " << FormatCivilDay(day)
            << "\n";
  return kDone;
}

}  // namespace

void AddBundle(CLI::App& app, Work& run) {
  auto options = std::make_shared<BundleOptions>();
  CLI::App* bundle =
      app.add_subcommand("bundle", "Matching alone: facts as a folder of CSV, no registry needed");
  bundle->require_subcommand(1);
  bundle->footer("Format and a complete example: docs/bundle.md");
  const auto add = [&](CLI::App* command,
                       absl::StatusOr<ExitStatus> (*work)(Session&, const BundleOptions&)) {
    command->callback([options, work, &run] {
      run = [options, work](Session& session) { return work(session, *options); };
    });
    return command;
  };
  CLI::App* import =
      add(bundle->add_subcommand("import", "Send a folder; plans then name the bundle"), Import);
  import->footer(
      "People carry codes of your own; a NIP or NIK is refused. Good rows land, others are explained.\n"
      "Example: selarasctl bundle import facts --effective-date 2026-01-01\n"
      "         selarasctl plan create --bundle instanceBundles/…");
  import->add_option("folder", options->folder, "Folder of CSV files (docs/bundle.md)")
      ->required()
      ->check(CLI::ExistingDirectory);
  import->add_option("--name", options->display_name, "What people call it");
  import->add_flag("--strict", options->strict, "Exit with 7 if rows were refused or doubted");
  add(bundle->add_subcommand("list", "Newest bundles"), List)
      ->add_option("--limit", options->limit, "Lines")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  add(bundle->add_subcommand("show", "Counts and faults of a bundle"), Show)
      ->add_option("name", options->name, "instanceBundles/…")
      ->required();
  CLI::App* from =
      add(bundle->add_subcommand("from-folder", "Make a bundle of a province folder: codes in place of NIPs"),
          FromFolder);
  from->add_option("folder", options->folder, "Folder as `generate` writes it (docs/formats.md §3)")
      ->required()
      ->check(CLI::ExistingDirectory);
  from->add_option("out", options->out, "Folder to write")->required();
  for (CLI::App* command : {import, from})
    command->add_option("--effective-date", options->effective_date, "YYYY-MM-DD; default: today");
}

}  // namespace selaras::cli
