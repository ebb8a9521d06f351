#include "services/approval/domain/testing/sample_case.h"

#include "absl/strings/str_cat.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/domain/open_case.h"
#include "services/approval/domain/route.h"

namespace selaras::approval::testing {

const Terms& SampleTerms() {
  static const Terms* const kTerms = [] {
    auto* terms = new Terms;
    for (const Step step : {Step::kRecommendation, Step::kMeeting, Step::kConsent, Step::kConsideration}) {
      terms->step_days[step] = 10;
    }
    return terms;
  }();
  return *kTerms;
}

DecideContext SampleContext() {
  return {absl::FromCivil(absl::CivilHour(2026, 3, 2, 2), absl::UTCTimeZone()), absl::CivilDay(2026, 3, 2),
          &SampleTerms()};
}

CaseMove SampleMove(int32_t number, MoveKind kind) {
  CaseMove move;
  move.number = number;
  move.employee = absl::StrCat("e", number);
  move.from_post = absl::StrCat("from", number);
  move.to_post = absl::StrCat("to", number);
  move.kind = kind;
  move.from_agency = kind == MoveKind::kIntra ? "prov" : "regency";
  move.to_agency = "prov";
  return move;
}

CaseRecord Draft(const std::vector<MoveKind>& kinds, bool from_plan) {
  CaseRecord draft;
  draft.id = "c1";
  draft.tenant = "t1";
  draft.agency = "prov";
  if (from_plan) {
    draft.plan = "plan-1";
    draft.chain_key = "chain-1";
  } else {
    draft.letter_number = "800/12/2026";
  }
  draft.policy_hash = "policy";
  draft.effective_date = absl::CivilDay(2026, 7, 1);
  draft.content_salt = "sixteen bytes ..";
  for (const MoveKind kind : kinds) draft.moves.push_back(SampleMove(0, kind));
  for (size_t i = 0; i < kinds.size(); ++i) {
    draft.moves[i] = SampleMove(static_cast<int32_t>(i) + 1, kinds[i]);
  }
  absl::StatusOr<Decision> opened = OpenCase(draft, kProposerActor, SampleContext());
  EXPECT_THAT(opened, ::selaras::testing::IsOk());
  return opened.ok() ? opened->next : draft;
}

CaseRecord After(const CaseRecord& record, const Act& act, const Actor& actor) {
  absl::StatusOr<Decision> decision = Decide(record, act, actor, SampleContext());
  EXPECT_THAT(decision, ::selaras::testing::IsOk())
      << VerbName(VerbOf(act)) << " in " << StateName(record.state) << " by " << actor.account;
  if (!decision.ok()) return record;
  EXPECT_EQ(decision->next.version, record.version + 1);
  EXPECT_FALSE(decision->happenings.empty());
  return decision->next;
}

absl::Status Refused(const CaseRecord& record, const Act& act, const Actor& actor) {
  return Decide(record, act, actor, SampleContext()).status();
}

DecreesNumbered NumberedAll(const CaseRecord& record) {
  DecreesNumbered act;
  for (const CaseMove& move : record.moves)
    act.decrees.emplace_back(move.number, absl::StrCat("d", move.number));
  return act;
}

namespace {

// The act that takes a record one state on.
CaseRecord Onward(const CaseRecord& record) {
  switch (record.state) {
    case CaseState::kDraft:
      return After(record, Submit{}, kProposerActor);
    case CaseState::kSubmitted:
      return After(record, Screen{}, kProposerActor);
    case CaseState::kScreened:
      return After(record, Recommend{true, ""}, kCommittee);
    case CaseState::kRecommended: {
      Meet meet{"m1", {}};
      for (const CaseMove& move : record.moves) {
        meet.decisions.push_back({record.id, move.number, MeetingVote::kAgree, {}, ""});
      }
      return After(record, meet, kSecretaryActor);
    }
    case CaseState::kCoordinated:
      for (const CaseMove& move : record.moves) {
        if (!IsDue(move, Step::kConsent)) continue;
        return After(record, GiveConsent{move.number, true, "letter"}, kOriginActor);
      }
      return record;
    case CaseState::kConsented:
      for (const CaseMove& move : record.moves) {
        if (!IsDue(move, Step::kConsideration)) continue;
        return After(record, Consider{move.number, true, "pertek"}, kSecretaryActor);
      }
      return record;
    case CaseState::kConsidered:
      return After(record, Approve{record.content_hash},
                   StandingApprovals(record).empty() ? kApproverOne : kApproverTwo);
    case CaseState::kApproved:
      return After(record, StartIssue{std::nullopt, "p-governor", false}, kSecretaryActor);
    case CaseState::kIssuing:
      if (record.issue.step == IssueStep::kReserve) return After(record, SeatsReserved{"r1"}, kDeskActor);
      if (record.issue.step == IssueStep::kNumber) return After(record, NumberedAll(record), kDeskActor);
      return After(record, DecreesSigned{}, kDeskActor);
    case CaseState::kIssued:
      return After(record, DecreesApplied{}, kDeskActor);
    default:
      return record;
  }
}

}  // namespace

CaseRecord DrivenTo(CaseState state, const std::vector<MoveKind>& kinds, bool from_plan) {
  CaseRecord record = Draft(kinds, from_plan);
  const auto reach = [&](CaseState target) {
    while (record.state != target) {
      CaseRecord next = Onward(record);
      if (next.version == record.version) {
        ADD_FAILURE() << "stuck in " << StateName(record.state);
        return;
      }
      record = std::move(next);
    }
  };
  switch (state) {
    case CaseState::kReturned:
      reach(CaseState::kScreened);
      return After(record, ReturnCase{{"defect"}}, kApproverOne);
    case CaseState::kRejected:
      reach(CaseState::kScreened);
      return After(record, Reject{0, "reason"}, kApproverOne);
    case CaseState::kVetoed:
      reach(CaseState::kConsidered);
      return After(record, Reject{1, "reason"}, kApproverThree);
    case CaseState::kWithdrawn:
      return After(record, Withdraw{"reason"}, kProposerActor);
    case CaseState::kReplaced:
      return After(record, Replaced{"c2"}, kDeskActor);
    case CaseState::kExpired: {
      DecideContext later = SampleContext();
      later.now += absl::Hours(24 * 121);
      return Decide(record, Expire{}, kDeskActor, later)->next;
    }
    case CaseState::kReconcile:
      reach(CaseState::kIssuing);
      return After(record, OutsideRefused{"SEAT_TAKEN"}, kDeskActor);
    default:
      reach(state);
      return record;
  }
}

}  // namespace selaras::approval::testing
