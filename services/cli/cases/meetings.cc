#include "services/cli/cases/meetings.h"

#include <algorithm>
#include <deque>
#include <iostream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/cli/progress_bar.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;
using Agenda = std::vector<size_t>;  // Positions in the cases.

constexpr int kMostTries = 6;

absl::Status CheckDecisions(const std::vector<pb::Case>& cases, const Decisions& decisions) {
  std::set<std::string> moves;
  for (const pb::Case& one : cases) {
    for (const pb::CaseMove& move : one.moves()) moves.insert(move.name());
  }
  for (const auto& [move, decision] : decisions) {
    if (moves.count(move) == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat(move, " is a move of none of the cases of this meeting"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<pb::Meeting> Record(const CaseDesk& desk, pb::Meeting meeting) {
  pb::RecordMeetingRequest request;
  request.set_request_id(desk.NewId());
  *request.mutable_meeting() = std::move(meeting);
  absl::Duration wait = absl::Milliseconds(500);
  for (int tries = 1;; ++tries, wait *= 2) {
    auto answer = desk.Call<pb::Meeting>(request, &CaseDesk::Stub::RecordMeeting);
    if (answer.ok() || !AnswerLost(answer.status()) || tries == kMostTries) return answer;
    absl::SleepFor(wait);
  }
}

// What lies with one case, not with the meeting as such or the server.
bool MayBeOneCase(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  if (absl::StartsWith(reason, "MEETING_") || reason == "ROLE_REQUIRED") return false;
  return absl::IsFailedPrecondition(status) || absl::IsAborted(status) || absl::IsPermissionDenied(status) ||
         absl::IsNotFound(status);
}

}  // namespace

pb::Meeting MeetingOver(const MeetingFrame& frame, const std::vector<const pb::Case*>& cases,
                        const Decisions& decisions) {
  pb::Meeting meeting;
  SetDate(frame.date, meeting.mutable_meeting_date());
  meeting.set_place(frame.place);
  meeting.set_chair(frame.chair);
  meeting.set_quorum(frame.quorum);
  for (const std::string& attendee : frame.attendees) meeting.add_attendees(attendee);
  for (const pb::Case* one : cases) {
    meeting.add_agenda(one->name());
    for (const pb::CaseMove& move : one->moves()) {
      const bool open =
          std::find(move.open_steps().begin(), move.open_steps().end(), "MEETING") != move.open_steps().end();
      const auto spoken = decisions.find(move.name());
      if (!open && spoken == decisions.end()) continue;  // Decided by an earlier meeting.
      pb::MeetingDecision& decision = *meeting.add_decisions();
      decision.set_move(move.name());
      decision.set_decision(spoken == decisions.end() ? "AGREE" : spoken->second.decision);
      if (spoken != decisions.end()) decision.set_note(spoken->second.note);
    }
  }
  return meeting;
}

absl::StatusOr<ExitStatus> RecordMeetings(const CaseDesk& desk, const MeetingFrame& frame,
                                          const std::vector<pb::Case>& cases, const Decisions& decisions) {
  const Session& session = desk.session();
  SELARAS_RETURN_IF_ERROR(CheckDecisions(cases, decisions));
  std::deque<Agenda> waiting;
  for (size_t i = 0; i < cases.size(); ++i) {
    if (i % kMostOnAgenda == 0) waiting.emplace_back();
    waiting.back().push_back(i);
  }
  ProgressBar bar(session.json());
  BulkReport report;
  nlohmann::ordered_json meetings = nlohmann::ordered_json::array();
  while (!waiting.empty()) {
    const Agenda agenda = std::move(waiting.front());
    waiting.pop_front();
    std::vector<const pb::Case*> of;
    for (const size_t i : agenda) of.push_back(&cases[i]);
    const absl::StatusOr<pb::Meeting> meeting = Record(desk, MeetingOver(frame, of, decisions));
    if (meeting.ok()) {
      report.done += static_cast<int64_t>(agenda.size());
      meetings.push_back({{"name", meeting->name()}, {"cases", agenda.size()}});
    } else if (agenda.size() > 1 && MayBeOneCase(meeting.status())) {
      const auto middle = agenda.begin() + static_cast<std::ptrdiff_t>(agenda.size() / 2);
      waiting.emplace_front(middle, agenda.end());
      waiting.emplace_front(agenda.begin(), middle);
    } else if (MayBeOneCase(meeting.status())) {
      report.failures.push_back({agenda.front(), meeting.status()});
    } else {
      if (report.done == 0) return meeting.status();
      for (const size_t i : agenda) report.failures.push_back({i, meeting.status()});
    }
    bar.Update("RecordMeeting", report.done + static_cast<int64_t>(report.failures.size()),
               static_cast<int64_t>(cases.size()));
  }
  bar.Finish();
  if (cases.size() == 1 && !report.ok()) return report.failures.front().status;
  std::vector<std::string> names;
  for (const pb::Case& one : cases) names.push_back(one.name());
  if (!session.json()) {
    for (const auto& meeting : meetings) {
      std::cout << meeting["name"].get<std::string>() << "  " << meeting["cases"] << " "
                << session.Say("berkas", "cases") << "\n";
    }
  }
  PrintBulk(session, report,
            {"RecordMeeting", session.Say("berkas", "cases"), session.Say("dirapatkan", "met on"), ""}, names,
            {{"meetings", meetings}});
  return report.ok() ? kDone : kFailed;
}

}  // namespace selaras::cli
