#include "services/approval/pages/markdown_tables.h"

#include <map>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/approval/domain/route.h"

namespace selaras::approval {
namespace {

std::string Names(Roles roles) {
  return absl::StrJoin(RolesOf(roles), ", ",
                       [](std::string* out, Role role) { absl::StrAppend(out, RoleName(role)); });
}

// Runs of states in the order of the enum as "FIRST … LAST".
std::string Names(StateSet states) {
  const std::vector<CaseState> list = states.List();
  std::vector<std::string> parts;
  for (size_t i = 0; i < list.size();) {
    size_t end = i;
    while (end + 1 < list.size() && static_cast<int>(list[end + 1]) == static_cast<int>(list[end]) + 1) ++end;
    if (end - i >= 2) {
      parts.push_back(absl::StrCat(StateName(list[i]), " … ", StateName(list[end])));
      i = end + 1;
    } else {
      parts.emplace_back(StateName(list[i++]));
    }
  }
  return absl::StrJoin(parts, ", ");
}

absl::string_view Words(Need need) {
  switch (need) {
    case Need::kNothing:
      return "";
    case Need::kRescreenOpen:
      return "the date was revised";
    case Need::kOpenItem:
      return "an item is open";
    case Need::kStepDue:
      return "the step is due on a move";
    case Need::kVetoAsked:
      return "not answered yet";
    case Need::kReserve:
      return "step RESERVE";
    case Need::kNumber:
      return "step NUMBER";
    case Need::kSign:
      return "step SIGN";
    case Need::kApply:
      return "step APPLY";
    case Need::kRoute:
      return "every route is complete";
    case Need::kChecklist:
      return "checklist settled";
    case Need::kQuiet:
      return "no act for the term of expiry";
  }
  return "";
}

absl::string_view Words(Gate gate) {
  switch (gate) {
    case Gate::kNone:
      return "";
    case Gate::kRecommendation:
      return "RECOMMENDATION closed on all moves";
    case Gate::kMeeting:
      return "MEETING closed on all moves";
    case Gate::kConsent:
      return "CONSENT closed on all moves that have it";
    case Gate::kConsideration:
      return "CONSIDERATION closed on all moves that have it";
    case Gate::kSlots:
      return "all slots filled";
  }
  return "";
}

std::string KindTable() {
  std::string out = "| kind | here | proposer | decree by | then | source |\n|---|---|---|---|---|---|\n";
  for (const KindRow& row : KindRows()) {
    absl::StrAppend(&out, "| ", KindName(row.kind), " | ", row.complete ? "complete" : "data only", " | ",
                    row.proposer, " | ", AuthorityName(row.authority), ": ", row.signs, " | ", row.then,
                    " | ", row.legal_basis, " `[", std::string(1, row.mark), "]` |\n");
  }
  return out;
}

}  // namespace

std::string RouteTable() {
  std::string out =
      "| kind | # | step | verb | entered by | decided by | when | source "
      "|\n|---|---|---|---|---|---|---|---|\n";
  for (const RouteRow& row : RouteRows()) {
    absl::StrAppend(
        &out, "| ", KindName(row.kind), " | ", row.order, " | ", StepName(row.step), " | ",
        VerbName(row.verb), " | ", Names(row.roles), " | ", row.party, " | ",
        row.condition == StepCondition::kAlways ? "always" : "positions of the policy's consideration_groups",
        " | ", row.legal_basis, " `[", std::string(1, row.mark), "]` |\n");
  }
  return out;
}

std::string GateTable() {
  std::string out =
      "| in | verb | by | needs | goes on when | to | else, note |\n|---|---|---|---|---|---|---|\n";
  for (const GateRow& row : GateRows()) {
    const std::string also = Names(row.also);
    absl::StrAppend(&out, "| ", Names(row.from), " | ", VerbName(row.verb), " | ", Names(row.roles), " | ",
                    Words(row.need), " | ", Words(row.gate), " | ",
                    row.to.has_value() ? StateName(*row.to) : absl::string_view("stays"), " | ", also,
                    also.empty() || row.note.empty() ? "" : "; ", row.note, " |\n");
  }
  return out;
}

absl::StatusOr<std::string> WithTables(absl::string_view page) {
  std::map<std::string, std::string, std::less<>> tables = {
      {"kinds", KindTable()}, {"routes", RouteTable()}, {"gates", GateTable()}};
  constexpr absl::string_view kBegin = "<!-- table: ", kClose = " -->\n", kEnd = "<!-- end -->";
  std::string out;
  while (true) {
    const size_t begin = page.find(kBegin);
    if (begin == absl::string_view::npos) break;
    const size_t name_at = begin + kBegin.size();
    const size_t close = page.find(kClose, name_at);
    const size_t end = page.find(kEnd, name_at);
    if (close == absl::string_view::npos || end == absl::string_view::npos || close > end) {
      return absl::InvalidArgumentError("a table marker is not ended");
    }
    const auto table = tables.find(std::string(page.substr(name_at, close - name_at)));
    if (table == tables.end()) return absl::InvalidArgumentError("a marker names no table, or one twice");
    absl::StrAppend(&out, page.substr(0, close + kClose.size()), table->second, kEnd);
    tables.erase(table);
    page.remove_prefix(end + kEnd.size());
  }
  if (!tables.empty())
    return absl::InvalidArgumentError(absl::StrCat("the page lacks ", tables.begin()->first));
  absl::StrAppend(&out, page);
  return out;
}

}  // namespace selaras::approval
