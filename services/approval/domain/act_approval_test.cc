// The veto of one name.
#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/domain/decide.h"
#include "services/approval/domain/route.h"
#include "services/approval/domain/testing/sample_case.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::FailsWith;
using ::testing::ElementsAre;
using namespace testing;  // NOLINT: samples of this service

const std::vector<MoveKind> kTwo = {MoveKind::kInterKab, MoveKind::kInterKab};

VetoAnswered Ready() {
  Veto answer;
  answer.state = VetoState::kReady;
  answer.child_plan = "child";
  answer.value_lost = 120;
  answer.replaced_cases = {"c9"};
  // An answer does not say who asked, nor for what.
  answer.move = 7;
  answer.reason = "other";
  return {answer};
}

TEST(VetoTest, OneRejectedNameAsksForItsConsequence) {
  const CaseRecord asked = DrivenTo(CaseState::kVetoed, kTwo);
  ASSERT_TRUE(asked.veto.has_value());
  EXPECT_EQ(asked.veto->state, VetoState::kAsked);
  EXPECT_EQ(asked.veto->came_from, CaseState::kConsidered);
  EXPECT_THAT(Refused(asked, ConfirmVeto{"", true}, kApproverOne),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_VETO_NOT_READY"));
  const CaseRecord ready = After(asked, Ready(), kDeskActor);
  EXPECT_EQ(ready.state, CaseState::kVetoed);
  EXPECT_EQ(ready.veto->move, 1);
  EXPECT_EQ(ready.veto->reason, "reason");
  EXPECT_THAT(Refused(ready, Ready(), kDeskActor),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_STATE"));
  EXPECT_THAT(Refused(ready, ConfirmVeto{"other plan", true}, kApproverOne),
              FailsWith(absl::StatusCode::kAborted, "CASE_VETO_CHANGED"));
  EXPECT_THAT(Refused(ready, Reject{2, "also"}, kApproverOne),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  const CaseRecord replaced = After(ready, ConfirmVeto{"child", true}, kApproverOne);
  EXPECT_EQ(replaced.state, CaseState::kReplaced);
  EXPECT_EQ(replaced.veto->state, VetoState::kConfirmed);
}

TEST(VetoTest, ADroppedVetoGivesTheCaseBackWithoutItsApprovals) {
  const CaseRecord approved = DrivenTo(CaseState::kApproved, kTwo);
  const CaseRecord vetoed = After(approved, Reject{2, "reason"}, kApproverThree);
  EXPECT_TRUE(StandingApprovals(vetoed).empty());
  const CaseRecord ready = After(vetoed, Ready(), kDeskActor);
  const CaseRecord back = After(ready, ConfirmVeto{"child", false}, kApproverThree);
  EXPECT_EQ(back.state, CaseState::kConsidered);
  EXPECT_EQ(back.veto->state, VetoState::kDropped);
  EXPECT_EQ(back.content_hash, approved.content_hash);
  // The same person approves anew.
  EXPECT_EQ(After(back, Approve{back.content_hash}, kApproverOne).approvals.size(), 3u);
}

TEST(VetoTest, AFailedAnswerLeavesOnlyTheWayBack) {
  CaseRecord record = DrivenTo(CaseState::kVetoed, kTwo);
  Veto failed;
  failed.state = VetoState::kFailed;
  failed.failure_reason = "PLAN_INFEASIBLE";
  record = After(record, VetoAnswered{failed}, kDeskActor);
  EXPECT_THAT(Refused(record, ConfirmVeto{"", true}, kApproverOne),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_VETO_NOT_READY"));
  EXPECT_EQ(After(record, ConfirmVeto{"", false}, kApproverOne).state, CaseState::kConsidered);
  EXPECT_EQ(After(record, Reject{0, "r"}, kApproverOne).state, CaseState::kRejected);
}

TEST(VetoTest, ARefusedNameOfAPlanIsAVetoOfALetterTheEnd) {
  const Meet refuse{"m1",
                    {{"c1", 1, MeetingVote::kAgree, {}, ""},
                     {"c1", 2, MeetingVote::kRefuse, {"p-x"}, "dibutuhkan di unit asal"}}};
  const CaseRecord from_plan = DrivenTo(CaseState::kRecommended, kTwo);
  const CaseRecord vetoed = After(from_plan, refuse, kSecretaryActor);
  EXPECT_EQ(vetoed.state, CaseState::kVetoed);
  EXPECT_EQ(vetoed.veto->move, 2);
  EXPECT_EQ(vetoed.veto->came_from, CaseState::kRecommended);
  // Dropped: who was refused meets again, who was agreed on does not.
  const CaseRecord back =
      After(After(vetoed, Ready(), kDeskActor), ConfirmVeto{"child", false}, kApproverOne);
  EXPECT_EQ(back.state, CaseState::kRecommended);
  EXPECT_EQ(back.moves[0].steps[1].state, StepState::kClosed);
  EXPECT_EQ(back.moves[1].steps[1].state, StepState::kOpen);

  const CaseRecord from_letter = DrivenTo(CaseState::kRecommended, kTwo, /*from_plan=*/false);
  EXPECT_EQ(After(from_letter, refuse, kSecretaryActor).state, CaseState::kRejected);
  EXPECT_EQ(After(from_letter, Reject{2, "reason"}, kApproverOne).state, CaseState::kRejected);
}

TEST(VetoTest, AWithheldConsentAndAnUnfavourableConsiderationAreVetoes) {
  const CaseRecord coordinated = DrivenTo(CaseState::kCoordinated, kTwo);
  const CaseRecord withheld = After(coordinated, GiveConsent{2, false, "800/3"}, kOriginActor);
  EXPECT_EQ(withheld.state, CaseState::kVetoed);
  EXPECT_EQ(withheld.veto->move, 2);
  const CaseRecord consented = DrivenTo(CaseState::kConsented, kTwo);
  const CaseRecord refused = After(consented, Consider{1, false, "PERTEK-1"}, kSecretaryActor);
  EXPECT_EQ(refused.state, CaseState::kVetoed);
  EXPECT_EQ(refused.moves[0].steps[3].state, StepState::kRefused);
  // Dropped: BKN is asked again.
  const CaseRecord back =
      After(After(refused, Ready(), kDeskActor), ConfirmVeto{"child", false}, kApproverOne);
  EXPECT_EQ(After(back, Consider{1, true, "PERTEK-2"}, kSecretaryActor).state, CaseState::kConsented);
}

TEST(VetoTest, AnotherCaseOfTheParentPlanIsReplaced) {
  const CaseRecord other = DrivenTo(CaseState::kApproved, kTwo);
  const CaseRecord replaced = After(other, Replaced{"c5"}, kDeskActor);
  EXPECT_EQ(replaced.state, CaseState::kReplaced);
  EXPECT_EQ(replaced.replaced_by, "c5");
  EXPECT_THAT(Refused(DrivenTo(CaseState::kIssuing, kTwo), Replaced{"c5"}, kDeskActor),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_STATE"));
}

}  // namespace
}  // namespace selaras::approval
