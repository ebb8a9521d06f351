#include "services/approval/pages/state_diagram.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/approval/domain/route.h"
#include "services/approval/pages/state_edges.h"

namespace selaras::approval {
namespace {

struct Point {
  int x, y;
};
struct Box {
  CaseState state;
  Point centre;
};
// A line through `points`, its label from `label` downwards, at most `per_line` verbs on one line.
struct Line {
  const char* from;
  const char* to;
  std::vector<Point> points;
  Point label;
  int per_line = 9;
};
struct Frame {
  const char* name;
  Point from, to;
};

constexpr int kHalfWidth = 75, kHalfHeight = 17, kLineHeight = 14;

const std::vector<Box>& Boxes() {
  using S = CaseState;
  static const auto* const kBoxes = new std::vector<Box>{
      {S::kDraft, {470, 48}},        {S::kSubmitted, {470, 118}},   {S::kScreened, {470, 188}},
      {S::kRecommended, {470, 258}}, {S::kCoordinated, {470, 328}}, {S::kConsented, {470, 398}},
      {S::kConsidered, {470, 468}},  {S::kApproved, {470, 538}},    {S::kIssuing, {470, 652}},
      {S::kIssued, {470, 722}},      {S::kApplied, {470, 796}},     {S::kReturned, {130, 328}},
      {S::kVetoed, {820, 328}},      {S::kReconcile, {130, 687}},   {S::kRejected, {1130, 188}},
      {S::kWithdrawn, {1130, 398}},  {S::kExpired, {1130, 468}},    {S::kReplaced, {1130, 538}}};
  return *kBoxes;
}

const std::vector<Frame>& Frames() {
  static const auto* const kFrames = new std::vector<Frame>{{"before issue", {30, 14}, {915, 606}},
                                                            {"deciding", {330, 92}, {690, 564}},
                                                            {"issue", {385, 626}, {640, 748}}};
  return *kFrames;
}

const std::vector<Line>& Lines() {
  static const auto* const kLines = new std::vector<Line>{
      {"DRAFT", "SUBMITTED", {{470, 65}, {470, 101}}, {478, 87}},
      {"SUBMITTED", "SCREENED", {{470, 135}, {470, 171}}, {478, 157}},
      {"SCREENED", "RECOMMENDED", {{470, 205}, {470, 241}}, {478, 227}},
      {"RECOMMENDED", "COORDINATED", {{470, 275}, {470, 311}}, {478, 297}},
      {"COORDINATED", "CONSENTED", {{470, 345}, {470, 381}}, {478, 367}},
      {"CONSENTED", "CONSIDERED", {{470, 415}, {470, 451}}, {478, 437}},
      {"CONSIDERED", "APPROVED", {{470, 485}, {470, 521}}, {478, 507}},
      {"APPROVED", "ISSUING", {{470, 555}, {470, 635}}, {478, 622}},
      {"ISSUING", "ISSUED", {{470, 669}, {470, 705}}, {478, 691}},
      {"ISSUED", "APPLIED", {{470, 739}, {470, 779}}, {478, 766}},
      {"APPROVED", "CONSIDERED", {{545, 538}, {600, 538}, {600, 468}, {545, 468}}, {607, 492}, 1},
      {"RETURNED", "DRAFT", {{130, 311}, {130, 48}, {395, 48}}, {140, 42}},
      {"deciding", "RETURNED", {{330, 328}, {205, 328}}, {209, 307}, 2},
      {"deciding", "VETOED", {{690, 317}, {745, 317}}, {697, 266}, 1},
      {"VETOED", "deciding", {{745, 339}, {690, 339}}, {697, 355}},
      {"deciding", "REJECTED", {{690, 188}, {1055, 188}}, {722, 168}, 3},
      {"VETOED", "REJECTED", {{895, 328}, {1130, 328}, {1130, 205}}, {1000, 322}},
      {"VETOED", "RETURNED", {{820, 345}, {820, 586}, {150, 586}, {150, 345}}, {560, 580}},
      {"before issue", "WITHDRAWN", {{915, 398}, {1055, 398}}, {923, 392}},
      {"before issue", "EXPIRED", {{915, 468}, {1055, 468}}, {923, 462}},
      {"before issue", "REPLACED", {{915, 538}, {1055, 538}}, {923, 518}, 1},
      {"issue", "RECONCILE", {{385, 687}, {205, 687}}, {250, 682}},
      {"RECONCILE", "ISSUING", {{170, 670}, {170, 652}, {395, 652}}, {250, 646}},
      {"RECONCILE", "ISSUED", {{170, 704}, {170, 722}, {395, 722}}, {250, 737}},
      {"RECONCILE", "RETURNED", {{110, 670}, {110, 345}}, {44, 640}},
  };
  return *kLines;
}

const char* FillOf(CaseState state) {
  if (state == CaseState::kApplied) return "#cfe8cf";
  if (IsEnd(state)) return "#e3e3e3";
  if (state == CaseState::kReconcile || state == CaseState::kVetoed) return "#f9dcc4";
  if (state == CaseState::kReturned) return "#fdf0c4";
  return "#dbe7f5";
}

void Text(std::string& out, Point at, absl::string_view text, absl::string_view attributes) {
  absl::StrAppend(&out, "<text x=\"", at.x, "\" y=\"", at.y, "\" ", attributes, ">", text, "</text>\n");
}

void Label(std::string& out, const Line& line, const std::vector<Verb>& verbs) {
  Point at = line.label;
  for (size_t i = 0; i < verbs.size();) {
    std::string text;
    for (int n = 0; n < line.per_line && i < verbs.size(); ++n, ++i) {
      absl::StrAppend(&text, text.empty() ? "" : ", ", VerbName(verbs[i]));
    }
    Text(out, at, text, IsDeskVerb(verbs[i - 1]) ? "class=\"desk\"" : "class=\"verb\"");
    at.y += kLineHeight;
  }
}

void Draw(std::string& out, const Line& line, const std::vector<Verb>& verbs) {
  absl::StrAppend(&out, "<polyline points=\"");
  for (const Point& point : line.points) absl::StrAppend(&out, point.x, ",", point.y, " ");
  absl::StrAppend(&out, "\"/>\n");
  Label(out, line, verbs);
}

constexpr absl::string_view kHead =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1230 870" font-family="sans-serif">
<!-- Written from services/approval/domain/route_table.cc by approval_pages. -->
<style>
rect.frame { fill: none; stroke: #8a8a8a; stroke-dasharray: 5 4; }
rect.state { stroke: #333333; }
polyline { fill: none; stroke: #333333; marker-end: url(#arrow); }
text { font-size: 12px; fill: #111111; }
text.state { font-size: 13px; font-weight: bold; text-anchor: middle; }
text.desk { fill: #8a4b00; font-style: italic; }
text.frame { fill: #6a6a6a; }
</style>
<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0,1 L10,5 L0,9 z" fill="#333333"/></marker></defs>
<rect width="1230" height="870" fill="#ffffff"/>
)";

}  // namespace

absl::StatusOr<std::string> StateDiagram() {
  std::string out(kHead);
  for (const Frame& frame : Frames()) {
    absl::StrAppend(&out, "<rect class=\"frame\" x=\"", frame.from.x, "\" y=\"", frame.from.y, "\" width=\"",
                    frame.to.x - frame.from.x, "\" height=\"", frame.to.y - frame.from.y, "\" rx=\"12\"/>\n");
    Text(out, {frame.to.x - 8, frame.to.y - 8}, frame.name, "class=\"frame\" text-anchor=\"end\"");
  }
  auto edges = StateEdges();
  std::erase_if(edges, [](const auto& edge) { return edge.first.first == edge.first.second; });
  for (const Line& line : Lines()) {
    const auto edge = edges.find({line.from, line.to});
    if (edge == edges.end()) {
      return absl::InternalError(absl::StrCat("the tables have no edge ", line.from, " → ", line.to));
    }
    Draw(out, line, edge->second);
    edges.erase(edge);
  }
  if (!edges.empty()) {
    const auto& [from, to] = edges.begin()->first;
    return absl::InternalError(absl::StrCat("the diagram has no line for ", from, " → ", to));
  }
  for (const Box& box : Boxes()) {
    absl::StrAppend(&out, "<rect class=\"state\" x=\"", box.centre.x - kHalfWidth, "\" y=\"",
                    box.centre.y - kHalfHeight, "\" width=\"", 2 * kHalfWidth, "\" height=\"",
                    2 * kHalfHeight, "\" rx=\"6\" fill=\"", FillOf(box.state), "\"/>\n");
    Text(out, {box.centre.x, box.centre.y + 5}, StateName(box.state), "class=\"state\"");
  }
  Text(out, {40, 840},
       "Dashed frame: the verb may be done in every state of it, or in those that the table names. Italic: "
       "done by the "
       "service itself. Verbs that leave the state are in the table only.",
       "");
  Text(out, {40, 858},
       "After each act a case goes on through every gate that is open: without moves that need consent, "
       "COORDINATED is "
       "passed.",
       "");
  out += "</svg>\n";
  return out;
}

}  // namespace selaras::approval
