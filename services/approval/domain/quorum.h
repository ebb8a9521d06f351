// When a coordination meeting may decide.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_QUORUM_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_QUORUM_H_

#include <cstdint>

#include "absl/status/status.h"
#include "services/approval/domain/case_record.h"
#include "services/approval/domain/terms.h"

namespace selaras::approval {

// quorum_percent of committee_members, rounded up, at least 1.
int32_t QuorumOf(const Terms& terms);

// kFailedPrecondition MEETING_QUORUM: fewer different attendees than QuorumOf, or than meeting.quorum where that is more.
// kInvalidArgument: MEETING_CHAIR_ABSENT; MEETING_DISSENTER_ABSENT; MEETING_NOT_ON_AGENDA (a decision on a case that is not); MEETING_DECISION_TWICE
// (one move of one case twice); INVALID_FIELDS (a case or attendee listed twice or empty).
absl::Status CheckMeeting(const Meeting& meeting, const Terms& terms);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_QUORUM_H_
