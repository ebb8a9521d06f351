#include "services/approval/domain/verb.h"

namespace selaras::approval {

absl::string_view StateName(CaseState state) {
  static constexpr absl::string_view kNames[] = {
      "",           "DRAFT",     "SUBMITTED", "SCREENED", "RECOMMENDED", "COORDINATED", "CONSENTED",
      "CONSIDERED", "APPROVED",  "ISSUED",    "APPLIED",  "RETURNED",    "REJECTED",    "WITHDRAWN",
      "EXPIRED",    "RECONCILE", "VETOED",    "ISSUING",  "REPLACED"};
  return kNames[static_cast<int>(state)];
}

absl::string_view VerbName(Verb verb) {
  static constexpr absl::string_view kNames[kVerbCount] = {
      "Submit",         "ReviseCase",      "Screen",        "SettleItem",     "Recommend",
      "RecordMeeting",  "GiveConsent",     "Consider",      "Approve",        "Reject",
      "ConfirmVeto",    "ReturnCase",      "Recuse",        "Declare",        "Withdraw",
      "Issue",          "Reconcile",       "VetoAnswered",  "Replaced",       "SeatsReserved",
      "OutsideRefused", "DecreesNumbered", "DecreesSigned", "DecreesApplied", "SeatsReleased",
      "Expire"};
  return kNames[static_cast<int>(verb)];
}

absl::string_view StepName(Step step) {
  static constexpr absl::string_view kNames[] = {"", "RECOMMENDATION", "MEETING", "CONSENT", "CONSIDERATION"};
  return kNames[static_cast<int>(step)];
}

absl::string_view KindName(MoveKind kind) {
  static constexpr absl::string_view kNames[] = {"",        "INTRA", "INTER_KAB", "INTER_PROV", "REG_CENTRAL",
                                                 "CENTRAL", "ABROAD"};
  return kNames[static_cast<int>(kind)];
}

absl::string_view AuthorityName(Authority authority) {
  static constexpr absl::string_view kNames[] = {"", "PPK", "GOVERNOR", "MINISTER", "BKN"};
  return kNames[static_cast<int>(authority)];
}

absl::string_view RoleName(Role role) {
  switch (role) {
    case kProposer:
      return "proposer";
    case kAnalyst:
      return "analyst";
    case kApprover:
      return "approver";
    case kSecretary:
      return "secretary";
    case kIntegrator:
      return "integrator";
    case kOperator:
      return "operator";
    case kDesk:
      return "desk";
  }
  return "";
}

std::vector<Role> RolesOf(Roles roles) {
  std::vector<Role> list;
  for (const Role role : {kProposer, kAnalyst, kApprover, kSecretary, kIntegrator, kOperator, kDesk}) {
    if (roles & role) list.push_back(role);
  }
  return list;
}

std::vector<CaseState> StateSet::List() const {
  std::vector<CaseState> list;
  for (int s = 1; s <= kStateCount; ++s) {
    if (Has(static_cast<CaseState>(s))) list.push_back(static_cast<CaseState>(s));
  }
  return list;
}

}  // namespace selaras::approval
