#include "services/approval/domain/separation.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/approval/domain/route.h"

namespace selaras::approval {
namespace {

bool IsProposersOwn(Verb verb) {
  return verb == Verb::kSubmit || verb == Verb::kRevise || verb == Verb::kWithdraw;
}

// What prepares a case, or leaves it: no decision on it.
bool IsOpenToProposer(Verb verb) {
  return IsProposersOwn(verb) || verb == Verb::kScreen || verb == Verb::kSettleItem ||
         verb == Verb::kReturnCase || verb == Verb::kRecuse || verb == Verb::kDeclareInterest;
}

// One who may not act may still say so, and take his own proposal back.
bool IsOpenToBarred(Verb verb) {
  return verb == Verb::kWithdraw || verb == Verb::kRecuse || verb == Verb::kDeclareInterest;
}

bool HasApproved(const CaseRecord& record, const Actor& actor) {
  const auto standing = StandingApprovals(record);
  return std::any_of(standing.begin(), standing.end(),
                     [&](const Approval* approval) { return IsSamePerson(approval->actor, actor); });
}

bool HasClosedStep(const CaseRecord& record, const Actor& actor) {
  for (const CaseMove& move : record.moves) {
    for (const MoveStep& step : move.steps) {
      if (step.state != StepState::kClosed || step.account.empty()) continue;
      if (IsSamePerson({step.account, step.person}, actor)) return true;
    }
  }
  return false;
}

}  // namespace

bool IsSamePerson(const Actor& a, const Actor& b) {
  return (!a.account.empty() && a.account == b.account) || (!a.person.empty() && a.person == b.person);
}

bool IsBarred(const CaseRecord& record, const Actor& actor) {
  return std::any_of(record.barred.begin(), record.barred.end(), [&](const BarredPerson& barred) {
    return barred.person == actor.person || barred.person == actor.account;
  });
}

absl::Status CheckPerson(const CaseRecord& record, Verb verb, const Actor& actor) {
  if (IsDeskVerb(verb)) return absl::OkStatus();
  const bool proposer = IsSamePerson(record.proposer, actor);
  if (IsProposersOwn(verb) && !proposer) {
    return Error(absl::StatusCode::kPermissionDenied, "CASE_PROPOSER_ONLY",
                 {{"verb", std::string(VerbName(verb))}});
  }
  if (!IsOpenToBarred(verb) && IsBarred(record, actor)) {
    return Error(absl::StatusCode::kPermissionDenied, "CASE_BARRED");
  }
  if (proposer && !IsOpenToProposer(verb)) return Error(absl::StatusCode::kPermissionDenied, "CASE_PROPOSER");
  const bool decides = verb == Verb::kApprove || verb == Verb::kStartIssue || StepOf(verb).has_value();
  if (decides && HasApproved(record, actor)) {
    return Error(absl::StatusCode::kPermissionDenied, "CASE_SAME_PERSON");
  }
  if (verb == Verb::kApprove && HasClosedStep(record, actor)) {
    return Error(absl::StatusCode::kPermissionDenied, "CASE_SAME_PERSON");
  }
  return absl::OkStatus();
}

}  // namespace selaras::approval
