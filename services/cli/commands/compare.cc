// compare: two plans beside each other.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/post_names.h"
#include "services/cli/remote_call.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;
using Stub = Session::Matching::StubInterface;

struct CompareOptions {
  std::string a, b;
  int limit = 20;
};

std::string Signed(int64_t value) {
  return value > 0 ? absl::StrCat("+", Thousands(value)) : Thousands(value);
}

std::string FigureText(const Session& session, const std::string& figure) {
  static constexpr struct {
    const char *figure, *indonesian, *english;
  } kTexts[] = {
      {"objective", "nilai, poin", "value, points"},
      {"bound", "batas terbukti", "proven bound"},
      {"gain", "kenaikan dari sekarang", "gain over today"},
      {"status_quo", "nilai sekarang", "value today"},
      {"employees", "pegawai dalam cakupan", "people in scope"},
      {"move_budget", "batas perpindahan", "limit on moves"},
      {"moves", "perpindahan", "moves"},
      {"chains", "rangkaian", "chains"},
      {"measured_moves", "atas data terukur", "on measured facts"},
      {"shortage", "kurang dari target", "short of target"},
      {"surplus", "di atas target", "above target"},
      {"preferences", "pegawai berminat", "people with wishes"},
      {"preferences_first", "minat pertama terpenuhi", "first wishes met"},
      {"preferences_any", "minat terpenuhi", "wishes met"},
  };
  for (const auto& text : kTexts) {
    if (figure == text.figure) return session.Say(text.indonesian, text.english);
  }
  return figure;
}

void PrintBasis(const Session& session, const pb::PlanComparison& found) {
  std::vector<std::string> other;
  if (!found.same_facts()) other.push_back(session.Say("data kepegawaian", "facts"));
  if (!found.same_needs()) other.push_back(session.Say("kebutuhan", "needs"));
  if (!found.same_policy()) other.push_back(session.Say("kebijakan", "policy"));
  if (other.empty()) {
    std::cout << session.Say("Dasar kedua rencana sama: data, kebutuhan dan kebijakan.\n",
                             "Both plans rest on the same facts, needs and policy.\n");
  } else {
    std::cout << session.Say("Dasar berbeda, nilai tidak dapat dibandingkan langsung: ",
                             "They rest on different ground, so values do not compare: ")
              << absl::StrJoin(other, ", ") << "\n";
  }
}

std::string VerdictOf(const pb::Plan& plan) {
  const pb::PlanResult& result = plan.result();
  if (result.verdict() == pb::VERDICT_INFEASIBLE) return "INFEASIBLE";
  if (result.verdict() == pb::VERDICT_OPTIMAL) return "OPTIMAL";
  return absl::StrCat("WITHIN ", Thousands(result.bound() - result.objective()));
}

void Print(Session& session, const pb::PlanComparison& found, const pb::Plan& a, const pb::Plan& b) {
  std::cout << "A  " << found.plan_a() << "  " << VerdictOf(a) << "\nB  " << found.plan_b() << "  "
            << VerdictOf(b) << "\n";
  PrintBasis(session, found);
  Table figures({{session.Say("angka", "figure")},
                 {"A", Align::kRight},
                 {"B", Align::kRight},
                 {"B − A", Align::kRight}});
  const auto limit = [&](int64_t value) {
    return value < 0 ? session.Say("tanpa", "none") : Thousands(value);
  };
  for (const pb::ComparedFigure& row : found.figures()) {
    const bool budget = row.figure() == "move_budget";
    figures.Add({FigureText(session, row.figure()), budget ? limit(row.a()) : Thousands(row.a()),
                 budget ? limit(row.b()) : Thousands(row.b()),
                 budget && (row.a() < 0 || row.b() < 0) ? "" : Signed(row.b() - row.a())});
  }
  std::cout << "\n" << figures.ToString();
  Table moves({{session.Say("perpindahan", "moves")}, {"", Align::kRight}});
  moves.Add({session.Say("sama pada keduanya", "the same in both"), Thousands(found.moves_in_both())});
  moves.Add({session.Say("hanya A", "only A"), Thousands(found.moves_only_a())});
  moves.Add({session.Say("hanya B", "only B"), Thousands(found.moves_only_b())});
  moves.Add({session.Say("keduanya, ke jabatan lain", "in both, to different posts"),
             Thousands(found.moves_elsewhere())});
  std::cout << "\n" << moves.ToString();
  if (found.placements().empty()) return;
  PostNames posts(session);
  Table people({{session.Say("pegawai", "employee")}, {session.Say("dari", "from")}, {"A"}, {"B"}});
  for (const pb::ComparedPlacement& placement : found.placements()) {
    people.Add({placement.employee(), posts.Of(placement.from_post()), posts.Of(placement.to_post_a()),
                posts.Of(placement.to_post_b())});
  }
  std::cout << "\n" << people.ToString();
  if (!found.next_page_token().empty()) std::cout << session.Say("… dan lainnya\n", "… and more\n");
}

absl::StatusOr<ExitStatus> Compare(Session& session, const CompareOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::ComparePlansRequest request;
  request.set_plan_a(options.a);
  request.set_plan_b(options.b);
  request.set_page_size(options.limit);
  SELARAS_ASSIGN_OR_RETURN(const pb::PlanComparison found,
                           CallOn(session, matching, request, &Stub::ComparePlans));
  if (session.json()) {
    std::cout << ToJson(found) << "\n";
    return kDone;
  }
  const auto read = [&](const std::string& name) {
    pb::GetPlanRequest get;
    get.set_name(name);
    return CallOn(session, matching, get, &Stub::GetPlan);
  };
  SELARAS_ASSIGN_OR_RETURN(const pb::Plan a, read(options.a));
  SELARAS_ASSIGN_OR_RETURN(const pb::Plan b, read(options.b));
  Print(session, found, a, b);
  return kDone;
}

}  // namespace

void AddCompare(CLI::App& app, Work& run) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command = app.add_subcommand("compare", "Two plans beside each other: figures, moves, people");
  command->footer("Example: selarasctl compare plans/… plans/…");
  command->add_option("a", options->a, "plans/…")->required();
  command->add_option("b", options->b, "plans/…")->required();
  command->add_option("--limit", options->limit, "People listed")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->callback(
      [options, &run] { run = [options](Session& session) { return Compare(session, *options); }; });
}

}  // namespace selaras::cli
