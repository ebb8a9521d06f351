// The rows of both tables. Law and marks after the fact sheet: C = text seen in copies of the regulation, S = secondary
// source, U = not confirmed, A = our assumption.
#include <iterator>

#include "services/approval/domain/route.h"

namespace selaras::approval {
namespace {

constexpr KindRow kKinds[] = {
    {MoveKind::kIntra, true, "work unit or personnel agency", Authority::kPpk,
     "the agency's appointing official (governor, regent, mayor)", "induction into the post",
     "PP 11/2017 ps. 191", 'C'},
    {MoveKind::kInterKab, true, "receiving appointing official", Authority::kGovernor, "the governor",
     "receiving appointing official appoints to the post", "PP 11/2017 ps. 192; SE BKN 3/SE/VIII/2019", 'C'},
    {MoveKind::kInterProv, false, "receiving appointing official", Authority::kMinister,
     "the Minister of Home Affairs", "receiving appointing official appoints to the post",
     "PP 11/2017 ps. 193; SE BKN 3/SE/VIII/2019", 'C'},
    {MoveKind::kRegCentral, false, "receiving appointing official", Authority::kBkn, "the head of BKN",
     "receiving appointing official appoints to the post", "PP 11/2017 ps. 194", 'U'},
    {MoveKind::kCentral, false, "receiving appointing official", Authority::kBkn, "the head of BKN",
     "receiving appointing official appoints to the post", "PP 11/2017 ps. 195", 'U'},
    {MoveKind::kAbroad, false, "agency", Authority::kPpk, "per the foreign-service rule", "posting",
     "PP 11/2017 ps. 196", 'U'},
};

constexpr absl::string_view kCommittee = "personnel committee (Tim Penilai Kinerja), chaired by the Sekda";
constexpr absl::string_view kMeeting = "coordination meeting of the agencies concerned";
constexpr absl::string_view kOrigin = "origin appointing official (letter of consent, D4)";
constexpr absl::string_view kImut = "BKN through I-MUT";
constexpr absl::string_view kRegional = "BKN regional office, handed in through the governor";
constexpr absl::string_view kBknCopy =
    "head of BKN; dossier to the Minister (regencies: through their governor)";
constexpr absl::string_view kBkn = "BKN";

constexpr RouteRow Committee(MoveKind kind, absl::string_view basis, char mark) {
  return {kind,
          1,
          Step::kRecommendation,
          Verb::kRecommend,
          kApprover | kSecretary,
          kCommittee,
          StepCondition::kAlways,
          basis,
          mark};
}
constexpr RouteRow Coordination(MoveKind kind) {
  return {kind,       2,        Step::kMeeting,         Verb::kMeet,
          kSecretary, kMeeting, StepCondition::kAlways, "practice of provinces",
          'A'};
}
constexpr RouteRow Consent(MoveKind kind, absl::string_view basis, char mark) {
  return {kind,
          3,
          Step::kConsent,
          Verb::kGiveConsent,
          kApprover | kIntegrator,
          kOrigin,
          StepCondition::kAlways,
          basis,
          mark};
}
constexpr RouteRow Considered(MoveKind kind, int32_t order, absl::string_view party, StepCondition condition,
                              absl::string_view basis, char mark) {
  return {
      kind,  order, Step::kConsideration, Verb::kConsider, kSecretary | kIntegrator | kDesk, party, condition,
      basis, mark};
}

constexpr RouteRow kRoutes[] = {
    Committee(MoveKind::kIntra, "PP 11/2017 ps. 191", 'C'),
    Coordination(MoveKind::kIntra),
    Considered(MoveKind::kIntra, 3, kImut, StepCondition::kConsideredGroup, "SE Kepala BKN 7/2024", 'S'),

    Committee(MoveKind::kInterKab, "receiving agency's own committee", 'A'),
    Coordination(MoveKind::kInterKab),
    Consent(MoveKind::kInterKab, "PP 11/2017 ps. 192", 'C'),
    Considered(MoveKind::kInterKab, 4, kRegional, StepCondition::kAlways,
               "PP 11/2017 ps. 192; SE BKN 3/SE/VIII/2019", 'C'),

    Committee(MoveKind::kInterProv, "receiving agency's own committee", 'A'),
    Coordination(MoveKind::kInterProv),
    Consent(MoveKind::kInterProv, "PP 11/2017 ps. 193", 'C'),
    Considered(MoveKind::kInterProv, 4, kBknCopy, StepCondition::kAlways, "SE BKN 3/SE/VIII/2019", 'S'),

    Committee(MoveKind::kRegCentral, "receiving agency's own committee", 'A'),
    Coordination(MoveKind::kRegCentral),
    Consent(MoveKind::kRegCentral, "PP 11/2017 ps. 194", 'U'),
    Considered(MoveKind::kRegCentral, 4, kBkn, StepCondition::kAlways, "PP 11/2017 ps. 194", 'U'),

    Committee(MoveKind::kCentral, "receiving agency's own committee", 'A'),
    Coordination(MoveKind::kCentral),
    Consent(MoveKind::kCentral, "PP 11/2017 ps. 195", 'U'),
    Considered(MoveKind::kCentral, 4, kBkn, StepCondition::kAlways, "PP 11/2017 ps. 195", 'U'),

    Committee(MoveKind::kAbroad, "agency's own committee", 'A'),
    Coordination(MoveKind::kAbroad),
};

using S = CaseState;
constexpr StateSet kDeciding = StateSet::Range(S::kSubmitted, S::kApproved);
constexpr StateSet kBeforeIssue = StateSet::Of(S::kDraft, S::kReturned, S::kVetoed) | kDeciding;
constexpr StateSet kAtProposer = StateSet::Of(S::kDraft, S::kReturned);
constexpr StateSet kUnapproved = StateSet::Range(S::kSubmitted, S::kConsidered) | StateSet::Of(S::kVetoed);
constexpr StateSet kScreenedOn = StateSet::Range(S::kScreened, S::kConsidered);
constexpr StateSet kRefusal = StateSet::Of(S::kVetoed, S::kRejected);
constexpr absl::string_view kRefusedNote = "refused: VETOED where a plan proposed the name, else REJECTED";

constexpr GateRow kGates[] = {
    {StateSet::Of(S::kDraft), Verb::kSubmit, kProposer, Need::kRoute, Gate::kNone, S::kSubmitted, {}, ""},
    {StateSet::Of(S::kDraft, S::kReturned),
     Verb::kRevise,
     kProposer,
     Need::kNothing,
     Gate::kNone,
     S::kDraft,
     {},
     "moves and date"},
    {StateSet::Range(S::kSubmitted, S::kConsidered),
     Verb::kRevise,
     kProposer,
     Need::kNothing,
     Gate::kNone,
     std::nullopt,
     {},
     "the date only; voids approvals"},
    {StateSet::Of(S::kApproved),
     Verb::kRevise,
     kProposer,
     Need::kNothing,
     Gate::kNone,
     S::kConsidered,
     {},
     "the date only; voids approvals"},
    {StateSet::Of(S::kSubmitted), Verb::kScreen, kAnalyst | kDesk, Need::kNothing, Gate::kNone, S::kScreened,
     StateSet::Of(S::kReturned), "a rule bars: RETURNED with the defects"},
    {kScreenedOn, Verb::kScreen, kAnalyst | kDesk, Need::kRescreenOpen, Gate::kNone, std::nullopt,
     StateSet::Of(S::kReturned), "again, for the revised date"},
    {kScreenedOn,
     Verb::kSettleItem,
     kAnalyst | kSecretary,
     Need::kOpenItem,
     Gate::kNone,
     std::nullopt,
     {},
     ""},
    {StateSet::Of(S::kScreened), Verb::kRecommend, kApprover | kSecretary, Need::kNothing,
     Gate::kRecommendation, S::kRecommended, StateSet::Of(S::kRejected), "not in favour: REJECTED"},
    {StateSet::Of(S::kRecommended), Verb::kMeet, kSecretary, Need::kNothing, Gate::kMeeting, S::kCoordinated,
     kRefusal, kRefusedNote},
    {StateSet::Of(S::kCoordinated), Verb::kGiveConsent, kApprover | kIntegrator, Need::kStepDue,
     Gate::kConsent, S::kConsented, kRefusal, kRefusedNote},
    {StateSet::Of(S::kCoordinated), Verb::kConsider, kSecretary | kIntegrator | kDesk, Need::kStepDue,
     Gate::kNone, std::nullopt, kRefusal, "moves whose consent is given need not wait for the others"},
    {StateSet::Of(S::kConsented), Verb::kConsider, kSecretary | kIntegrator | kDesk, Need::kStepDue,
     Gate::kConsideration, S::kConsidered, kRefusal, kRefusedNote},
    {StateSet::Of(S::kConsidered),
     Verb::kApprove,
     kApprover,
     Need::kChecklist,
     Gate::kSlots,
     S::kApproved,
     {},
     "each slot by another person"},
    {kDeciding, Verb::kReject, kApprover, Need::kNothing, Gate::kNone, S::kRejected, StateSet::Of(S::kVetoed),
     "one name of a plan: VETOED"},
    {StateSet::Of(S::kVetoed),
     Verb::kReject,
     kApprover,
     Need::kNothing,
     Gate::kNone,
     S::kRejected,
     {},
     "the whole case"},
    {StateSet::Of(S::kVetoed), Verb::kConfirmVeto, kApprover, Need::kNothing, Gate::kNone, S::kReplaced,
     StateSet::Range(S::kSubmitted, S::kConsidered), "dropped: back to where it was, approvals void"},
    {kDeciding | StateSet::Of(S::kVetoed),
     Verb::kReturnCase,
     kAnalyst | kApprover | kSecretary,
     Need::kNothing,
     Gate::kNone,
     S::kReturned,
     {},
     "with defects; approvals void"},
    {kAtProposer, Verb::kRecuse, kApprover | kSecretary, Need::kNothing, Gate::kNone, std::nullopt, {}, ""},
    {kUnapproved, Verb::kRecuse, kApprover | kSecretary, Need::kNothing, Gate::kNone, std::nullopt,
     StateSet::Of(S::kReturned), "the proposer himself: RETURNED"},
    {StateSet::Of(S::kApproved), Verb::kRecuse, kApprover | kSecretary, Need::kNothing, Gate::kNone,
     std::nullopt, StateSet::Of(S::kConsidered, S::kReturned),
     "his approval is void: CONSIDERED; the proposer himself: RETURNED"},
    {kAtProposer,
     Verb::kDeclareInterest,
     kApprover | kSecretary,
     Need::kNothing,
     Gate::kNone,
     std::nullopt,
     {},
     ""},
    {kUnapproved, Verb::kDeclareInterest, kApprover | kSecretary, Need::kNothing, Gate::kNone, std::nullopt,
     StateSet::Of(S::kReturned), "a conflict: the proposer himself: RETURNED"},
    {StateSet::Of(S::kApproved), Verb::kDeclareInterest, kApprover | kSecretary, Need::kNothing, Gate::kNone,
     std::nullopt, StateSet::Of(S::kConsidered, S::kReturned),
     "a conflict: his approval is void: CONSIDERED; the proposer himself: RETURNED"},
    {kBeforeIssue, Verb::kWithdraw, kProposer, Need::kNothing, Gate::kNone, S::kWithdrawn, {}, ""},
    {kBeforeIssue,
     Verb::kReplaced,
     kDesk,
     Need::kNothing,
     Gate::kNone,
     S::kReplaced,
     {},
     "its chain is not in the child plan that was accepted"},
    {kBeforeIssue, Verb::kExpire, kDesk, Need::kQuiet, Gate::kNone, S::kExpired, {}, ""},
    {StateSet::Of(S::kVetoed),
     Verb::kVetoAnswered,
     kDesk,
     Need::kVetoAsked,
     Gate::kNone,
     std::nullopt,
     {},
     "child plan ready or failed"},
    {StateSet::Of(S::kApproved),
     Verb::kStartIssue,
     kSecretary,
     Need::kNothing,
     Gate::kNone,
     S::kIssuing,
     {},
     ""},
    {StateSet::Of(S::kIssuing),
     Verb::kSeatsReserved,
     kDesk,
     Need::kReserve,
     Gate::kNone,
     std::nullopt,
     {},
     ""},
    {StateSet::Of(S::kIssuing),
     Verb::kDecreesNumbered,
     kDesk,
     Need::kNumber,
     Gate::kNone,
     std::nullopt,
     {},
     ""},
    {StateSet::Of(S::kIssuing), Verb::kDecreesSigned, kDesk, Need::kSign, Gate::kNone, S::kIssued, {}, ""},
    {StateSet::Of(S::kIssued), Verb::kDecreesApplied, kDesk, Need::kApply, Gate::kNone, S::kApplied, {}, ""},
    {StateSet::Of(S::kIssuing, S::kIssued),
     Verb::kOutsideRefused,
     kDesk,
     Need::kNothing,
     Gate::kNone,
     S::kReconcile,
     {},
     "registry or signer refused"},
    {StateSet::Of(S::kReconcile), Verb::kReconcile, kSecretary | kOperator, Need::kNothing, Gate::kNone,
     S::kIssuing, StateSet::Of(S::kIssued, S::kReturned),
     "retry: the same step again; return: seats given back, decrees void"},
    {StateSet::Of(S::kReconcile),
     Verb::kSeatsReleased,
     kDesk,
     Need::kNothing,
     Gate::kNone,
     std::nullopt,
     {},
     ""},
};

}  // namespace

absl::Span<const KindRow> KindRows() {
  return kKinds;
}
absl::Span<const RouteRow> RouteRows() {
  return kRoutes;
}
absl::Span<const GateRow> GateRows() {
  return kGates;
}

}  // namespace selaras::approval
