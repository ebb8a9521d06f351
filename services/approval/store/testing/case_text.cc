#include "services/approval/store/testing/case_text.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/civil_date.h"

namespace selaras::approval {
namespace {

template <typename Enum>
int Code(Enum value) {
  return static_cast<int>(value);
}

std::string Who(const Actor& actor) {
  return absl::StrCat(actor.account, "/", actor.person);
}

std::string Day(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatCivilDay(*day) : "-";
}

std::string List(const std::vector<std::string>& texts) {
  return absl::StrCat("[", absl::StrJoin(texts, "|"), "]");
}

// A line of fields, in the order of the struct.
template <typename... Fields>
std::string Line(const Fields&... fields) {
  std::string line;
  (absl::StrAppend(&line, fields, ";"), ...);
  line.push_back('\n');
  return line;
}

std::string TextOf(const CaseMove& m) {
  std::string text = Line("move", m.number, m.employee, m.from_post, m.to_post, Code(m.kind), m.self_request,
                          m.from_agency, m.to_agency, m.appointment_revision, m.decree);
  for (const MoveStep& s : m.steps) {
    text += Line("  step", Code(s.step), Code(s.state), s.reference, s.account, s.person, Day(s.due));
  }
  return text;
}

std::string TextOf(const Veto& v) {
  std::string text = Line("veto", Code(v.state), v.move, v.reason, Who(v.actor), Code(v.came_from),
                          v.child_plan, v.value_lost, v.value_lost_alone, List(v.replaced_cases),
                          List(v.new_chain_keys), v.failure_reason);
  for (const VetoChange& c : v.changes) text += Line("  change", c.employee, c.was_post, c.becomes_post);
  return text;
}

}  // namespace

std::string TextOf(const CaseRecord& r) {
  std::string text = Line(r.id, r.tenant, r.agency, Code(r.state), r.version, r.plan, r.chain_key,
                          r.letter_number, r.policy_hash, Who(r.proposer), FormatCivilDay(r.effective_date),
                          absl::BytesToHexString(r.content_salt), r.content_hash);
  for (const CaseMove& move : r.moves) text += TextOf(move);
  for (const ChecklistItem& c : r.checklist) {
    text += Line("item", c.code, c.move, c.text_id, c.settled, c.settled_by, c.document_reference);
  }
  for (const Approval& a : r.approvals) {
    text += Line("approval", a.slot, Who(a.actor), a.content_hash, absl::ToUnixMicros(a.time), a.voided);
  }
  for (const BarredPerson& b : r.barred) text += Line("barred", b.person, Code(b.bar));
  if (r.veto.has_value()) text += TextOf(*r.veto);
  text += Line("issue", Code(r.issue.step), r.issue.attempt, r.issue.signatory, r.issue.collective,
               r.issue.reservation, r.issue.reconcile_reason);
  return text + Line(List(r.decrees), List(r.defects), r.replaced_by, Day(r.due),
                     absl::ToUnixMicros(r.created), absl::ToUnixMicros(r.updated));
}

std::string TextOf(const Decree& d) {
  return Line(d.id, d.tenant, d.agency, Code(d.authority), Code(d.state), d.version, d.year, d.sequence,
              d.number, d.case_id, absl::StrJoin(d.moves, ","), d.signatory, d.collective,
              FormatCivilDay(d.decree_date), FormatCivilDay(d.effective_date), d.content_hash, d.pdf_hash,
              d.registry_revision);
}

std::string TextOf(const Meeting& m) {
  std::string text = Line(m.id, m.tenant, FormatCivilDay(m.date), m.place, m.chair, m.secretary,
                          List(m.agenda), List(m.attendees), m.quorum);
  for (const MeetingDecision& d : m.decisions) {
    text += Line("decision", d.case_id, d.move, Code(d.vote), List(d.dissenters), d.note);
  }
  return text;
}

}  // namespace selaras::approval
