#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/domain/decide.h"
#include "services/approval/domain/route.h"
#include "services/approval/domain/testing/sample_case.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::FailsWith;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace testing;  // NOLINT: samples of this service

const std::vector<MoveKind> kTwo = {MoveKind::kIntra, MoveKind::kIntra};

CaseRecord AtStep(IssueStep step) {
  CaseRecord record = DrivenTo(CaseState::kIssuing, kTwo);
  if (step > IssueStep::kReserve) record = After(record, SeatsReserved{"r1"}, kDeskActor);
  if (step > IssueStep::kNumber) record = After(record, NumberedAll(record), kDeskActor);
  if (step > IssueStep::kSign) record = After(record, DecreesSigned{}, kDeskActor);
  return record;
}

TEST(IssueTest, EveryMoveGetsExactlyOneDecree) {
  const CaseRecord record = AtStep(IssueStep::kNumber);
  const auto incomplete = FailsWith(absl::StatusCode::kInvalidArgument, "CASE_DECREES_INCOMPLETE");
  EXPECT_THAT(Refused(record, DecreesNumbered{{{1, "d1"}}}, kDeskActor), incomplete);
  EXPECT_THAT(Refused(record, DecreesNumbered{{{1, "d1"}, {1, "d2"}}}, kDeskActor), incomplete);
  EXPECT_THAT(Refused(record, DecreesNumbered{{{1, "d1"}, {2, ""}}}, kDeskActor), incomplete);
  EXPECT_THAT(Refused(record, DecreesNumbered{{{1, "d1"}, {3, "d2"}}}, kDeskActor),
              FailsWith(absl::StatusCode::kInvalidArgument, "CASE_MOVE_UNKNOWN"));
  const CaseRecord collective = After(record, DecreesNumbered{{{1, "d1"}, {2, "d1"}}}, kDeskActor);
  EXPECT_THAT(collective.decrees, ElementsAre("d1"));
  EXPECT_EQ(collective.moves[1].decree, "d1");
}

TEST(IssueTest, ARefusalIsReconciledByTryingTheSameStepAgain) {
  const struct {
    IssueStep step;
    CaseState again;
  } kSteps[] = {{IssueStep::kReserve, CaseState::kIssuing},
                {IssueStep::kNumber, CaseState::kIssuing},
                {IssueStep::kSign, CaseState::kIssuing},
                {IssueStep::kApply, CaseState::kIssued}};
  for (const auto& [step, again] : kSteps) {
    const CaseRecord record = AtStep(step);
    const CaseRecord refused = After(record, OutsideRefused{"SEAT_TAKEN"}, kDeskActor);
    EXPECT_EQ(refused.state, CaseState::kReconcile);
    EXPECT_EQ(refused.issue.reconcile_reason, "SEAT_TAKEN");
    const CaseRecord retried = After(refused, Reconcile{true, ""}, kSecretaryActor);
    EXPECT_EQ(retried.state, again);
    EXPECT_EQ(retried.issue.step, step);
    EXPECT_EQ(retried.issue.attempt, record.issue.attempt + 1);
    EXPECT_THAT(retried.issue.reconcile_reason, IsEmpty());
    EXPECT_EQ(retried.issue.reservation, record.issue.reservation);
  }
}

TEST(IssueTest, AReturnedIssueLeavesNothingBehind) {
  const CaseRecord refused =
      After(AtStep(IssueStep::kApply), OutsideRefused{"APPOINTMENT_CHANGED"}, kDeskActor);
  const CaseRecord back = After(refused, Reconcile{false, "jabatan terisi"}, kSecretaryActor);
  EXPECT_EQ(back.state, CaseState::kReturned);
  EXPECT_TRUE(StandingApprovals(back).empty());
  EXPECT_THAT(back.decrees, IsEmpty());
  EXPECT_THAT(back.moves[0].decree, IsEmpty());
  EXPECT_THAT(back.issue.reservation, IsEmpty());
  EXPECT_THAT(back.defects, ElementsAre(HasSubstr("APPOINTMENT_CHANGED")));
  // The next issue asks the registry under new request ids.
  EXPECT_EQ(back.issue.attempt, refused.issue.attempt);
  EXPECT_EQ(After(back, Revise{}, kProposerActor).state, CaseState::kDraft);
}

TEST(IssueTest, WithoutItsSeatsAnIssueCannotGoOn) {
  CaseRecord refused = After(AtStep(IssueStep::kApply), OutsideRefused{"X"}, kDeskActor);
  refused = After(refused, SeatsReleased{}, kDeskActor);
  EXPECT_THAT(Refused(refused, Reconcile{true, ""}, kSecretaryActor),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_SEATS_RELEASED"));
  EXPECT_EQ(After(refused, Reconcile{false, ""}, kSecretaryActor).state, CaseState::kReturned);
  // Refused at the first step there were none to release.
  const CaseRecord early = After(AtStep(IssueStep::kReserve), OutsideRefused{"X"}, kDeskActor);
  EXPECT_EQ(After(early, Reconcile{true, ""}, kSecretaryActor).state, CaseState::kIssuing);
}

}  // namespace
}  // namespace selaras::approval
