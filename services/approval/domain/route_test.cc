// The tables against a matrix written by hand: what is not listed here is refused, naming state, verb and what may follow.
#include "services/approval/domain/route.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/domain/decide.h"
#include "services/approval/domain/testing/sample_case.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using testing::DrivenTo;
using ::testing::ElementsAre;

constexpr char kAnyBeforeIssue[] = " Recuse Declare Withdraw Replaced Expire";

// State (and how it got there) → verbs. kDue stands for the step verbs that are due, by kind.
struct Row {
  CaseState state;
  std::string verbs;
};
const Row kMatrix[] = {
    {CaseState::kDraft, absl::StrCat("Submit ReviseCase", kAnyBeforeIssue)},
    {CaseState::kSubmitted, absl::StrCat("ReviseCase Screen Reject ReturnCase", kAnyBeforeIssue)},
    {CaseState::kScreened, absl::StrCat("ReviseCase Recommend Reject ReturnCase", kAnyBeforeIssue)},
    {CaseState::kRecommended, absl::StrCat("ReviseCase RecordMeeting Reject ReturnCase", kAnyBeforeIssue)},
    {CaseState::kCoordinated, absl::StrCat("ReviseCase GiveConsent Reject ReturnCase", kAnyBeforeIssue)},
    {CaseState::kConsented, absl::StrCat("ReviseCase Consider Reject ReturnCase", kAnyBeforeIssue)},
    {CaseState::kConsidered, absl::StrCat("ReviseCase Approve Reject ReturnCase", kAnyBeforeIssue)},
    {CaseState::kApproved, absl::StrCat("ReviseCase Reject ReturnCase Issue", kAnyBeforeIssue)},
    {CaseState::kReturned, absl::StrCat("ReviseCase", kAnyBeforeIssue)},
    {CaseState::kVetoed, absl::StrCat("Reject ConfirmVeto ReturnCase VetoAnswered", kAnyBeforeIssue)},
    {CaseState::kIssuing, "SeatsReserved OutsideRefused"},
    {CaseState::kIssued, "DecreesApplied OutsideRefused"},
    {CaseState::kReconcile, "Reconcile SeatsReleased"},
    {CaseState::kApplied, ""},
    {CaseState::kRejected, ""},
    {CaseState::kWithdrawn, ""},
    {CaseState::kExpired, ""},
    {CaseState::kReplaced, ""},
};

// Each verb as it would be done right in the state where it belongs.
Act SampleAct(Verb verb, const CaseRecord& record) {
  switch (verb) {
    case Verb::kSubmit:
      return Submit{};
    case Verb::kRevise:
      return Revise{absl::CivilDay(2026, 8, 3), {}};
    case Verb::kScreen:
      return Screen{};
    case Verb::kSettleItem:
      return SettleItem{"D4", 1, "letter"};
    case Verb::kRecommend:
      return Recommend{true, ""};
    case Verb::kMeet:
      return Meet{"m1", {{record.id, 1, MeetingVote::kAgree, {}, ""}}};
    case Verb::kGiveConsent:
      return GiveConsent{1, true, "letter"};
    case Verb::kConsider:
      return Consider{1, true, "pertek"};
    case Verb::kApprove:
      return Approve{record.content_hash};
    case Verb::kReject:
      return Reject{0, "reason"};
    case Verb::kConfirmVeto:
      return ConfirmVeto{"", false};
    case Verb::kReturnCase:
      return ReturnCase{{"defect"}};
    case Verb::kRecuse:
      return Recuse{"reason"};
    case Verb::kDeclareInterest:
      return DeclareInterest{false};
    case Verb::kWithdraw:
      return Withdraw{"reason"};
    case Verb::kStartIssue:
      return StartIssue{std::nullopt, "p-governor", false};
    case Verb::kReconcile:
      return Reconcile{true, "note"};
    case Verb::kVetoAnswered:
      return VetoAnswered{{.state = VetoState::kFailed}};
    case Verb::kReplaced:
      return Replaced{"c2"};
    case Verb::kSeatsReserved:
      return SeatsReserved{"r1"};
    case Verb::kOutsideRefused:
      return OutsideRefused{"SEAT_TAKEN"};
    case Verb::kDecreesNumbered:
      return testing::NumberedAll(record);
    case Verb::kDecreesSigned:
      return DecreesSigned{};
    case Verb::kDecreesApplied:
      return DecreesApplied{};
    case Verb::kSeatsReleased:
      return SeatsReleased{};
    case Verb::kExpire:
      return Expire{};
  }
  return Submit{};
}

