// decree list | show | pdf | letter | minutes | receipt | revoke | object
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/merkle.h"
#include "services/cli/cases/case_desk.h"
#include "services/cli/cases/case_text.h"
#include "services/cli/command.h"
#include "services/cli/output_file.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;
using Stub = CaseDesk::Stub;

struct DecreeOptions {
  std::string name, of_case, out, text;
  int limit = 50;
  int wait_seconds = 30;
};

std::string DecreeState(const pb::Decree& decree) {
  return pb::Decree::State_Name(decree.state()).substr(6);
}

absl::StatusOr<ExitStatus> List(Session& session, const DecreeOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  pb::ListDecreesRequest request;
  request.set_case_(NameIn("cases", options.of_case));
  std::vector<pb::Decree> decrees;
  int64_t total = 0;
  do {
    request.set_page_size(std::min(options.limit - static_cast<int>(decrees.size()), 1000));
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             (desk.Call<pb::ListDecreesResponse>(request, &Stub::ListDecrees)));
    decrees.insert(decrees.end(), page.decrees().begin(), page.decrees().end());
    total = page.total_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && static_cast<int>(decrees.size()) < options.limit);
  if (session.json()) {
    std::cout << "{\"total\":" << total << ",\"decrees\":["
              << absl::StrJoin(decrees, ",",
                               [](std::string* out, const pb::Decree& one) { out->append(ToJson(one)); })
              << "]}\n";
    return kDone;
  }
  Table table({{session.Say("keputusan", "decree")},
               {session.Say("nomor", "number")},
               {session.Say("keadaan", "state")},
               {session.Say("tanggal", "date")},
               {session.Say("berlaku", "effective")},
               {session.Say("pindah", "moves"), Align::kRight}});
  for (const pb::Decree& decree : decrees) {
    table.Add({decree.name(), decree.number(), DecreeState(decree), DayText(decree.decree_date()),
               DayText(decree.effective_date()), Thousands(decree.moves_size())});
  }
  std::cout << table.ToString();
  if (static_cast<int64_t>(decrees.size()) < total) {
    std::cout << "… " << Thousands(static_cast<int64_t>(decrees.size())) << " / " << Thousands(total)
              << " (--limit)\n";
  }
  return kDone;
}

absl::StatusOr<pb::Decree> Read(const CaseDesk& desk, const std::string& text) {
  pb::GetDecreeRequest request;
  request.set_name(NameIn("decrees", text));
  return desk.Call<pb::Decree>(request, &Stub::GetDecree);
}

void Print(const Session& session, const pb::Decree& decree) {
  if (session.json()) {
    std::cout << ToJson(decree) << "\n";
    return;
  }
  Table table({{decree.name()}, {DecreeState(decree)}});
  table.Add({session.Say("nomor", "number"), decree.number()});
  table.Add({session.Say("berkas", "case"), decree.case_()});
  table.Add({session.Say("perpindahan", "moves"), absl::StrJoin(decree.moves(), " ")});
  table.Add({session.Say("pejabat", "authority"), decree.authority()});
  table.Add({session.Say("penanda tangan", "signatory"), decree.signatory()});
  table.Add({session.Say("tanggal", "date"), DayText(decree.decree_date())});
  table.Add({session.Say("berlaku", "effective"), DayText(decree.effective_date())});
  table.Add({session.Say("kolektif", "collective"),
             decree.collective() ? session.Say("ya", "yes") : session.Say("tidak", "no")});
  table.Add({session.Say("daun bukti", "evidence leaf"), decree.content_hash()});
  table.Add({"PDF, SHA-256", decree.pdf_hash()});
  table.Add({session.Say("revisi registri", "registry revision"), Thousands(decree.registry_revision())});
  std::cout << table.ToString();
}

absl::StatusOr<ExitStatus> Show(Session& session, const DecreeOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  SELARAS_ASSIGN_OR_RETURN(const pb::Decree decree, Read(desk, options.name));
  Print(session, decree);
  return kDone;
}

// A decree, the reason letter of a move, the minutes of a meeting: `collection` completes a bare id.
absl::StatusOr<ExitStatus> Save(Session& session, const DecreeOptions& options, const char* collection) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  pb::GetDocumentRequest request;
  request.set_name(NameIn(collection, options.name));
  SELARAS_ASSIGN_OR_RETURN(const pb::Document document,
                           (desk.Call<pb::Document>(request, &Stub::GetDocument)));
  SELARAS_RETURN_IF_ERROR(WriteWholeFile(options.out, document.pdf()));
  if (session.json()) {
    const nlohmann::ordered_json json = {{"name", request.name()},
                                         {"file", options.out},
                                         {"bytes", document.pdf().size()},
                                         {"hash", document.hash()}};
    std::cout << json.dump() << "\n";
  } else {
    std::cout << options.out << "  " << Thousands(static_cast<int64_t>(document.pdf().size()))
              << " bytes  SHA-256 " << document.hash() << "\n";
  }
  return kDone;
}

