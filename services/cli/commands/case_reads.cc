// case list | show | tasks | watch
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/cases/case_text.h"
#include "services/cli/progress_bar.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;
using StateCounts = std::vector<std::pair<pb::Case::State, int64_t>>;

constexpr absl::Duration kPoll = absl::Milliseconds(500);

struct ReadOptions {
  std::string state, plan, name;
  int limit = 50;
  std::string until = "APPLIED";
  int timeout_seconds = 600;
};

nlohmann::ordered_json CountsJson(const StateCounts& counts) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [state, count] : counts) json[StateWord(state)] = count;
  return json;
}

std::string CountsTable(const Session& session, const StateCounts& counts) {
  Table table({{session.Say("keadaan", "state")}, {session.Say("berkas", "cases"), Align::kRight}});
  for (const auto& [state, count] : counts) table.Add({StateWord(state), Thousands(count)});
  return table.ToString();
}

absl::StatusOr<ExitStatus> List(Session& session, const ReadOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  CaseQuery query;
  query.plan = NameIn("plans", options.plan);
  if (!options.state.empty()) {
    SELARAS_ASSIGN_OR_RETURN(query.state, ParseCaseState(options.state));
  }
  int64_t total = 0;
  SELARAS_ASSIGN_OR_RETURN(const auto cases, desk.List(query, options.limit, &total));
  SELARAS_ASSIGN_OR_RETURN(const StateCounts counts, CountByState(desk, query.plan));
  if (session.json()) {
    std::cout << "{\"total\":" << total << ",\"states\":" << CountsJson(counts).dump() << ",\"cases\":[";
    for (size_t i = 0; i < cases.size(); ++i) std::cout << (i > 0 ? "," : "") << ToJson(cases[i]);
    std::cout << "]}\n";
    return kDone;
  }
  std::cout << CaseTable(session, cases);
  if (static_cast<int64_t>(cases.size()) < total) {
    std::cout << "… " << Thousands(cases.size()) << " / " << Thousands(total) << " (--limit)\n";
  }
  std::cout << "\n" << CountsTable(session, counts);
  return kDone;
}

absl::StatusOr<ExitStatus> Show(Session& session, const ReadOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  SELARAS_ASSIGN_OR_RETURN(const pb::Case one, desk.Read(NameIn("cases", options.name)));
  if (session.json()) {
    std::cout << ToJson(one) << "\n";
    return kDone;
  }
  PostNames posts(session);
  std::cout << CasePage(session, one, posts);
  return kDone;
}

absl::StatusOr<ExitStatus> Tasks(Session& session, const ReadOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  pb::ListTasksRequest request;
  std::vector<pb::Task> tasks;
  do {
    request.set_page_size(std::min(options.limit - static_cast<int>(tasks.size()), 1000));
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             (desk.Call<pb::ListTasksResponse>(request, &CaseDesk::Stub::ListTasks)));
    for (const pb::Task& task : page.tasks()) tasks.push_back(task);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && static_cast<int>(tasks.size()) < options.limit);
  if (session.json()) {
    std::cout << "{\"more\":" << (request.page_token().empty() ? "false" : "true") << ",\"tasks\":[";
    for (size_t i = 0; i < tasks.size(); ++i) std::cout << (i > 0 ? "," : "") << ToJson(tasks[i]);
    std::cout << "]}\n";
    return kDone;
  }
  Table table({{session.Say("tindakan", "verb")},
               {session.Say("berkas", "case")},
               {session.Say("peran", "role")},
               {session.Say("batas", "due")},
               {""}});
  for (const pb::Task& task : tasks) {
    table.Add({task.verb(), task.case_(), task.role(), DayText(task.due_date()),
               task.overdue() ? session.Say("terlambat", "overdue") : ""});
  }
  std::cout << table.ToString();
  if (!request.page_token().empty()) std::cout << "… (--limit)\n";
  return kDone;
}

// States which the service itself leads on from, on the way to `until`.
bool OnItsWay(pb::Case::State state, pb::Case::State until) {
  switch (state) {
    case pb::Case::STATE_ISSUING:
    case pb::Case::STATE_ISSUED:
      return until == pb::Case::STATE_APPLIED ||
             (until == pb::Case::STATE_ISSUED && state == pb::Case::STATE_ISSUING);
    case pb::Case::STATE_COORDINATED:
    case pb::Case::STATE_CONSENTED:
      return until == pb::Case::STATE_CONSIDERED ||
             (until == pb::Case::STATE_CONSENTED && state == pb::Case::STATE_COORDINATED);
    default:
      return false;
  }
}

absl::StatusOr<ExitStatus> Watch(Session& session, const ReadOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  SELARAS_ASSIGN_OR_RETURN(const pb::Case::State until, ParseCaseState(options.until));
  const std::string plan = NameIn("plans", options.plan);
  const absl::Time end = absl::Now() + absl::Seconds(options.timeout_seconds);
  ProgressBar bar(session.json());
  StateCounts counts;
  int64_t waiting = 0;
  for (;; absl::SleepFor(kPoll)) {
    SELARAS_ASSIGN_OR_RETURN(counts, CountByState(desk, plan));
    int64_t there = 0;
    waiting = 0;
    for (const auto& [state, count] : counts) {
      if (OnItsWay(state, until)) waiting += count;
      if (state == until) there += count;
    }
    bar.Update(StateWord(until), there, there + waiting);
    if (waiting == 0 || absl::Now() >= end) break;
  }
  bar.Finish();
  int64_t stuck = 0;
  for (const auto& [state, count] : counts) stuck += state == pb::Case::STATE_RECONCILE ? count : 0;
  if (session.json()) {
    const nlohmann::ordered_json json = {{"until", StateWord(until)},
                                         {"waiting", waiting},
                                         {"reconcile", stuck},
                                         {"states", CountsJson(counts)}};
    std::cout << json.dump() << "\n";
  } else {
    std::cout << CountsTable(session, counts);
  }
  return waiting == 0 && stuck == 0 ? kDone : kFailed;
}

}  // namespace

void AddCaseReads(CLI::App& group, Work& run) {
  auto options = std::make_shared<ReadOptions>();
  const auto add = [&](const char* name, const char* help,
                       absl::StatusOr<ExitStatus> (*work)(Session&, const ReadOptions&)) {
    CLI::App* command = group.add_subcommand(name, help);
    command->callback([options, work, &run] {
      run = [options, work](Session& session) { return work(session, *options); };
    });
    return command;
  };
  CLI::App* list = add("list", "Cases, and how many are in each state", List);
  list->add_option("--state", options->state, "Only in this state, such as CONSIDERED");
  CLI::App* tasks = add("tasks", "My inbox: what waits for an act of mine", Tasks);
  CLI::App* watch = add("watch", "Wait until nothing moves by itself any more", Watch);
  watch->footer("Exit status 1 if some are stuck in RECONCILE, or still on their way at --timeout.");
  watch->add_option("--until", options->until, "ISSUED, APPLIED; CONSENTED or CONSIDERED before approval")
      ->capture_default_str();
  watch->add_option("--timeout", options->timeout_seconds, "Seconds")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  for (CLI::App* command : {list, tasks}) {
    command->add_option("--limit", options->limit, "Lines")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
  }
  for (CLI::App* command : {list, watch})
    command->add_option("--plan", options->plan, "Only cases of plans/…");
  add("show", "One case: moves, steps, checklist, approvals, veto, what may follow", Show)
      ->add_option("case", options->name, "cases/… or its id")
      ->required();
}

}  // namespace selaras::cli
