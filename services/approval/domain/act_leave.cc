// ReturnCase, Recuse, DeclareInterest, Withdraw, Expire: who or what leaves the way.
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/approval/domain/deciding.h"
#include "services/approval/domain/separation.h"

namespace selaras::approval {
namespace {

constexpr absl::string_view kProposerLeft = "pengusul menyatakan memiliki kepentingan dalam berkas ini";

// The actor acts no more. One approval less takes an approved case back; a proposer with an interest, his proposal.
void BarActor(Deciding& d, Bar bar) {
  BarPerson(d.next, d.actor.person.empty() ? d.actor.account : d.actor.person, bar);
  // Approvals under any account of the person.
  for (Approval& approval : d.next.approvals) {
    if (IsSamePerson(approval.actor, d.actor)) approval.voided = true;
  }
  const CaseState state = d.next.state;
  const bool with_proposer = state == CaseState::kDraft || state == CaseState::kReturned;
  if (IsSamePerson(d.next.proposer, d.actor) && !with_proposer) {
    VoidApprovals(d.next);
    d.next.defects = {std::string(kProposerLeft)};
    d.other = CaseState::kReturned;
  } else if (state == CaseState::kApproved &&
             !IsOpen(d.next, Gate::kSlots, d.context.terms->approval_slots)) {
    d.other = CaseState::kConsidered;
  }
}

}  // namespace

absl::Status Take(Deciding& d, const ReturnCase& act) {
  if (act.defects.empty()) return InvalidField("defects", "say what has to be mended");
  for (const std::string& defect : act.defects) {
    if (defect.empty()) return InvalidField("defects", "an entry is empty");
  }
  VoidApprovals(d.next);
  d.next.defects = act.defects;
  d.Happen("CaseReturned", {{"defects", absl::StrCat(act.defects.size())}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const Recuse& act) {
  BarActor(d, Bar::kRecused);
  d.Happen("PersonRecused", {{"reason_hash", ReasonHash(act.reason)}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const DeclareInterest& act) {
  if (act.conflict) BarActor(d, Bar::kDeclared);
  d.Happen("InterestDeclared", {{"conflict", act.conflict ? "yes" : "no"}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const Withdraw& act) {
  VoidApprovals(d.next);
  if (!act.reason.empty()) d.next.defects = {act.reason};
  d.Happen("CaseWithdrawn", {{"reason_hash", ReasonHash(act.reason)}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const Expire&) {
  VoidApprovals(d.next);
  d.Happen("CaseExpired");
  return absl::OkStatus();
}

}  // namespace selaras::approval