// The proof is checked here too, so that nobody has to believe the server.
absl::Status CheckReceipt(const pb::Receipt& receipt) {
  const std::string root = receipt.checkpoint().root_hash();
  std::vector<evidence::Hash> proof;
  evidence::Hash expected = {};
  const auto copy = [](const std::string& bytes, evidence::Hash& hash) {
    if (bytes.size() != hash.size()) return false;
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return true;
  };
  for (const std::string& bytes : receipt.inclusion().hashes()) {
    if (!copy(bytes, proof.emplace_back())) return absl::DataLossError("the proof is malformed");
  }
  if (!copy(root, expected)) return absl::DataLossError("the checkpoint is malformed");
  return evidence::VerifyInclusion(evidence::LeafHash(receipt.leaf()), receipt.inclusion().leaf_index(),
                                   receipt.checkpoint().tree_size(), proof, expected);
}

absl::StatusOr<ExitStatus> ShowReceipt(Session& session, const DecreeOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  pb::GetReceiptRequest request;
  request.set_name(NameIn("decrees", options.name));
  const absl::Time end = absl::Now() + absl::Seconds(options.wait_seconds);
  auto receipt = desk.Call<pb::Receipt>(request, &Stub::GetReceipt);
  while (ReasonOf(receipt.status()) == "RECEIPT_PENDING" && absl::Now() < end) {
    absl::SleepFor(absl::Seconds(1));
    receipt = desk.Call<pb::Receipt>(request, &Stub::GetReceipt);
  }
  SELARAS_RETURN_IF_ERROR(receipt.status());
  const absl::Status holds = CheckReceipt(*receipt);
  if (!options.out.empty()) SELARAS_RETURN_IF_ERROR(WriteWholeFile(options.out, ToJson(*receipt) + "\n"));
  if (session.json()) {
    std::cout << ToJson(*receipt) << "\n";
  } else {
    std::cout << session.Say("daun", "leaf") << " " << receipt->leaf_hash() << "  "
              << session.Say("nomor", "number") << " " << receipt->inclusion().leaf_index() << " / "
              << receipt->inclusion().tree_size() << "\n"
              << session.Say("termasuk dalam catatan", "part of the log") << ": "
              << (holds.ok() ? "OK" : "WRONG") << "\n\n"
              << receipt->checkpoint().note();
  }
  return holds.ok() ? kDone : kFailed;
}

absl::StatusOr<ExitStatus> Revoke(Session& session, const DecreeOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  SELARAS_ASSIGN_OR_RETURN(pb::Decree decree, Read(desk, options.name));
  pb::RevokeRequest request;
  request.set_name(decree.name());
  request.set_etag(decree.etag());
  request.set_request_id(desk.NewId());
  request.set_reason(options.text);
  SELARAS_ASSIGN_OR_RETURN(decree, (desk.Call<pb::Decree>(request, &Stub::Revoke)));
  Print(session, decree);
  return kDone;
}

absl::StatusOr<ExitStatus> Object(Session& session, const DecreeOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  pb::ObjectToDecreeRequest request;
  request.set_name(NameIn("decrees", options.name));
  request.set_request_id(desk.NewId());
  request.set_text(options.text);
  SELARAS_ASSIGN_OR_RETURN(const pb::Objection kept,
                           (desk.Call<pb::Objection>(request, &Stub::ObjectToDecree)));
  if (session.json()) {
    std::cout << ToJson(kept) << "\n";
  } else {
    std::cout << kept.name() << "  " << pb::Objection::State_Name(kept.state()).substr(6) << "\n";
  }
  return kDone;
}

}  // namespace

void AddDecree(CLI::App& app, Work& run) {
  auto options = std::make_shared<DecreeOptions>();
  CLI::App* group = app.add_subcommand("decree", "Decrees, letters, minutes and their receipts");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, const char* what,
                       std::function<absl::StatusOr<ExitStatus>(Session&, const DecreeOptions&)> work) {
    CLI::App* command = group->add_subcommand(name, help);
    if (*what != '\0') command->add_option("name", options->name, what)->required();
    command->callback([options, work, &run] {
      run = [options, work](Session& session) { return work(session, *options); };
    });
    return command;
  };
  CLI::App* list = add("list", "Decrees", "", List);
  list->add_option("--case", options->of_case, "Only of cases/…");
  list->add_option("--limit", options->limit, "Lines")->check(CLI::Range(1, 1000000))->capture_default_str();
  add("show", "One decree", "decrees/… or its id", Show);
  const auto saving = [&](const char* name, const char* help, const char* what, const char* collection) {
    add(name, help, what,
        [collection](Session& session, const DecreeOptions& o) { return Save(session, o, collection); })
        ->add_option("-o,--out", options->out, "File to write")
        ->required();
  };
  saving("pdf", "The decree as PDF", "decrees/… or its id", "decrees");
  saving("letter", "The reason letter of a move, PDF", "cases/…/moves/N", "cases");
  saving("minutes", "The minutes of a meeting, PDF", "meetings/… or its id", "meetings");
  CLI::App* receipt = add("receipt", "What proves the decree to a stranger; waits until it is signed",
                          "decrees/… or its id", ShowReceipt);
  receipt->add_option("-o,--out", options->out, "Also write it there, JSON");
  receipt->add_option("--wait", options->wait_seconds, "Seconds to wait")->capture_default_str();
  add("revoke", "Secretary: revoke a decree", "decrees/… or its id", Revoke)
      ->add_option("--reason", options->text, "Why")
      ->required();
  add("object", "The person: object to a decree", "decrees/… or its id", Object)
      ->add_option("--text", options->text, "The objection")
      ->required();
}

}  // namespace selaras::cli
