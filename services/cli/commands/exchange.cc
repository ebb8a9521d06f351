// exchange PLAN
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/post_names.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;

struct ExchangeOptions {
  std::string plan;
  int limit = 20;
};

std::string RankWord(const Session& session, int32_t rank) {
  if (rank == 0) return session.Say("bukan minat", "no wish");
  return absl::StrCat(session.Say("minat ke-", "wish "), rank);
}

void Print(Session& session, const pb::ListExchangesResponse& list) {
  if (list.exchanges().empty()) {
    std::cout << session.Say("Tidak ada pertukaran yang menguntungkan semua peserta.",
                             "No exchange would please all who take part.")
              << "\n";
    return;
  }
  PostNames posts(session);
  std::cout << Thousands(list.total_size())
            << session.Say(" pertukaran yang lebih diminati oleh semua pesertanya:",
                           " exchanges that all who take part would prefer:")
            << "\n";
  int number = 0;
  for (const pb::ExchangeCycle& cycle : list.exchanges()) {
    std::cout
        << "\n"
        << ++number << ". "
        << (cycle.loss() == 0
                ? session.Say(
                      "Tanpa kerugian: nilai rencana, jumlah pegawai setiap jabatan, dan buktinya tetap.",
                      "At no loss: value, occupancy and proof of the plan stay.")
                : absl::StrCat(session.Say("Mengurangi nilai rencana sebesar ", "Costs the plan "),
                               Thousands(cycle.loss()), session.Say(" poin.", " points.")))
        << "\n";
    for (const pb::ExchangeStep& step : cycle.steps()) {
      std::cout << "   " << step.employee() << ": " << posts.Of(step.from_post()) << " ("
                << RankWord(session, step.rank_from()) << ") → " << posts.Of(step.to_post()) << " ("
                << RankWord(session, step.rank_to()) << ")\n";
    }
  }
}

absl::StatusOr<ExitStatus> List(Session& session, const ExchangeOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::ListExchangesRequest request;
  request.set_parent(options.plan);
  request.set_page_size(options.limit);
  SELARAS_ASSIGN_OR_RETURN(
      const auto list, matching.peer->Call<pb::ListExchangesResponse>(
                           session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                             return matching.stub->ListExchanges(context, request, out);
                           }));
  if (session.json()) {
    std::cout << ToJson(list) << "\n";
  } else {
    Print(session, list);
  }
  return kDone;
}

}  // namespace

void AddExchange(CLI::App& app, Work& run) {
  auto options = std::make_shared<ExchangeOptions>();
  CLI::App* command =
      app.add_subcommand("exchange", "Who would rather have each other's places, and what that would cost");
  command->footer("Example: selarasctl exchange plans/…");
  command->add_option("PLAN", options->plan, "plans/…")->required();
  command->add_option("--limit", options->limit, "How many to list")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->callback(
      [options, &run] { run = [options](Session& session) { return List(session, *options); }; });
}

}  // namespace selaras::cli
