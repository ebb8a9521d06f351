// Four eyes: who may not, and what makes an approval void.
#include "services/approval/domain/separation.h"

#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/domain/decide.h"
#include "services/approval/domain/open_case.h"
#include "services/approval/domain/route.h"
#include "services/approval/domain/testing/sample_case.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::FailsWith;
using ::testing::ElementsAre;
using namespace testing;  // NOLINT: samples of this service

constexpr absl::StatusCode kDenied = absl::StatusCode::kPermissionDenied;

CaseRecord Considered() {
  return DrivenTo(CaseState::kConsidered, {MoveKind::kInterKab});
}
Approve Agreed(const CaseRecord& record) {
  return {record.content_hash};
}

TEST(SeparationTest, TheSecondSlotIsForAnotherPersonNotAnotherAccount) {
  const CaseRecord first = After(Considered(), Agreed(Considered()), kApproverOne);
  EXPECT_THAT(Refused(first, Agreed(first), kApproverOne), FailsWith(kDenied, "CASE_SAME_PERSON"));
  EXPECT_THAT(Refused(first, Agreed(first), kSecondAccount), FailsWith(kDenied, "CASE_SAME_PERSON"));
  const CaseRecord second = After(first, Agreed(first), kApproverTwo);
  EXPECT_EQ(second.state, CaseState::kApproved);
  EXPECT_EQ(second.approvals[0].slot, 1);
  EXPECT_EQ(second.approvals[1].slot, 2);
}

TEST(SeparationTest, WhoPreparedTheDecisionDoesNotApprove) {
  const CaseRecord record = Considered();
  EXPECT_THAT(Refused(record, Agreed(record), kProposerActor), FailsWith(kDenied, "CASE_PROPOSER"));
  EXPECT_THAT(Refused(record, Agreed(record), {"other", kProposerActor.person}),
              FailsWith(kDenied, "CASE_PROPOSER"));
  for (const Actor& closer : {kCommittee, kSecretaryActor, kOriginActor}) {
    EXPECT_THAT(Refused(record, Agreed(record), closer), FailsWith(kDenied, "CASE_SAME_PERSON"));
    EXPECT_THAT(Refused(record, Agreed(record), {"other", closer.person}),
                FailsWith(kDenied, "CASE_SAME_PERSON"));
  }
}

TEST(SeparationTest, TheProposerTakesNoStep) {
  const auto denied = FailsWith(kDenied, "CASE_PROPOSER");
  const std::vector<MoveKind> kinds = {MoveKind::kInterKab};
  EXPECT_THAT(Refused(DrivenTo(CaseState::kScreened, kinds), Recommend{true, ""}, kProposerActor), denied);
  EXPECT_THAT(Refused(DrivenTo(CaseState::kRecommended, kinds),
                      Meet{"m", {{"c1", 1, MeetingVote::kAgree, {}, ""}}}, kProposerActor),
              denied);
  EXPECT_THAT(Refused(DrivenTo(CaseState::kCoordinated, kinds), GiveConsent{1, true, "l"}, kProposerActor),
              denied);
  EXPECT_THAT(Refused(DrivenTo(CaseState::kConsented, kinds), Consider{1, true, "l"}, kProposerActor),
              denied);
  EXPECT_THAT(Refused(Considered(), Reject{0, "r"}, kProposerActor), denied);
  EXPECT_THAT(
      Refused(DrivenTo(CaseState::kApproved, kinds), StartIssue{std::nullopt, "g", false}, kProposerActor),
      denied);
}

TEST(SeparationTest, OnlyTheProposerSubmitsRevisesAndWithdraws) {
  const CaseRecord draft = Draft({MoveKind::kIntra});
  const auto denied = FailsWith(kDenied, "CASE_PROPOSER_ONLY");
  EXPECT_THAT(Refused(draft, Submit{}, kApproverOne), denied);
  EXPECT_THAT(Refused(draft, Revise{}, kApproverOne), denied);
  EXPECT_THAT(Refused(draft, Withdraw{}, kApproverOne), denied);
  EXPECT_EQ(After(draft, Withdraw{}, {"his other account", kProposerActor.person}).state,
            CaseState::kWithdrawn);
}

