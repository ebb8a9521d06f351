// The two tables from which code, tests, documentation and diagram come (docs/approval.md prints them):
//   * the route of a move, by its kind: which steps, who takes them, on what law, and who signs the decree;
//   * the gates of a case: in which state which verb by whom, what it needs, and where it leads.
// A verb that closes the last open step of its kind opens the gate, and the case goes on through every gate that is open:
// moves inside one agency have no CONSENT, so a case of them passes COORDINATED → CONSENTED by itself.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_ROUTE_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_ROUTE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/approval/domain/case_record.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval {

// When a step of the route has to be taken.
enum class StepCondition : uint8_t { kAlways, kConsideredGroup };

// `mark`: how sure the source is, as in policies: C, S, U, A.
struct RouteRow {
  MoveKind kind;
  int32_t order;  // From 1 within the kind.
  Step step;
  Verb verb;
  Roles roles;              // Who enters it.
  absl::string_view party;  // Whose decision it is.
  StepCondition condition;
  absl::string_view legal_basis;
  char mark;
};

struct KindRow {
  MoveKind kind;
  bool complete;  // Else Submit is refused with ROUTE_NOT_AVAILABLE; the rows are there as data.
  absl::string_view proposer;
  Authority authority;
  absl::string_view signs;  // Who signs, in words.
  absl::string_view then;
  absl::string_view legal_basis;
  char mark;
};

absl::Span<const KindRow> KindRows();    // One per kind, in the order of MoveKind.
absl::Span<const RouteRow> RouteRows();  // By (kind, order).
const KindRow& RowOf(MoveKind kind);
// Of a kind, by order.
absl::Span<const RouteRow> RouteOf(MoveKind kind);
inline Authority AuthorityOf(MoveKind kind) {
  return RowOf(kind).authority;
}
// All open, without dates.
std::vector<MoveStep> StepsOf(MoveKind kind);

// What a verb needs beside the state. The first group makes the verb not available (CASE_STATE), the second is
// refused with a reason of its own.
enum class Need : uint8_t {
  kNothing,
  kRescreenOpen,  // The date was revised after screening.
  kOpenItem,      // Something on the checklist is not settled.
  kStepDue,       // The verb's step is open on some move, and the steps before it are closed.
  kVetoAsked,
  kReserve,  // Issue step, likewise the next three.
  kNumber,
  kSign,
  kApply,

  kRoute,      // Every move is of a kind with a complete route: ROUTE_NOT_AVAILABLE.
  kChecklist,  // Every item settled: CASE_CHECKLIST_OPEN.
  kQuiet,      // No act for `expiry_days`: CASE_NOT_QUIET.
};

// What must hold for the case to go on to `to`; until then the verb leaves the state as it is.
enum class Gate : uint8_t { kNone, kRecommendation, kMeeting, kConsent, kConsideration, kSlots };

struct GateRow {
  StateSet from;
  Verb verb;
  Roles roles;
  Need need;
  Gate gate;
  std::optional<CaseState> to;  // nullopt = the state stays.
  StateSet also;                // Where it may lead else, with the condition in `note`.
  absl::string_view note;
};

// A pair of state and verb stands in at most one row.
absl::Span<const GateRow> GateRows();
// Null: the table does not list the pair.
const GateRow* FindGate(CaseState from, Verb verb);

// The step that a verb closes; nullopt for others.
std::optional<Step> StepOf(Verb verb);
// Step `step` of the move: open, and all before it closed.
bool IsDue(const CaseMove& move, Step step);
// The step is closed on every move that has it.
bool IsClosedOnAll(const CaseRecord& record, Step step);
// Approvals that stand: not void, over the present content.
std::vector<const Approval*> StandingApprovals(const CaseRecord& record);
// Whether `gate` is open. REQUIRES: gate is not kNone.
bool IsOpen(const CaseRecord& record, Gate gate, int32_t approval_slots);

// The row by which `verb` may be done to the record now, by anybody with the role; null if none. Needs of the second
// group are not asked.
const GateRow* MayFollow(const CaseRecord& record, Verb verb);
// Verbs of people that may follow, in the order of Verb.
std::vector<Verb> NextVerbs(const CaseRecord& record);

// Checklist item that a revised date leaves; only Screen settles it.
inline constexpr char kRescreenItem[] = "RESCREEN";

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_ROUTE_H_
