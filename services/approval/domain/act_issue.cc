// Issue and Reconcile, and the acts of the issue desk between them. Each desk act stands for one step done outside and
// repeats safely: a step that is done already is not available again.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/deciding.h"
#include "services/approval/domain/separation.h"

namespace selaras::approval {
namespace {

absl::Status Incomplete(int32_t move) {
  return Error(absl::StatusCode::kInvalidArgument, "CASE_DECREES_INCOMPLETE", {{"move", MoveName(move)}});
}

bool SeatsGone(const Issue& issue) {
  return issue.step > IssueStep::kReserve && issue.reservation.empty();
}

// Back to the proposer: what was reserved, numbered and signed counts no more. `attempt` goes on, so that the request ids
// of the next issue are new ones.
void Undo(CaseRecord& record, absl::string_view note) {
  VoidApprovals(record);
  for (CaseMove& move : record.moves) move.decree.clear();
  record.decrees.clear();
  record.defects = {absl::StrCat("penerbitan ditolak (", record.issue.reconcile_reason, "): ", note)};
  const int32_t attempt = record.issue.attempt;
  record.issue = Issue{.step = IssueStep::kNone, .attempt = attempt};
}

}  // namespace

absl::Status Take(Deciding& d, const StartIssue& act) {
  if (act.effective_date.has_value() && *act.effective_date != d.next.effective_date) {
    return Error(absl::StatusCode::kFailedPrecondition, "CASE_DATE_OTHER",
                 {{"approved", FormatCivilDay(d.next.effective_date)}});
  }
  if (act.signatory.empty()) return InvalidField("signatory", "name who signs");
  const Actor signatory{act.signatory, act.signatory};
  if (IsBarred(d.next, signatory)) return Error(absl::StatusCode::kPermissionDenied, "CASE_BARRED");
  if (IsSamePerson(d.next.proposer, signatory))
    return Error(absl::StatusCode::kPermissionDenied, "CASE_PROPOSER");
  Issue& issue = d.next.issue;
  issue.step = IssueStep::kReserve;
  ++issue.attempt;
  issue.signatory = act.signatory;
  issue.collective = act.collective;
  issue.reservation.clear();
  issue.reconcile_reason.clear();
  d.Happen("IssueStarted", {{"signatory", act.signatory},
                            {"collective", act.collective ? "yes" : "no"},
                            {"attempt", absl::StrCat(issue.attempt)}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const SeatsReserved& act) {
  if (act.reservation.empty()) return InvalidField("reservation", "must not be empty");
  d.next.issue.reservation = act.reservation;
  d.next.issue.step = IssueStep::kNumber;
  d.Happen("SeatsReserved", {{"reservation", act.reservation}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const DecreesNumbered& act) {
  absl::flat_hash_set<int32_t> numbered;
  for (const auto& [number, decree] : act.decrees) {
    SELARAS_ASSIGN_OR_RETURN(CaseMove * move, FindMove(d.next, number));
    if (decree.empty() || !numbered.insert(number).second) return Incomplete(number);
    move->decree = decree;
    if (std::find(d.next.decrees.begin(), d.next.decrees.end(), decree) == d.next.decrees.end()) {
      d.next.decrees.push_back(decree);
    }
  }
  for (const CaseMove& move : d.next.moves) {
    if (!numbered.contains(move.number)) return Incomplete(move.number);
  }
  d.next.issue.step = IssueStep::kSign;
  d.Happen("DecreesNumbered", {{"decrees", absl::StrCat(d.next.decrees.size())}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const DecreesSigned&) {
  d.next.issue.step = IssueStep::kApply;
  d.Happen("CaseIssued", {{"signatory", d.next.issue.signatory}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const DecreesApplied&) {
  d.next.issue.step = IssueStep::kDone;
  d.Happen("CaseApplied", {{"decrees", absl::StrCat(d.next.decrees.size())}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const OutsideRefused& act) {
  if (act.reason.empty()) return InvalidField("reason", "must not be empty");
  d.next.issue.reconcile_reason = act.reason;
  d.Happen("IssueRefused", {{"reason", act.reason}, {"attempt", absl::StrCat(d.next.issue.attempt)}});
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const SeatsReleased&) {
  d.next.issue.reservation.clear();
  d.Happen("SeatsReleased");
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const Reconcile& act) {
  d.Happen("CaseReconciled", {{"retry", act.retry ? "yes" : "no"},
                              {"reason", d.next.issue.reconcile_reason},
                              {"reason_hash", ReasonHash(act.note)}});
  if (!act.retry) {
    Undo(d.next, act.note);
    d.other = CaseState::kReturned;
    return absl::OkStatus();
  }
  if (SeatsGone(d.next.issue)) return Error(absl::StatusCode::kFailedPrecondition, "CASE_SEATS_RELEASED");
  ++d.next.issue.attempt;
  d.next.issue.reconcile_reason.clear();
  if (d.next.issue.step == IssueStep::kApply) d.other = CaseState::kIssued;
  return absl::OkStatus();
}

}  // namespace selaras::approval
