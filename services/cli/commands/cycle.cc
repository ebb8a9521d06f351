// cycle create | list | show | seal-goals | advance
#include <iostream>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/cli/cases/case_desk.h"
#include "services/cli/cases/case_text.h"
#include "services/cli/command.h"
#include "services/cli/remote_call.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;
using Stub = Session::Matching::StubInterface;

struct CycleOptions {
  std::string name, display_name, policy, phase;
  std::vector<std::string> goals, dates;
  int limit = 20;
};

std::string PhaseWord(pb::Cycle::Phase phase) {
  return pb::Cycle::Phase_Name(phase).substr(6);
}

absl::StatusOr<pb::Cycle::Phase> ParsePhase(const std::string& word) {
  pb::Cycle::Phase phase;
  if (pb::Cycle::Phase_Parse(absl::StrCat("PHASE_", absl::AsciiStrToUpper(word)), &phase)) return phase;
  return absl::InvalidArgumentError(
      "a phase is one of PREFERENCES ANALYSIS PLANNING RELEASED APPROVAL APPLIED EVALUATION CLOSED");
}

// "complaints_per_1000:HEALTH:12.5" or "…:12.5:dalam kata-kata"; the scope may be empty.
absl::StatusOr<pb::Goal> ParseGoal(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 3));
  pb::Goal goal;
  double target = 0;
  if (parts.size() < 3 || parts[0].empty() || !absl::SimpleAtod(parts[2], &target)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--goal '", text, "': INDICATOR:SCOPE:TARGET[:TEXT], such as complaints_per_1000::12.5"));
  }
  goal.set_indicator(parts[0]);
  goal.set_scope(parts[1]);
  goal.set_target_value(target);
  if (parts.size() == 4) goal.set_text_id(parts[3]);
  return goal;
}

absl::StatusOr<pb::PhaseDate> ParsePhaseDate(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
  pb::PhaseDate date;
  SELARAS_ASSIGN_OR_RETURN(const pb::Cycle::Phase phase, ParsePhase(parts.first));
  const auto day = ParseCivilDay(parts.second);
  if (!day.ok())
    return absl::InvalidArgumentError("--phase-date: PHASE:YYYY-MM-DD, such as PLANNING:2027-01-04");
  date.set_phase(phase);
  SetDate(*day, date.mutable_start_date());
  return date;
}

void Print(const Session& session, const pb::Cycle& cycle) {
  if (session.json()) {
    std::cout << ToJson(cycle) << "\n";
    return;
  }
  std::cout << cycle.name() << "  " << PhaseWord(cycle.phase()) << "  " << cycle.display_name() << "\n";
  if (!cycle.policy().empty())
    std::cout << session.Say("kebijakan", "policy") << ": " << cycle.policy() << "\n";
  if (!cycle.released_plan().empty()) {
    std::cout << session.Say("rencana dirilis", "released plan") << ": " << cycle.released_plan() << "\n";
  }
  for (const pb::PhaseDate& date : cycle.phase_dates()) {
    std::cout << PhaseWord(date.phase()) << " " << session.Say("mulai", "from") << " "
              << DayText(date.start_date()) << "\n";
  }
  if (cycle.goals_hash().empty()) {
    std::cout << session.Say("sasaran belum disegel", "goals are not sealed yet") << "\n";
    return;
  }
  std::cout << session.Say("segel sasaran", "seal of the goals") << ": " << cycle.goals_hash() << "\n";
  Table table({{session.Say("indikator", "indicator")},
               {session.Say("lingkup", "scope")},
               {session.Say("sasaran", "target"), Align::kRight},
               {""}});
  for (const pb::Goal& goal : cycle.goals()) {
    table.Add({goal.indicator(), goal.scope().empty() ? "-" : goal.scope(),
               absl::StrFormat("%g", goal.target_value()), goal.text_id()});
  }
  std::cout << table.ToString();
}

absl::StatusOr<pb::Cycle> Read(Session& session, const std::string& text) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::GetCycleRequest request;
  request.set_name(NameIn("cycles", text));
  return CallOn(session, matching, request, &Stub::GetCycle);
}

absl::StatusOr<ExitStatus> Create(Session& session, const CycleOptions& options) {
  pb::CreateCycleRequest request;
  request.set_request_id(session.ids().NewId());
  request.mutable_cycle()->set_display_name(options.display_name);
  request.mutable_cycle()->set_policy(options.policy);
  for (const std::string& text : options.dates) {
    SELARAS_ASSIGN_OR_RETURN(*request.mutable_cycle()->add_phase_dates(), ParsePhaseDate(text));
  }
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  SELARAS_ASSIGN_OR_RETURN(const pb::Cycle cycle, CallOn(session, matching, request, &Stub::CreateCycle));
  Print(session, cycle);
  return kDone;
}

