// fairness PLAN
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;

std::string Share(int32_t permille) {
  return absl::StrFormat("0.%03d", permille);
}

void Print(const Session& session, const pb::FairnessReport& report) {
  int64_t wished = 0;
  for (const int64_t people : report.preference_ranks()) wished += people;
  std::cout << session.Say("Minat yang terpenuhi, dari ", "Wishes fulfilled, of ") << Thousands(wished)
            << session.Say(" pegawai yang menyampaikan minat:", " people who wished:") << "\n\n";
  Table ranks({{session.Say("minat ke-", "rank")}, {session.Say("pegawai", "people"), Align::kRight}});
  for (int r = 0; r < report.preference_ranks_size(); ++r) {
    const bool none = r + 1 == report.preference_ranks_size();
    ranks.Add({none ? session.Say("tidak satu pun", "none") : absl::StrCat(r + 1),
               Thousands(report.preference_ranks(r))});
  }
  std::cout << ranks.ToString() << "\n"
            << session.Say("Pegawai yang nilainya turun dibandingkan jabatan saat ini: ",
                           "People worth less than in their present post: ")
            << Thousands(report.people_worse())
            << session.Say("; penurunan terbesar ", "; the most that anybody loses is ")
            << Thousands(report.worst_loss()) << session.Say(" poin.", " points.") << "\n"
            << session.Say("Ketimpangan kekosongan antarunit (Gini, 0 = merata): ",
                           "Inequality of vacancies between units (Gini, 0 = even): ")
            << Share(report.vacancy_gini_before()) << " → " << Share(report.vacancy_gini_after()) << "\n"
            << session.Say(
                   "Pasangan yang menimbulkan pertanyaan (seseorang berminat pada jabatan yang diberikan "
                   "kepada pegawai "
                   "lain yang nilainya di sana lebih rendah): ",
                   "Pairs that raise a question (somebody wished for the place of another who is worth less "
                   "there): ")
            << Thousands(report.envy_pairs()) << "\n";
  for (const pb::EnvyClass& item : report.envy_classes()) {
    std::cout << "- " << Thousands(item.pairs()) << ": "
              << (session.indonesian() ? item.text_id() : item.text_en()) << "\n";
  }
}

absl::StatusOr<ExitStatus> Show(Session& session, const std::string& plan) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::GetFairnessRequest request;
  request.set_name(plan);
  SELARAS_ASSIGN_OR_RETURN(const auto report, matching.peer->Call<pb::FairnessReport>(
                                                  session.Scope(), rpc::Retry::kSafe,
                                                  [&](grpc::ClientContext* context, auto* out) {
                                                    return matching.stub->GetFairness(context, request, out);
                                                  }));
  if (session.json()) {
    std::cout << ToJson(report) << "\n";
  } else {
    Print(session, report);
  }
  return kDone;
}

}  // namespace

void AddFairness(CLI::App& app, Work& run) {
  auto plan = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("fairness", "How fair a plan is: wishes reached, who is worse off, who may ask why");
  command->footer("Example: selarasctl fairness plans/…");
  command->add_option("PLAN", *plan, "plans/…")->required();
  command->callback([plan, &run] { run = [plan](Session& session) { return Show(session, *plan); }; });
}

}  // namespace selaras::cli
