// Whole ways of a case.
#include "services/approval/domain/decide.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/domain/content.h"
#include "services/approval/domain/route.h"
#include "services/approval/domain/testing/sample_case.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::FailsWith;
using ::testing::ElementsAre;
using namespace testing;  // NOLINT: samples of this service

std::vector<std::string> Way(CaseRecord record, const std::vector<std::pair<Act, Actor>>& acts) {
  std::vector<std::string> way = {std::string(StateName(record.state))};
  for (const auto& [act, actor] : acts) {
    record = After(record, act, actor);
    way.push_back(absl::StrCat(VerbName(VerbOf(act)), " ", StateName(record.state)));
  }
  return way;
}

Meet AgreeOnAll(const CaseRecord& record) {
  Meet meet{"m1", {}};
  for (const CaseMove& move : record.moves) {
    meet.decisions.push_back({record.id, move.number, MeetingVote::kAgree, {}, ""});
  }
  return meet;
}

TEST(DecideTest, ACaseInsideOneAgencyGoesThrough) {
  const CaseRecord draft = Draft({MoveKind::kIntra, MoveKind::kIntra});
  EXPECT_THAT(Way(draft, {{Submit{}, kProposerActor},
                          {Screen{.without_consideration = {2}}, kDeskActor},
                          {Recommend{true, "setuju"}, kCommittee},
                          {AgreeOnAll(draft), kSecretaryActor},
                          {Consider{1, true, "I-MUT-1"}, kDeskActor},
                          {Approve{draft.content_hash}, kApproverOne},
                          {Approve{draft.content_hash}, kApproverTwo},
                          {StartIssue{draft.effective_date, "p-governor", true}, kSecretaryActor},
                          {SeatsReserved{"r1"}, kDeskActor},
                          {DecreesNumbered{{{1, "d1"}, {2, "d1"}}}, kDeskActor},
                          {DecreesSigned{}, kDeskActor},
                          {DecreesApplied{}, kDeskActor}}),
              ElementsAre("DRAFT", "Submit SUBMITTED", "Screen SCREENED", "Recommend RECOMMENDED",
                          "RecordMeeting CONSENTED", "Consider CONSIDERED", "Approve CONSIDERED",
                          "Approve APPROVED", "Issue ISSUING", "SeatsReserved ISSUING",
                          "DecreesNumbered ISSUING", "DecreesSigned ISSUED", "DecreesApplied APPLIED"));
}

TEST(DecideTest, ACaseBetweenAgenciesWaitsForConsentAndBkn) {
  const CaseRecord draft = Draft({MoveKind::kInterKab});
  EXPECT_THAT(
      Way(draft, {{Submit{}, kProposerActor},
                  {Screen{.without_consideration = {1}}, kProposerActor},  // staff, but another agency's
                  {Recommend{true, ""}, kCommittee},
                  {AgreeOnAll(draft), kSecretaryActor},
                  {GiveConsent{1, true, "D4-17"}, kOriginActor},
                  {Consider{1, true, "PERTEK-9"}, kSecretaryActor},
                  {Approve{draft.content_hash}, kApproverOne},
                  {Approve{draft.content_hash}, kApproverTwo}}),
      ElementsAre("DRAFT", "Submit SUBMITTED", "Screen SCREENED", "Recommend RECOMMENDED",
                  "RecordMeeting COORDINATED", "GiveConsent CONSENTED", "Consider CONSIDERED",
                  "Approve CONSIDERED", "Approve APPROVED"));
}

TEST(DecideTest, ACaseOfStaffOnlyPassesFromTheMeetingToItsApproval) {
  CaseRecord record = After(Draft({MoveKind::kIntra}), Submit{}, kProposerActor);
  record = After(record, Screen{.without_consideration = {1}}, kDeskActor);
  record = After(record, Recommend{true, ""}, kCommittee);
  EXPECT_EQ(After(record, AgreeOnAll(record), kSecretaryActor).state, CaseState::kConsidered);
}

