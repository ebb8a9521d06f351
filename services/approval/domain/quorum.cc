#include "services/approval/domain/quorum.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::approval {
namespace {

absl::Status CheckDifferent(absl::string_view field, const std::vector<std::string>& entries) {
  absl::flat_hash_set<std::string> seen;
  for (const std::string& entry : entries) {
    if (entry.empty()) return InvalidField(field, "an entry is empty");
    if (!seen.insert(entry).second) return InvalidField(field, "an entry stands twice");
  }
  return absl::OkStatus();
}

bool Contains(const std::vector<std::string>& entries, absl::string_view entry) {
  return std::find(entries.begin(), entries.end(), entry) != entries.end();
}

}  // namespace

int32_t QuorumOf(const Terms& terms) {
  return std::max(1, (terms.committee_members * terms.quorum_percent + 99) / 100);
}

absl::Status CheckMeeting(const Meeting& meeting, const Terms& terms) {
  SELARAS_RETURN_IF_ERROR(CheckDifferent("meeting.attendees", meeting.attendees));
  SELARAS_RETURN_IF_ERROR(CheckDifferent("meeting.agenda", meeting.agenda));
  const int32_t quorum = std::max(QuorumOf(terms), meeting.quorum);
  if (static_cast<int32_t>(meeting.attendees.size()) < quorum) {
    return Error(absl::StatusCode::kFailedPrecondition, "MEETING_QUORUM",
                 {{"attendees", absl::StrCat(meeting.attendees.size())}, {"quorum", absl::StrCat(quorum)}});
  }
  if (!Contains(meeting.attendees, meeting.chair)) {
    return Error(absl::StatusCode::kInvalidArgument, "MEETING_CHAIR_ABSENT");
  }
  absl::flat_hash_set<std::pair<std::string, int32_t>> decided;
  for (const MeetingDecision& decision : meeting.decisions) {
    if (!Contains(meeting.agenda, decision.case_id)) {
      return Error(absl::StatusCode::kInvalidArgument, "MEETING_NOT_ON_AGENDA", {{"case", decision.case_id}});
    }
    for (const std::string& dissenter : decision.dissenters) {
      if (!Contains(meeting.attendees, dissenter)) {
        return Error(absl::StatusCode::kInvalidArgument, "MEETING_DISSENTER_ABSENT",
                     {{"case", decision.case_id}});
      }
    }
    if (!decided.insert({decision.case_id, decision.move}).second) {
      return Error(absl::StatusCode::kInvalidArgument, "MEETING_DECISION_TWICE",
                   {{"move", absl::StrCat("cases/", decision.case_id, "/moves/", decision.move)}});
    }
  }
  return absl::OkStatus();
}

}  // namespace selaras::approval
