#include "services/approval/domain/tasks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/approval/domain/decide.h"
#include "services/approval/domain/route.h"
#include "services/approval/domain/testing/sample_case.h"

namespace selaras::approval {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using namespace testing;  // NOLINT: samples of this service

const absl::CivilDay kToday(2026, 3, 2);
const std::vector<MoveKind> kBoth = {MoveKind::kIntra, MoveKind::kInterKab};

std::vector<std::string> Inbox(const CaseRecord& record, absl::CivilDay today = kToday) {
  std::vector<std::string> lines;
  for (const CaseTask& task : TasksOf(record, today)) {
    lines.push_back(absl::StrCat(VerbName(task.verb), " ", task.move, task.overdue ? " overdue" : ""));
  }
  return lines;
}

TEST(TasksTest, NoRunningCaseIsWithoutOne) {
  for (int s = 1; s <= kStateCount; ++s) {
    const CaseState state = static_cast<CaseState>(s);
    const CaseRecord record = DrivenTo(state, kBoth);
    if (IsEnd(state)) {
      EXPECT_THAT(TasksOf(record, kToday), IsEmpty()) << StateName(state);
    } else {
      EXPECT_THAT(TasksOf(record, kToday), Not(IsEmpty())) << StateName(state);
    }
  }
}

TEST(TasksTest, StepsAreTasksPerMoveAndOverdueAfterTheirTerm) {
  const CaseRecord recommended = DrivenTo(CaseState::kRecommended, kBoth);
  EXPECT_THAT(Inbox(recommended), ::testing::ElementsAre("RecordMeeting 1", "RecordMeeting 2"));
  // Ten working days from Monday 2 March: Monday 16 March is in time.
  EXPECT_THAT(Inbox(recommended, absl::CivilDay(2026, 3, 16)),
              ::testing::ElementsAre("RecordMeeting 1", "RecordMeeting 2"));
  EXPECT_THAT(Inbox(recommended, absl::CivilDay(2026, 3, 17)),
              ::testing::ElementsAre("RecordMeeting 1 overdue", "RecordMeeting 2 overdue"));
  EXPECT_THAT(Inbox(DrivenTo(CaseState::kScreened, kBoth)), ::testing::ElementsAre("Recommend 0"));
  EXPECT_THAT(Inbox(DrivenTo(CaseState::kCoordinated, kBoth)),
              ::testing::ElementsAre("GiveConsent 2", "Consider 1"));
}

TEST(TasksTest, ApprovalWaitsForTheChecklist) {
  CaseRecord record = DrivenTo(CaseState::kSubmitted, {MoveKind::kIntra});
  record = After(record, Screen{.findings = {{1, "B08", "temuan", false}}, .without_consideration = {1}},
                 kDeskActor);
  EXPECT_THAT(Inbox(record), ::testing::ElementsAre("SettleItem 1", "Recommend 0"));
  record = After(record, Recommend{true, ""}, kCommittee);
  record = After(record, Meet{"m", {{"c1", 1, MeetingVote::kAgree, {}, ""}}}, kSecretaryActor);
  EXPECT_THAT(Inbox(record), ::testing::ElementsAre("SettleItem 1"));
  record = After(record, SettleItem{"B08", 1, "SKBT-4"}, kSecretaryActor);
  EXPECT_THAT(Inbox(record), ::testing::ElementsAre("Approve 0"));
}

TEST(TasksTest, TheDeskHasItsOwn) {
  const CaseRecord issuing = DrivenTo(CaseState::kIssuing, kBoth);
  const auto tasks = TasksOf(issuing, kToday);
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].verb, Verb::kSeatsReserved);
  EXPECT_EQ(tasks[0].roles, kDesk);
  EXPECT_EQ(tasks[0].due, AddWorkingDays(kToday, SampleTerms().issue_days, {}));
}

}  // namespace
}  // namespace selaras::approval