const Actor& ActorOf(Verb verb) {
  if (IsDeskVerb(verb)) return testing::kDeskActor;
  const bool own = verb == Verb::kSubmit || verb == Verb::kRevise || verb == Verb::kWithdraw;
  return own ? testing::kProposerActor : testing::kApproverThree;
}

std::set<std::string> Words(const std::string& text) {
  const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  return {words.begin(), words.end()};
}

// Every verb against a record: those of `expected` go, all others are refused with what may follow.
void ExpectVerbs(const CaseRecord& record, const std::set<std::string>& expected) {
  DecideContext late = testing::SampleContext();
  late.now += absl::Hours(24 * 200);  // so that Expire may go
  std::vector<std::string> by_people;
  for (int v = 0; v < kVerbCount; ++v) {
    const Verb verb = static_cast<Verb>(v);
    const std::string name(VerbName(verb));
    SCOPED_TRACE(absl::StrCat(name, " in ", StateName(record.state), " of ", KindName(record.moves[0].kind)));
    const Act act = SampleAct(verb, record);
    ASSERT_EQ(VerbOf(act), verb);
    const absl::StatusOr<Decision> decision = Decide(record, act, ActorOf(verb), late);
    if (expected.contains(name)) {
      EXPECT_THAT(decision, IsOk());
      if (!IsDeskVerb(verb)) by_people.push_back(name);
      continue;
    }
    EXPECT_THAT(decision, FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_STATE"));
    const Metadata metadata = MetadataOf(decision.status());
    EXPECT_EQ(metadata.at("verb"), name);
    EXPECT_EQ(metadata.at("state"), StateName(record.state));
    const std::string next = metadata.at("next");
    EXPECT_EQ(Words(next == "-" ? "" : absl::StrJoin(absl::StrSplit(next, ", "), " ")).count(name), 0u);
  }
  std::vector<std::string> next;
  for (const Verb verb : NextVerbs(record)) next.emplace_back(VerbName(verb));
  EXPECT_EQ(next, by_people);
}

TEST(RouteTest, EveryStateAllowsExactlyItsVerbs) {
  ASSERT_EQ(std::size(kMatrix), static_cast<size_t>(kStateCount));
  for (const Row& row : kMatrix) ExpectVerbs(DrivenTo(row.state, {MoveKind::kInterKab}), Words(row.verbs));
}

// Moves inside one agency have no consent, so their cases never rest in COORDINATED.
TEST(RouteTest, IntraCasesSkipConsent) {
  for (const Row& row : kMatrix) {
    if (row.state == CaseState::kCoordinated) continue;
    ExpectVerbs(DrivenTo(row.state, {MoveKind::kIntra}), Words(row.verbs));
  }
}

TEST(RouteTest, OtherKindsStopAtTheDraft) {
  for (const MoveKind kind :
       {MoveKind::kInterProv, MoveKind::kRegCentral, MoveKind::kCentral, MoveKind::kAbroad}) {
    const CaseRecord draft = testing::Draft({MoveKind::kIntra, kind});
    EXPECT_THAT(testing::Refused(draft, Submit{}, testing::kProposerActor),
                FailsWith(absl::StatusCode::kFailedPrecondition, "ROUTE_NOT_AVAILABLE"))
        << KindName(kind);
  }
}

// A case of both kinds waits in COORDINATED for the consent of one, while the other is considered already.
TEST(RouteTest, AMixedCaseOffersBothSteps) {
  const CaseRecord mixed = DrivenTo(CaseState::kCoordinated, {MoveKind::kIntra, MoveKind::kInterKab});
  EXPECT_THAT(mixed.moves[0].steps.size(), 3u);
  EXPECT_THAT(mixed.moves[1].steps.size(), 4u);
  EXPECT_THAT(testing::Refused(mixed, GiveConsent{1, true, "letter"}, testing::kOriginActor),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_STEP_NOT_OPEN"));
  EXPECT_THAT(testing::Refused(mixed, Consider{2, true, "pertek"}, testing::kSecretaryActor),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_STEP_NOT_OPEN"));
  const CaseRecord considered = testing::After(mixed, Consider{1, true, "pertek"}, testing::kSecretaryActor);
  EXPECT_EQ(considered.state, CaseState::kCoordinated);
  const CaseRecord consented =
      testing::After(considered, GiveConsent{2, true, "letter"}, testing::kOriginActor);
  EXPECT_EQ(consented.state, CaseState::kConsented);
}

TEST(RouteTest, IssuingTakesItsStepsInOrder) {
  CaseRecord record = DrivenTo(CaseState::kIssuing, {MoveKind::kIntra});
  ExpectVerbs(record, {"SeatsReserved", "OutsideRefused"});
  record = testing::After(record, SeatsReserved{"r1"}, testing::kDeskActor);
  ExpectVerbs(record, {"DecreesNumbered", "OutsideRefused"});
  record = testing::After(record, testing::NumberedAll(record), testing::kDeskActor);
  ExpectVerbs(record, {"DecreesSigned", "OutsideRefused"});
}

TEST(RouteTest, TheTablesAreWhole) {
  std::map<std::pair<CaseState, Verb>, int> pairs;
  std::set<CaseState> reached = {CaseState::kDraft};
  std::set<Verb> used;
  for (const GateRow& row : GateRows()) {
    used.insert(row.verb);
    for (const CaseState state : row.from.List()) ++pairs[{state, row.verb}];
    if (row.to.has_value()) reached.insert(*row.to);
    for (const CaseState state : row.also.List()) reached.insert(state);
    EXPECT_TRUE(row.gate == Gate::kNone || row.to.has_value()) << VerbName(row.verb);
    EXPECT_EQ((row.roles & kDesk) != 0 && (row.roles & ~kDesk) == 0, IsDeskVerb(row.verb))
        << VerbName(row.verb);
  }
  for (const auto& [pair, count] : pairs) {
    EXPECT_EQ(count, 1) << StateName(pair.first) << " " << VerbName(pair.second);
    EXPECT_FALSE(IsEnd(pair.first)) << StateName(pair.first);
  }
  EXPECT_EQ(used.size(), static_cast<size_t>(kVerbCount));
  EXPECT_EQ(reached.size(), static_cast<size_t>(kStateCount));
  for (int k = 1; k <= 6; ++k) {
    const MoveKind kind = static_cast<MoveKind>(k);
    EXPECT_EQ(RowOf(kind).kind, kind);
    int32_t order = 0;
    for (const RouteRow& row : RouteOf(kind)) EXPECT_EQ(row.order, ++order) << KindName(kind);
    EXPECT_GT(order, 0) << KindName(kind);
  }
}

TEST(RouteTest, TheGovernorSignsBetweenAgenciesOfTheProvince) {
  EXPECT_EQ(AuthorityOf(MoveKind::kIntra), Authority::kPpk);
  EXPECT_EQ(AuthorityOf(MoveKind::kInterKab), Authority::kGovernor);
  EXPECT_EQ(AuthorityOf(MoveKind::kInterProv), Authority::kMinister);
  EXPECT_EQ(AuthorityOf(MoveKind::kRegCentral), Authority::kBkn);
}

}  // namespace
}  // namespace selaras::approval
