// What the parts of Decide share: one act on its way. Internal to domain.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_DECIDING_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_DECIDING_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/approval/domain/decide.h"
#include "services/approval/domain/route.h"

namespace selaras::approval {

struct Deciding {
  const Actor& actor;
  const DecideContext& context;
  const GateRow& row;
  CaseRecord next;                 // Begins as a copy of the record.
  std::optional<CaseState> other;  // Instead of row.to; one of row.also.
  std::vector<Happening> happenings;

  void Happen(absl::string_view kind, std::vector<std::pair<std::string, std::string>> fields = {}) {
    happenings.push_back({std::string(kind), std::move(fields)});
  }
};

// Each checks its act, changes `next` except its state, and says what happened.
absl::Status Take(Deciding& d, const Submit& act);
absl::Status Take(Deciding& d, const Revise& act);
absl::Status Take(Deciding& d, const Screen& act);
absl::Status Take(Deciding& d, const SettleItem& act);
absl::Status Take(Deciding& d, const Recommend& act);
absl::Status Take(Deciding& d, const Meet& act);
absl::Status Take(Deciding& d, const GiveConsent& act);
absl::Status Take(Deciding& d, const Consider& act);
absl::Status Take(Deciding& d, const Approve& act);
absl::Status Take(Deciding& d, const Reject& act);
absl::Status Take(Deciding& d, const ConfirmVeto& act);
absl::Status Take(Deciding& d, const ReturnCase& act);
absl::Status Take(Deciding& d, const Recuse& act);
absl::Status Take(Deciding& d, const DeclareInterest& act);
absl::Status Take(Deciding& d, const Withdraw& act);
absl::Status Take(Deciding& d, const StartIssue& act);
absl::Status Take(Deciding& d, const Reconcile& act);
absl::Status Take(Deciding& d, const VetoAnswered& act);
absl::Status Take(Deciding& d, const Replaced& act);
absl::Status Take(Deciding& d, const SeatsReserved& act);
absl::Status Take(Deciding& d, const OutsideRefused& act);
absl::Status Take(Deciding& d, const DecreesNumbered& act);
absl::Status Take(Deciding& d, const DecreesSigned& act);
absl::Status Take(Deciding& d, const DecreesApplied& act);
absl::Status Take(Deciding& d, const SeatsReleased& act);
absl::Status Take(Deciding& d, const Expire& act);

void VoidApprovals(CaseRecord& record);
// Bars `person` unless he is barred for that reason already, and voids what he approved.
void BarPerson(CaseRecord& record, absl::string_view person, Bar bar);
// Movers are barred anew after the moves changed.
void BarMovers(CaseRecord& record);
// Moves to VETOED where a plan proposed `move`, else to REJECTED; approvals are void.
void RefuseMove(Deciding& d, int32_t move, absl::string_view reason);
// `text` as it may stand in evidence: free text may hold names, so its hash does. Empty stays empty.
std::string ReasonHash(absl::string_view text);
// "moves/2"; "cases" for 0.
std::string MoveName(int32_t move);
// kInvalidArgument CASE_MOVE_UNKNOWN.
absl::StatusOr<CaseMove*> FindMove(CaseRecord& record, int32_t number);
// Numbers moves from 1 in their order and takes steps, decrees and revisions away.
void NumberMoves(std::vector<CaseMove>& moves);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_DECIDING_H_
