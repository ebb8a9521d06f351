#include "services/approval/domain/decide.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/content.h"
#include "services/approval/domain/deciding.h"
#include "services/approval/domain/due.h"
#include "services/approval/domain/route.h"
#include "services/approval/domain/separation.h"

namespace selaras::approval {
namespace {

static_assert(std::variant_size_v<Act> == kVerbCount);
static_assert(
    std::is_same_v<std::variant_alternative_t<static_cast<int>(Verb::kStartIssue), Act>, StartIssue>);
static_assert(
    std::is_same_v<std::variant_alternative_t<static_cast<int>(Verb::kSeatsReleased), Act>, SeatsReleased>);

absl::Status WrongState(const CaseRecord& record, Verb verb) {
  const std::string next = absl::StrJoin(NextVerbs(record), ", ", [](std::string* out, Verb next_verb) {
    absl::StrAppend(out, VerbName(next_verb));
  });
  return Error(absl::StatusCode::kFailedPrecondition, "CASE_STATE",
               {{"state", std::string(StateName(record.state))},
                {"verb", std::string(VerbName(verb))},
                {"next", next.empty() ? "-" : next}});
}

absl::Status CheckRoutes(const CaseRecord& record) {
  for (const CaseMove& move : record.moves) {
    if (RowOf(move.kind).complete) continue;
    return Error(absl::StatusCode::kFailedPrecondition, "ROUTE_NOT_AVAILABLE",
                 {{"kind", std::string(KindName(move.kind))}});
  }
  return absl::OkStatus();
}

absl::Status CheckSettled(const CaseRecord& record) {
  const auto open = std::count_if(record.checklist.begin(), record.checklist.end(),
                                  [](const ChecklistItem& item) { return !item.settled; });
  if (open == 0) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "CASE_CHECKLIST_OPEN", {{"open", absl::StrCat(open)}});
}

absl::Status CheckQuiet(const CaseRecord& record, const DecideContext& context) {
  const absl::Time expires = record.updated + absl::Hours(24) * context.terms->expiry_days;
  if (context.now >= expires) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "CASE_NOT_QUIET",
               {{"expires", absl::FormatTime("%Y-%m-%d", expires, absl::UTCTimeZone())}});
}

absl::Status CheckNeed(const CaseRecord& record, Need need, const DecideContext& context) {
  switch (need) {
    case Need::kRoute:
      return CheckRoutes(record);
    case Need::kChecklist:
      return CheckSettled(record);
    case Need::kQuiet:
      return CheckQuiet(record, context);
    default:
      return absl::OkStatus();
  }
}

// Through every gate that is open.
void Advance(CaseRecord& record, const Terms& terms) {
  for (bool moved = true; moved;) {
    moved = false;
    for (const GateRow& row : GateRows()) {
      if (row.gate == Gate::kNone || !row.from.Has(record.state)) continue;
      if (!IsOpen(record, row.gate, terms.approval_slots)) continue;
      record.state = *row.to;
      moved = true;
    }
  }
}

absl::Status EnterState(Deciding& d) {
  if (d.other.has_value()) {
    if (d.other != d.row.to && !d.row.also.Has(*d.other))
      return absl::InternalError("an act leads where its row does not");
    d.next.state = *d.other;
  } else if (d.row.gate == Gate::kNone && d.row.to.has_value()) {
    d.next.state = *d.row.to;
  }
  Advance(d.next, *d.context.terms);
  return absl::OkStatus();
}

// What every happening of the act tells beside its own fields.
void Stamp(Deciding& d, const CaseRecord& was) {
  for (Happening& happening : d.happenings) {
    happening.fields.emplace_back("from_state", StateName(was.state));
    happening.fields.emplace_back("to_state", StateName(d.next.state));
    happening.fields.emplace_back("version", absl::StrCat(d.next.version));
    happening.fields.emplace_back("content_hash", d.next.content_hash);
    if (!d.actor.person.empty()) happening.fields.emplace_back("person", d.actor.person);
  }
}

}  // namespace

absl::StatusOr<Decision> Decide(const CaseRecord& record, const Act& act, const Actor& actor,
                                const DecideContext& context) {
  const Verb verb = VerbOf(act);
  const GateRow* row = MayFollow(record, verb);
  if (row == nullptr) return WrongState(record, verb);
  SELARAS_RETURN_IF_ERROR(CheckPerson(record, verb, actor));
  SELARAS_RETURN_IF_ERROR(CheckNeed(record, row->need, context));
  Deciding d{actor, context, *row, record, std::nullopt, {}};
  SELARAS_RETURN_IF_ERROR(std::visit([&](const auto& taken) { return Take(d, taken); }, act));
  d.next.content_hash = ContentHash(d.next);
  SELARAS_RETURN_IF_ERROR(EnterState(d));
  SetDueDates(d.next, record.state, context);
  ++d.next.version;
  d.next.updated = context.now;
  Stamp(d, record);
  return Decision{std::move(d.next), std::move(d.happenings)};
}

}  // namespace selaras::approval
