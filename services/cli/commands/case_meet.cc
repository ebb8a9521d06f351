// case meet: what a coordination meeting decided, over any number of cases.
#include <deque>
#include <iostream>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/cases/meetings.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;

struct MeetOptions {
  CaseChoice choice;
  MeetingFrame frame;
  std::optional<absl::CivilDay> date;
  std::vector<std::string> refuse, postpone;
  std::string note;
};

absl::Status AddSpoken(const std::vector<std::string>& moves, const char* decision, const std::string& note,
                       Decisions& decisions) {
  for (const std::string& move : moves) {
    if (!decisions.try_emplace(move, SpokenDecision{decision, note}).second) {
      return absl::InvalidArgumentError(absl::StrCat(move, " is decided on twice"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitStatus> Meet(Session& session, MeetOptions& options) {
  Decisions decisions;
  SELARAS_RETURN_IF_ERROR(AddSpoken(options.refuse, "REFUSE", options.note, decisions));
  SELARAS_RETURN_IF_ERROR(AddSpoken(options.postpone, "POSTPONE", options.note, decisions));
  options.frame.date = *options.date;
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  SELARAS_ASSIGN_OR_RETURN(const std::vector<pb::Case> cases,
                           ChooseCases(desk, options.choice, "RecordMeeting", pb::Case::STATE_RECOMMENDED));
  return RecordMeetings(desk, options.frame, cases, decisions);
}

}  // namespace

void AddMeetingFrame(CLI::App& command, MeetingFrame& frame, std::optional<absl::CivilDay>& date) {
  command.add_option("--place", frame.place, "Where it met");
  AddDay(command, "--date", date, "When, YYYY-MM-DD");
  command.add_option("--chair", frame.chair, "Who led it; one of the attendees");
  command.add_option("--attendee", frame.attendees, "Who attended; several may follow")->delimiter(',');
  command.add_option("--quorum", frame.quorum, "Quorum, if the policy leaves it open");
}

void AddCaseMeet(CLI::App& group, Work& run) {
  auto options = std::make_shared<MeetOptions>();
  CLI::App* meet = group.add_subcommand("meet", "Secretary: record a coordination meeting");
  meet->footer(
      "Moves that are not named were agreed to. More than 500 cases become several meetings; a case that "
      "cannot be\n"
      "recorded is left out of its meeting.\n"
      "Example: selarasctl case meet --place 'Ruang Rapat BKD' --date 2026-11-20 --chair ketua\n"
      "           --attendee ketua anggota-1 anggota-2 --all --refuse cases/…/moves/1 --note 'Masih "
      "diperlukan'");
  AddChoice(*meet, options->choice);
  AddMeetingFrame(*meet, options->frame, options->date);
  for (const char* needed : {"--place", "--date", "--chair", "--attendee"})
    meet->get_option(needed)->required();
  meet->add_option("--refuse", options->refuse, "Moves that were refused: cases/…/moves/N");
  meet->add_option("--postpone", options->postpone, "Moves that were put off");
  meet->add_option("--note", options->note, "Why, for those");
  meet->callback([options, &run] { run = [options](Session& session) { return Meet(session, *options); }; });
}

}  // namespace selaras::cli
