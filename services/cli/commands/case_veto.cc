// case veto: waits for the consequence of a rejected name, and shows it.
#include <iostream>
#include <memory>

#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/cases/case_text.h"
#include "services/cli/progress_bar.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;

constexpr absl::Duration kPoll = absl::Milliseconds(300);

struct VetoOptions {
  std::string name;
  int timeout_seconds = 600;
};

absl::StatusOr<ExitStatus> ShowVeto(Session& session, const VetoOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  const std::string name = NameIn("cases", options.name);
  const absl::Time end = absl::Now() + absl::Seconds(options.timeout_seconds);
  ProgressBar bar(session.json());
  SELARAS_ASSIGN_OR_RETURN(pb::Case one, desk.Read(name));
  if (!one.has_veto()) {
    return absl::FailedPreconditionError("no name of this case was rejected; see `selarasctl case show`");
  }
  while (one.veto().state() == pb::Veto::STATE_ASKED && absl::Now() < end) {
    bar.Update("consequence", 0, 0);
    absl::SleepFor(kPoll);
    SELARAS_ASSIGN_OR_RETURN(one, desk.Read(name));
  }
  bar.Finish();
  if (session.json()) {
    std::cout << ToJson(one.veto()) << "\n";
  } else {
    PostNames posts(session);
    std::cout << one.name() << "  " << StateWord(one.state()) << "\n" << VetoText(session, one, posts);
  }
  const bool known =
      one.veto().state() != pb::Veto::STATE_ASKED && one.veto().state() != pb::Veto::STATE_FAILED;
  return known ? kDone : kFailed;
}

}  // namespace

void AddCaseVeto(CLI::App& group, Work& run) {
  auto options = std::make_shared<VetoOptions>();
  CLI::App* command =
      group.add_subcommand("veto", "Wait for the consequence of a rejected name, and show it");
  command->add_option("case", options->name, "cases/… or its id")->required();
  command->add_option("--timeout", options->timeout_seconds, "Seconds")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->callback(
      [options, &run] { run = [options](Session& session) { return ShowVeto(session, *options); }; });
}

}  // namespace selaras::cli
