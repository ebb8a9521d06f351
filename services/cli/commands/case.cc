// case create | list | show | tasks | watch | meet | veto | the verbs | export-sheet | import-sheet
#include <iostream>
#include <memory>

#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/cases/verbs.h"

namespace selaras::cli {
namespace {

struct VerbCommand {
  CaseChoice choice;
  VerbOptions options;
};

std::function<void()> MakeRun(const std::shared_ptr<VerbCommand>& own, const std::string& command,
                              Work& run) {
  return [own, command, &run] {
    run = [own, command](Session& session) -> absl::StatusOr<ExitStatus> {
      SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
      return ActOnCases(desk, own->choice, MakeVerb(desk, command, own->options));
    };
  };
}

// Registers one verb; the caller adds the flags that it reads.
CLI::App* AddVerb(CLI::App& group, const std::shared_ptr<VerbCommand>& own, const std::string& command,
                  const std::string& help, Work& run) {
  CLI::App* added = group.add_subcommand(command, help);
  AddChoice(*added, own->choice);
  added->callback(MakeRun(own, command, run));
  return added;
}

void AddStepVerbs(CLI::App& group, Work& run) {
  const auto own = [] { return std::make_shared<VerbCommand>(); };
  AddVerb(group, own(), "submit", "Proposer: hand drafts in", run);
  AddVerb(group, own(), "screen", "Analyst: check the rules at the registry of today", run);
  auto settle = own();
  CLI::App* command = AddVerb(group, settle, "settle", "Settle open checklist items with a document", run);
  command->add_option("--code", settle->options.code, "Only items of this code; default: every open one");
  command->add_option("--document", settle->options.document, "Reference of the document")->required();
  auto recommend = own();
  command = AddVerb(group, recommend, "recommend", "Opinion of the personnel committee", run);
  command->add_flag("--against", recommend->options.against, "Not in favour: the case ends");
  command->add_option("--note", recommend->options.note, "What the committee noted");
  for (const char* verb : {"consent", "consider"}) {
    auto step = own();
    const bool consent = std::string(verb) == "consent";
    command = AddVerb(group, step, verb,
                      consent ? "Consent of the origin agency, for every move that waits for it"
                              : "Technical consideration (pertek), for every move that waits for it",
                      run);
    command->add_flag("--against", step->options.against, consent ? "Withheld" : "Unfavourable");
    command->add_option("--move", step->options.move, "Only this move: its number, or its name");
    command->add_option("--document,--reference", step->options.document, "Reference of the letter")
        ->required();
  }
}

void AddDecisionVerbs(CLI::App& group, Work& run) {
  const auto own = [] { return std::make_shared<VerbCommand>(); };
  auto approve = own();
  CLI::App* command = AddVerb(group, approve, "approve",
                              "Approver: fill an approval slot, over the content as it was read", run);
  command->add_option("--content-hash", approve->options.content_hash,
                      "Of one case: the content that was shown; another one is refused");
  auto reject = own();
  command = AddVerb(group, reject, "reject", "Approver: reject one name, or the whole case", run);
  command->add_option("--move", reject->options.move,
                      "The name: number of the move; default: the whole case");
  command->add_option("--reason", reject->options.reason, "Why")->required();
  auto confirm = own();
  command = AddVerb(group, confirm, "confirm-veto", "Approver: take the consequence of a veto over", run);
  command->add_flag("--drop", confirm->options.drop, "Drop the veto: the case goes on as it was");
  auto returned = own();
  command = AddVerb(group, returned, "return", "Back to the proposer, with defects", run);
  command->add_option("--defect", returned->options.defects, "What is wrong; may be given again")
      ->required()
      ->allow_extra_args(false);
  for (const char* verb : {"withdraw", "recuse"}) {
    auto leave = own();
    const bool withdraw = std::string(verb) == "withdraw";
    command = AddVerb(group, leave, verb,
                      withdraw ? "Proposer: take the case back" : "I may not act on this case any more", run);
    command->add_option("--reason", leave->options.reason, "Why")->required();
  }
  auto revise = own();
  command = AddVerb(group, revise, "revise", "Proposer: another effective date; voids approvals", run);
  AddDay(*command, "--effective-date", revise->options.effective_date, "YYYY-MM-DD")->required();
  auto issue = own();
  command =
      AddVerb(group, issue, "issue", "Secretary: reserve seats, number, sign and apply the decrees", run);
  command->add_flag("--collective", issue->options.collective, "One decree with a table per authority");
  command->add_option("--signatory", issue->options.signatory, "Who signs")->required();
  AddDay(*command, "--effective-date", issue->options.effective_date, "Must be the approved one");
  auto reconcile = own();
  command =
      AddVerb(group, reconcile, "reconcile", "Where an outside step was refused: go on, or give back", run);
  CLI::Option* retry = command->add_flag("--retry", reconcile->options.retry, "The same step again");
  CLI::Option* back = command->add_flag("--return", reconcile->options.give_back,
                                        "Give the seats back, void the decrees, return the case");
  retry->excludes(back);
  command->add_option("--note", reconcile->options.note, "What was found");
  command->callback([retry, back, original = MakeRun(reconcile, "reconcile", run)] {
    if (retry->count() + back->count() != 1) throw CLI::RequiredError("--retry or --return");
    original();
  });
}

}  // namespace

void AddCaseVerbs(CLI::App& group, Work& run) {
  AddStepVerbs(group, run);
  AddDecisionVerbs(group, run);
}

void AddInFlight(CLI::App& command, int& in_flight) {
  command.add_option("--in-flight", in_flight, "Calls at a time")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
}

void AddChoice(CLI::App& command, CaseChoice& choice) {
  CLI::Option* cases = command.add_option("case", choice.cases, "cases/… or its id; several may follow");
  CLI::Option* all = command.add_flag("--all", choice.all, "Every case on which this may be done now");
  cases->excludes(all);
  command.add_option("--plan", choice.plan, "With --all: only cases of plans/…")->needs(all);
  AddInFlight(command, choice.in_flight);
}

CLI::Option* AddDay(CLI::App& command, const std::string& flag, std::optional<absl::CivilDay>& day,
                    const std::string& help) {
  return command.add_option_function<std::string>(
      flag,
      [flag, &day](const std::string& text) {
        const auto parsed = ParseCivilDay(text);
        if (!parsed.ok()) throw CLI::ValidationError(flag, "a day such as 2027-01-04, not '" + text + "'");
        day = *parsed;
      },
      help);
}

void AddCase(CLI::App& app, Work& run) {
  CLI::App* group = app.add_subcommand("case", "Cases: from a plan to decrees");
  group->require_subcommand(1);
  group->footer(
      "In order: create, submit, screen, settle, recommend, meet, consent, consider, approve (two persons), "
      "issue.\n"
      "Example: selarasctl case create --plan plans/… && selarasctl case submit --all");
  AddCaseCreate(*group, run);
  AddCaseReads(*group, run);
  AddCaseVerbs(*group, run);
  AddCaseMeet(*group, run);
  AddCaseVeto(*group, run);
  AddCaseSheets(*group, run);
}

}  // namespace selaras::cli
