// frontier: what a plan would be worth with other numbers of moves, as a table, a plot and a picture.
#include <iostream>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/output_file.h"
#include "services/cli/plot/svg_plot.h"
#include "services/cli/plot/text_plot.h"
#include "services/cli/remote_call.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;
using Stub = Session::Matching::StubInterface;

struct FrontierOptions {
  std::string plan;
  int points = 9;
  std::vector<int64_t> max_moves;
  std::string svg;
  bool no_unicode = false;
};

std::string Verdict(const pb::FrontierPoint& point) {
  if (point.bound() == point.objective()) return "OPTIMAL";
  return absl::StrCat("WITHIN ", Thousands(point.bound() - point.objective()));
}

// "12.345" thousandths as points with one decimal.
std::string Price(int64_t milli) {
  return absl::StrFormat("%s.%d", Thousands(milli / 1000), milli % 1000 / 100);
}

Chart ChartOf(const Session& session, const pb::Frontier& frontier, const pb::Plan& plan) {
  const int64_t base = plan.result().status_quo();
  Series gain = {session.Say("nilai rencana", "value of the plan"), {}};
  Series bound = {session.Say("batas terbukti", "proven bound"), {}, true};
  Series shortage = {session.Say("kekurangan", "shortage"), {}};
  bool differs = false;
  for (const pb::FrontierPoint& point : frontier.points()) {
    gain.points.push_back({point.moves(), point.objective() - base});
    bound.points.push_back({point.moves(), point.bound() - base});
    shortage.points.push_back({point.moves(), point.shortage()});
    // A gap that the eye could see.
    differs |= point.bound() - point.objective() > (point.objective() - base) / 200;
  }
  Chart chart;
  chart.title =
      session.Say("Nilai rencana menurut jumlah perpindahan", "Value of the plan by number of moves");
  chart.subtitle = absl::StrCat(frontier.plan(), " · ", plan.spec().policy());
  chart.x_title = session.Say("pegawai yang dipindahkan (orang)", "people moved");
  chart.thousands_mark = session.indonesian() ? '.' : ',';
  Panel value = {session.Say("Kenaikan nilai dibanding keadaan sekarang (poin)", "Gain over today (points)"),
                 {gain}};
  if (differs) value.series.push_back(bound);
  chart.panels = {
      value,
      {session.Say("Kekurangan pegawai terhadap target (kursi)", "Short of target (seats)"), {shortage}}};
  chart.mark = Mark{plan.result().moves(), session.Say("rencana ini: ", "this plan: ") +
                                               Grouped(plan.result().moves(), chart.thousands_mark)};
  return chart;
}

void Print(const Session& session, const pb::Frontier& frontier, const pb::Plan& plan, bool unicode) {
  Chart chart = ChartOf(session, frontier, plan);
  if (!unicode) chart.subtitle = absl::StrCat(frontier.plan(), ", ", plan.spec().policy());
  Chart value = chart;
  value.panels.resize(1);
  std::cout << TextPlot(value, {.unicode = unicode}) << "\n";
  Table table({{session.Say("batas", "limit"), Align::kRight},
               {session.Say("pindah", "moves"), Align::kRight},
               {session.Say("kenaikan, poin", "gain, points"), Align::kRight},
               {session.Say("bukti", "proof")},
               {session.Say("per pindah", "per move"), Align::kRight},
               {session.Say("kurang", "short"), Align::kRight},
               {session.Say("lebih", "above"), Align::kRight},
               {""}});
  for (const pb::FrontierPoint& point : frontier.points()) {
    const bool own = point.max_moves() >= 0 && point.max_moves() == plan.result().move_budget();
    table.Add({point.max_moves() < 0 ? session.Say("tanpa", "none") : Thousands(point.max_moves()),
               Thousands(point.moves()), Thousands(point.objective() - plan.result().status_quo()),
               Verdict(point), Price(point.price_milli()), Thousands(point.shortage()),
               Thousands(point.surplus()), own ? session.Say("rencana ini", "this plan") : ""});
  }
  std::cout << table.ToString();
  const pb::PlanLimits& limits = plan.spec().limits();
  if (limits.max_chain_moves() > 0 || limits.chains_within_agencies()) {
    std::cout << session.Say("Batas rantai rencana ini tidak ikut diperhitungkan pada titik-titik di atas.",
                             "The plan's limits on chains are left out of the points above.")
              << "\n";
  }
}

absl::StatusOr<ExitStatus> Trace(Session& session, const FrontierOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::GetPlanRequest get;
  get.set_name(options.plan);
  SELARAS_ASSIGN_OR_RETURN(const pb::Plan plan, CallOn(session, matching, get, &Stub::GetPlan));
  pb::TraceFrontierRequest request;
  request.set_name(options.plan);
  request.set_point_count(options.points);
  for (const int64_t limit : options.max_moves) request.add_max_moves(limit);
  SELARAS_ASSIGN_OR_RETURN(const pb::Frontier frontier,
                           CallOn(session, matching, request, &Stub::TraceFrontier));
  if (!options.svg.empty()) {
    SELARAS_RETURN_IF_ERROR(WriteWholeFile(options.svg, SvgPlot(ChartOf(session, frontier, plan))));
  }
  if (session.json()) {
    std::cout << ToJson(frontier) << "\n";
  } else {
    Print(session, frontier, plan, !options.no_unicode && TerminalSpeaksUtf8());
    if (!options.svg.empty()) {
      std::cout << session.Say("gambar ditulis ke ", "picture written to ") << options.svg << "\n";
    }
  }
  return kDone;
}

}  // namespace

void AddFrontier(CLI::App& app, Work& run) {
  auto options = std::make_shared<FrontierOptions>();
  CLI::App* command = app.add_subcommand(
      "frontier", "What a plan would be worth with other numbers of moves, each point proven");
  command->footer("Example: selarasctl frontier plans/… --max-moves 100,500,2000 --svg frontier.svg");
  command->add_option("plan", options->plan, "plans/…")->required();
  CLI::Option* points = command->add_option("--points", options->points, "Points spread over the curve")
                            ->check(CLI::Range(2, 33))
                            ->capture_default_str();
  command->add_option("--max-moves", options->max_moves, "Solve at these limits instead: 100,500")
      ->delimiter(',')
      ->check(CLI::NonNegativeNumber)
      ->excludes(points);
  command->add_option("--svg", options->svg, "Also write the plot as a picture to this file");
  command->add_flag("--no-unicode", options->no_unicode, "Plot in plain ASCII");
  command->callback(
      [options, &run] { run = [options](Session& session) { return Trace(session, *options); }; });
}

}  // namespace selaras::cli
