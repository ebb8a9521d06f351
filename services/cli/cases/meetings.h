// Decisions of a coordination meeting, over any number of cases.
#ifndef SELARAS_SERVICES_CLI_CASES_MEETINGS_H_
#define SELARAS_SERVICES_CLI_CASES_MEETINGS_H_

#include <CLI/CLI.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/cli/cases/bulk_acts.h"

namespace selaras::cli {

// Who met, where and when.
struct MeetingFrame {
  std::string place, chair;
  std::vector<std::string> attendees;
  absl::CivilDay date;
  int quorum = 0;  // 0 = the policy's.
};
// --place, --date, --chair, --attendee, --quorum.
void AddMeetingFrame(CLI::App& command, MeetingFrame& frame, std::optional<absl::CivilDay>& date);

struct SpokenDecision {
  std::string decision;  // AGREE, REFUSE, POSTPONE.
  std::string note;
};
// By full move name. Moves that are not there are agreed to.
using Decisions = std::map<std::string, SpokenDecision>;

// Cases per meeting: what the service takes at once.
inline constexpr size_t kMostOnAgenda = 500;

// One meeting over `cases`.
approval::v1alpha::Meeting MeetingOver(const MeetingFrame& frame,
                                       const std::vector<const approval::v1alpha::Case*>& cases,
                                       const Decisions& decisions);

// Records meetings one after the other, prints their names and how many cases each took. A meeting that is refused is
// halved until the case that bars it stands alone; that one is counted as failed. kInvalidArgument: a decision on a move
// of none of the cases.
absl::StatusOr<ExitStatus> RecordMeetings(const CaseDesk& desk, const MeetingFrame& frame,
                                          const std::vector<approval::v1alpha::Case>& cases,
                                          const Decisions& decisions);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_CASES_MEETINGS_H_