TEST(SeparationTest, WhoApprovedDoesNotIssueAndWhoIsBarredDoesNotSign) {
  const CaseRecord approved = DrivenTo(CaseState::kApproved, {MoveKind::kIntra});
  EXPECT_THAT(Refused(approved, StartIssue{std::nullopt, "g", false}, kApproverTwo),
              FailsWith(kDenied, "CASE_SAME_PERSON"));
  EXPECT_THAT(Refused(approved, StartIssue{std::nullopt, "e1", false}, kSecretaryActor),
              FailsWith(kDenied, "CASE_BARRED"));
  EXPECT_THAT(Refused(approved, StartIssue{std::nullopt, "p-proposer", false}, kSecretaryActor),
              FailsWith(kDenied, "CASE_PROPOSER"));
  EXPECT_THAT(Refused(approved, StartIssue{absl::CivilDay(2027, 1, 1), "g", false}, kSecretaryActor),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_DATE_OTHER"));
}

TEST(SeparationTest, MoversAndTheirRelativesDoNothing) {
  const Actor mover{"acc-e1", "e1"};
  const Actor relative{"acc-wife", "p-wife"};
  CaseRecord record = DrivenTo(CaseState::kSubmitted, {MoveKind::kIntra});
  record = After(record, Screen{.relatives = {"p-wife"}}, kDeskActor);
  for (const Actor& actor : {mover, relative}) {
    EXPECT_THAT(Refused(record, Recommend{true, ""}, actor), FailsWith(kDenied, "CASE_BARRED"));
    EXPECT_THAT(Refused(record, Reject{0, "r"}, actor), FailsWith(kDenied, "CASE_BARRED"));
    EXPECT_THAT(Refused(record, ReturnCase{{"d"}}, actor), FailsWith(kDenied, "CASE_BARRED"));
  }
}

TEST(SeparationTest, AProposerRelatedToAMoverGetsHisCaseBack) {
  const CaseRecord submitted = DrivenTo(CaseState::kSubmitted, {MoveKind::kIntra});
  const CaseRecord back = After(submitted, Screen{.relatives = {kProposerActor.person}}, kDeskActor);
  EXPECT_EQ(back.state, CaseState::kReturned);
  EXPECT_THAT(Refused(back, Revise{}, kProposerActor), FailsWith(kDenied, "CASE_BARRED"));
  EXPECT_EQ(After(back, Withdraw{}, kProposerActor).state, CaseState::kWithdrawn);
}

TEST(SeparationTest, NobodyProposesHisOwnMove) {
  CaseRecord draft = Draft({MoveKind::kIntra});
  EXPECT_THAT(OpenCase(draft, {"acc", "e1"}, SampleContext()), FailsWith(kDenied, "CASE_BARRED"));
  CaseMove own = SampleMove(1, MoveKind::kIntra);
  own.employee = kProposerActor.person;
  EXPECT_THAT(Refused(draft, Revise{std::nullopt, {own}}, kProposerActor), FailsWith(kDenied, "CASE_BARRED"));
}

TEST(SeparationTest, WhoRecusesHimselfTakesHisApprovalBack) {
  const CaseRecord approved = DrivenTo(CaseState::kApproved, {MoveKind::kIntra});
  const CaseRecord less = After(approved, Recuse{"saudara"}, kSecondAccount);  // by his other account
  EXPECT_EQ(less.state, CaseState::kConsidered);
  EXPECT_TRUE(less.approvals[0].voided);
  EXPECT_FALSE(less.approvals[1].voided);
  EXPECT_THAT(Refused(less, Approve{less.content_hash}, kApproverOne), FailsWith(kDenied, "CASE_BARRED"));
  const CaseRecord again = After(less, Approve{less.content_hash}, kApproverThree);
  EXPECT_EQ(again.state, CaseState::kApproved);
  EXPECT_EQ(again.approvals[2].slot, 1);  // the one that became free
}

TEST(SeparationTest, ADeclarationWithoutConflictChangesNothing) {
  const CaseRecord approved = DrivenTo(CaseState::kApproved, {MoveKind::kIntra});
  EXPECT_EQ(After(approved, DeclareInterest{false}, kApproverOne).state, CaseState::kApproved);
  EXPECT_EQ(After(approved, DeclareInterest{true}, kApproverOne).state, CaseState::kConsidered);
  EXPECT_EQ(After(approved, DeclareInterest{true}, kApproverThree).state, CaseState::kApproved);
}

TEST(SeparationTest, AnApprovalIsBoundToWhatTheApproverSaw) {
  const CaseRecord approved = DrivenTo(CaseState::kApproved, {MoveKind::kIntra});
  const CaseRecord revised = After(approved, Revise{absl::CivilDay(2026, 8, 3), {}}, kProposerActor);
  EXPECT_EQ(revised.state, CaseState::kConsidered);
  EXPECT_NE(revised.content_hash, approved.content_hash);
  EXPECT_TRUE(StandingApprovals(revised).empty());
  EXPECT_THAT(Refused(revised, Revise{std::nullopt, {SampleMove(1, MoveKind::kIntra)}}, kProposerActor),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_DATE_ONLY"));
  // Rules ask for the date: screened again before anybody approves.
  EXPECT_THAT(Refused(revised, Approve{revised.content_hash}, kApproverOne),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_CHECKLIST_OPEN"));
  EXPECT_THAT(Refused(revised, SettleItem{kRescreenItem, 0, "letter"}, kSecretaryActor),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_STATE"));
  const CaseRecord screened = After(revised, Screen{}, kDeskActor);
  EXPECT_THAT(Refused(screened, Approve{approved.content_hash}, kApproverOne),
              FailsWith(absl::StatusCode::kAborted, "CASE_CONTENT_CHANGED"));
  const CaseRecord once = After(screened, Approve{screened.content_hash}, kApproverOne);
  EXPECT_EQ(After(once, Approve{once.content_hash}, kApproverTwo).state, CaseState::kApproved);
}

}  // namespace
}  // namespace selaras::approval