TEST(DecideTest, WhatScreeningBarsGoesBackWithDefects) {
  const CaseRecord submitted = DrivenTo(CaseState::kSubmitted, {MoveKind::kIntra});
  const CaseRecord back = After(
      submitted, Screen{.findings = {{1, "B09", "kinerja", true}, {1, "B08", "temuan", false}}}, kDeskActor);
  EXPECT_EQ(back.state, CaseState::kReturned);
  EXPECT_THAT(back.defects, ElementsAre("B09 moves/1: kinerja"));
  const CaseRecord draft = After(back, Revise{}, kProposerActor);
  EXPECT_EQ(draft.state, CaseState::kDraft);
  EXPECT_TRUE(draft.checklist.empty());
  EXPECT_TRUE(After(draft, Submit{}, kProposerActor).defects.empty());
}

TEST(DecideTest, AnOpenChecklistItemHoldsApprovalAndNothingBefore) {
  CaseRecord record = DrivenTo(CaseState::kSubmitted, {MoveKind::kIntra});
  record = After(record, Screen{.findings = {{1, "B08", "temuan", false}}, .without_consideration = {1}},
                 kDeskActor);
  record = After(record, Recommend{true, ""}, kCommittee);
  record = After(record, AgreeOnAll(record), kSecretaryActor);
  ASSERT_EQ(record.state, CaseState::kConsidered);
  EXPECT_THAT(Refused(record, Approve{record.content_hash}, kApproverOne),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_CHECKLIST_OPEN"));
  EXPECT_THAT(Refused(record, SettleItem{"B09", 1, "letter"}, kSecretaryActor),
              FailsWith(absl::StatusCode::kInvalidArgument, "CHECKLIST_ITEM_UNKNOWN"));
  record = After(record, SettleItem{"B08", 1, "SKBT-4"}, kProposerActor);
  EXPECT_EQ(record.checklist[0].settled_by, kProposerActor.account);
  record = After(record, Approve{record.content_hash}, kApproverOne);
  EXPECT_EQ(StandingApprovals(record).size(), 1u);
}

TEST(DecideTest, AnUnfavourableCommitteeEndsTheCase) {
  const CaseRecord screened = DrivenTo(CaseState::kScreened, {MoveKind::kIntra});
  const CaseRecord rejected = After(screened, Recommend{false, "kurang pengalaman"}, kCommittee);
  EXPECT_EQ(rejected.state, CaseState::kRejected);
  EXPECT_EQ(rejected.moves[0].steps[0].state, StepState::kRefused);
}

TEST(DecideTest, APostponedMoveMeetsAgain) {
  const CaseRecord record = DrivenTo(CaseState::kRecommended, {MoveKind::kIntra, MoveKind::kIntra});
  const CaseRecord half = After(
      record, Meet{"m1", {{"c1", 1, MeetingVote::kAgree, {}, ""}, {"c1", 2, MeetingVote::kPostpone, {}, ""}}},
      kSecretaryActor);
  EXPECT_EQ(half.state, CaseState::kRecommended);
  EXPECT_THAT(Refused(half, Meet{"m2", {{"c1", 1, MeetingVote::kAgree, {}, ""}}}, kSecretaryActor),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_STEP_NOT_OPEN"));
  const CaseRecord whole = After(half, Meet{"m2", {{"c1", 2, MeetingVote::kAgree, {}, ""}}}, kSecretaryActor);
  EXPECT_EQ(whole.state, CaseState::kConsented);
  EXPECT_EQ(whole.moves[0].steps[1].reference, "m1");
  EXPECT_EQ(whole.moves[1].steps[1].reference, "m2");
}

TEST(DecideTest, FreeTextStaysOutOfEvidence) {
  const CaseRecord record = DrivenTo(CaseState::kConsidered, {MoveKind::kIntra});
  const auto decision = Decide(record, Reject{1, "Budi sakit"}, kApproverOne, SampleContext());
  ASSERT_TRUE(decision.ok());
  for (const Happening& happening : decision->happenings) {
    for (const auto& [key, text] : happening.fields) EXPECT_EQ(text.find("Budi"), std::string::npos) << key;
  }
}

TEST(DecideTest, ACaseExpiresOnlyWhenNobodyActed) {
  const CaseRecord record = DrivenTo(CaseState::kScreened, {MoveKind::kIntra});
  DecideContext context = SampleContext();
  context.now += absl::Hours(24 * 120) - absl::Seconds(1);
  EXPECT_THAT(Decide(record, Expire{}, kDeskActor, context),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_NOT_QUIET"));
  context.now += absl::Seconds(1);
  EXPECT_EQ(Decide(record, Expire{}, kDeskActor, context)->next.state, CaseState::kExpired);
}

}  // namespace
}  // namespace selaras::approval
