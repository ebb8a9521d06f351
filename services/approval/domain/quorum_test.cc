#include "services/approval/domain/quorum.h"

#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;

Meeting Valid() {
  Meeting meeting;
  meeting.chair = "a";
  meeting.attendees = {"a", "b", "c"};
  meeting.agenda = {"c1", "c2"};
  meeting.decisions = {{"c1", 1, MeetingVote::kAgree, {}, ""}, {"c2", 1, MeetingVote::kAgree, {}, ""}};
  return meeting;
}

TEST(QuorumTest, RoundsUp) {
  Terms terms;
  const struct {
    int32_t members, percent, quorum;
  } kRows[] = {{5, 51, 3}, {5, 60, 3}, {5, 61, 4}, {7, 51, 4}, {1, 1, 1}, {100, 1, 1}, {3, 100, 3}};
  for (const auto& row : kRows) {
    terms.committee_members = row.members;
    terms.quorum_percent = row.percent;
    EXPECT_EQ(QuorumOf(terms), row.quorum) << row.members << " " << row.percent;
  }
}

TEST(QuorumTest, AMeetingNeedsPeopleAChairAndAnAgenda) {
  const Terms terms;  // 51 % of 5
  EXPECT_THAT(CheckMeeting(Valid(), terms), IsOk());
  Meeting few = Valid();
  few.attendees = {"a", "b"};
  EXPECT_THAT(CheckMeeting(few, terms), FailsWith(absl::StatusCode::kFailedPrecondition, "MEETING_QUORUM"));
  Meeting own_quorum = Valid();
  own_quorum.quorum = 4;
  EXPECT_THAT(CheckMeeting(own_quorum, terms),
              FailsWith(absl::StatusCode::kFailedPrecondition, "MEETING_QUORUM"));
  Meeting padded = Valid();
  padded.attendees = {"a", "b", "b"};
  EXPECT_THAT(CheckMeeting(padded, terms), FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  Meeting no_chair = Valid();
  no_chair.chair = "d";
  EXPECT_THAT(CheckMeeting(no_chair, terms),
              FailsWith(absl::StatusCode::kInvalidArgument, "MEETING_CHAIR_ABSENT"));
  Meeting stray = Valid();
  stray.decisions[1].case_id = "c3";
  EXPECT_THAT(CheckMeeting(stray, terms),
              FailsWith(absl::StatusCode::kInvalidArgument, "MEETING_NOT_ON_AGENDA"));
  Meeting absent = Valid();
  absent.decisions[0].dissenters = {"nobody who came"};
  EXPECT_THAT(CheckMeeting(absent, terms),
              FailsWith(absl::StatusCode::kInvalidArgument, "MEETING_DISSENTER_ABSENT"));
  Meeting twice = Valid();
  twice.decisions[1] = twice.decisions[0];
  EXPECT_THAT(CheckMeeting(twice, terms),
              FailsWith(absl::StatusCode::kInvalidArgument, "MEETING_DECISION_TWICE"));
}

}  // namespace
}  // namespace selaras::approval
