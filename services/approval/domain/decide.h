// The workflow as a pure function: a case and an act give the next case and what happened, or a refusal with a reason.
// Everything that can be refused without looking outside is refused here; tables of route.h say what is possible.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_DECIDE_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_DECIDE_H_

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "services/approval/domain/case_record.h"
#include "services/approval/domain/terms.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval {

// Acts of people.
struct Submit {};
struct Revise {
  std::optional<absl::CivilDay> effective_date;
  std::vector<CaseMove> moves;  // Empty = as they were; else kind, agencies filled in.
};
// What the rule pack and the registry said (app fills it in).
struct Screen {
  struct Finding {
    int32_t move;
    std::string code, text_id;
    bool bars;  // Else a checklist item.
  };
  std::vector<Finding> findings;
  std::vector<std::pair<int32_t, int64_t>> appointment_revisions;  // Move, revision.
  std::vector<std::string> relatives;                              // Persons related to a mover.
  // Moves whose position needs no consideration by BKN (staff): the step closes by itself.
  std::vector<int32_t> without_consideration;
};
struct SettleItem {
  std::string code;
  int32_t move;
  std::string document_reference;
};
struct Recommend {
  bool in_favour;
  std::string note;
};
struct Meet {
  std::string meeting;
  std::vector<MeetingDecision> decisions;  // Of this case.
};
struct GiveConsent {
  int32_t move;
  bool given;
  std::string document_reference;
};
struct Consider {
  int32_t move;
  bool in_favour;
  std::string reference;
};
struct Approve {
  std::string content_hash;
};
struct Reject {
  int32_t move;  // 0 = the case.
  std::string reason;
};
struct ConfirmVeto {
  std::string child_plan;
  bool accept;
};
struct ReturnCase {
  std::vector<std::string> defects;
};
struct Recuse {
  std::string reason;
};
struct DeclareInterest {
  bool conflict;
};
struct Withdraw {
  std::string reason;
};
struct StartIssue {
  std::optional<absl::CivilDay> effective_date;  // Another one than the approved: refused.
  std::string signatory;
  bool collective;
};
struct Reconcile {
  bool retry;  // Else return.
  std::string note;
};
// Acts of the desks.
struct VetoAnswered {
  Veto answer;  // kReady or kFailed.
};
struct Replaced {
  std::string by;  // Case, empty = its people stay.
};
struct SeatsReserved {
  std::string reservation;
};
struct OutsideRefused {  // Registry refused to reserve or to apply.
  std::string reason;
};
struct DecreesNumbered {
  std::vector<std::pair<int32_t, std::string>> decrees;  // Move, decree.
};
struct DecreesSigned {};
struct DecreesApplied {};
struct SeatsReleased {};
struct Expire {};

using Act = std::variant<Submit, Revise, Screen, SettleItem, Recommend, Meet, GiveConsent, Consider, Approve,
                         Reject, ConfirmVeto, ReturnCase, Recuse, DeclareInterest, Withdraw, StartIssue,
                         Reconcile, VetoAnswered, Replaced, SeatsReserved, OutsideRefused, DecreesNumbered,
                         DecreesSigned, DecreesApplied, SeatsReleased, Expire>;

inline Verb VerbOf(const Act& act) {
  return static_cast<Verb>(act.index());
}

// Something that became true: an evidence leaf, and an event where `told`.
struct Happening {
  std::string kind;  // Past participle: "CaseSubmitted".
  std::vector<std::pair<std::string, std::string>> fields;
  bool told = false;
};

struct Decision {
  CaseRecord next;  // version grown by one, updated = now.
  std::vector<Happening> happenings;
};

struct DecideContext {
  absl::Time now;
  absl::CivilDay today;
  const Terms* terms;  // REQUIRES: not null. Of the pinned policy.
};

// kFailedPrecondition CASE_STATE (metadata state, verb, next): the state does not list the act. kPermissionDenied:
// CASE_PROPOSER, CASE_PROPOSER_ONLY, CASE_SAME_PERSON, CASE_BARRED (separation.h). kAborted CASE_CONTENT_CHANGED: the approver saw something else.
// kInvalidArgument: the act names what is not in the case.
//
// Order of writing: after Reconcile without retry, decrees are made void before the decision is saved, as approvals under
// a decree that stands stay.
absl::StatusOr<Decision> Decide(const CaseRecord& record, const Act& act, const Actor& actor,
                                const DecideContext& context);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_DECIDE_H_