absl::StatusOr<ExitStatus> List(Session& session, const CycleOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::ListCyclesRequest request;
  request.set_page_size(options.limit);
  SELARAS_ASSIGN_OR_RETURN(const auto list, CallOn(session, matching, request, &Stub::ListCycles));
  if (session.json()) {
    std::cout << ToJson(list) << "\n";
    return kDone;
  }
  Table table({{session.Say("siklus", "cycle")},
               {session.Say("tahap", "phase")},
               {session.Say("sasaran", "goals"), Align::kRight},
               {session.Say("nama", "name")}});
  for (const pb::Cycle& cycle : list.cycles()) {
    table.Add({cycle.name(), PhaseWord(cycle.phase()), Thousands(cycle.goals_size()), cycle.display_name()});
  }
  std::cout << table.ToString();
  return kDone;
}

absl::StatusOr<ExitStatus> Show(Session& session, const CycleOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const pb::Cycle cycle, Read(session, options.name));
  Print(session, cycle);
  return kDone;
}

absl::StatusOr<ExitStatus> SealGoals(Session& session, const CycleOptions& options) {
  pb::SealGoalsRequest request;
  for (const std::string& text : options.goals) {
    SELARAS_ASSIGN_OR_RETURN(*request.add_goals(), ParseGoal(text));
  }
  SELARAS_ASSIGN_OR_RETURN(pb::Cycle cycle, Read(session, options.name));
  request.set_name(cycle.name());
  request.set_etag(cycle.etag());
  request.set_request_id(session.ids().NewId());
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  SELARAS_ASSIGN_OR_RETURN(cycle, CallOn(session, matching, request, &Stub::SealGoals));
  Print(session, cycle);
  return kDone;
}

absl::StatusOr<ExitStatus> Advance(Session& session, const CycleOptions& options) {
  pb::AdvanceCycleRequest request;
  if (!options.phase.empty()) {
    SELARAS_ASSIGN_OR_RETURN(const pb::Cycle::Phase phase, ParsePhase(options.phase));
    request.set_phase(phase);
  }
  SELARAS_ASSIGN_OR_RETURN(pb::Cycle cycle, Read(session, options.name));
  if (options.phase.empty() && cycle.phase() < pb::Cycle::PHASE_CLOSED) {
    request.set_phase(static_cast<pb::Cycle::Phase>(cycle.phase() + 1));
  }
  request.set_name(cycle.name());
  request.set_etag(cycle.etag());
  request.set_request_id(session.ids().NewId());
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  SELARAS_ASSIGN_OR_RETURN(cycle, CallOn(session, matching, request, &Stub::AdvanceCycle));
  Print(session, cycle);
  return kDone;
}

}  // namespace

void AddCycle(CLI::App& app, Work& run) {
  auto options = std::make_shared<CycleOptions>();
  CLI::App* group = app.add_subcommand("cycle", "Rounds from preferences to evaluation, with sealed goals");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* help,
                       absl::StatusOr<ExitStatus> (*work)(Session&, const CycleOptions&)) {
    CLI::App* command = group->add_subcommand(name, help);
    command->callback([options, work, &run] {
      run = [options, work](Session& session) { return work(session, *options); };
    });
    return command;
  };
  CLI::App* create = add("create", "Begin a cycle, in its phase PREFERENCES", Create);
  create->add_option("name", options->display_name, "What people call it")->required();
  create->add_option("--policy", options->policy, "policies/…: a plan of this cycle must use it");
  create
      ->add_option("--phase-date", options->dates,
                   "PHASE:YYYY-MM-DD, first day of a phase; may be given again")
      ->allow_extra_args(false);
  add("list", "Newest cycles", List)
      ->add_option("--limit", options->limit, "Lines")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  CLI::App* show = add("show", "Phase, dates, goals", Show);
  CLI::App* seal = add("seal-goals", "Fix the goals before there is a plan; once", SealGoals);
  seal->footer("Example: selarasctl cycle seal-goals cycles/… --goal complaints_per_1000:HEALTH:12.5");
  CLI::App* advance = add("advance", "Enter the next phase", Advance);
  for (CLI::App* command : {show, seal, advance}) {
    command->add_option("cycle", options->name, "cycles/… or its id")->required();
  }
  seal->add_option("--goal", options->goals, "INDICATOR:SCOPE:TARGET[:TEXT]; may be given again")
      ->required()
      ->allow_extra_args(false);
  advance->add_option("--phase", options->phase, "Phase that is meant, so that nothing is entered twice");
}

}  // namespace selaras::cli
