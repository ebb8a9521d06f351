#include "services/verify_rows/lawful.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/rules/expression.h"
#include "libs/rules/ranks.h"

namespace selaras::verify_rows {
namespace {

using rules::Fact;
using rules::Facts;

rules::Facts PlanUndecided() {
  Facts plan;
  plan.Set(Fact::plan_ministerial_approval, 0);
  return plan;
}

void SetGrade(Fact fact, int64_t siasn_id, Facts& out) {
  if (siasn_id == 0) {
    out.Set(fact, 0);
  } else {
    out.SetIfKnown(fact, rules::GradeOrder(static_cast<int32_t>(siasn_id)));
  }
}

void SetPositive(Fact fact, int64_t value, Facts& out) {
  if (value > 0) out.Set(fact, value);
}

bool Contains(const std::string& list, const std::string& word) {
  return !word.empty() &&
         absl::StrCat(" ", list, " ").find(absl::StrCat(" ", word, " ")) != std::string::npos;
}

}  // namespace

Lawful::Lawful(const ProvinceFacts& facts, const rules::RulePack& pack)
    : facts_(facts),
      evaluator_(pack, facts.day(), rules::Stage::kPlan, PlanUndecided()),
      symbols_(pack.symbols()) {}

void Lawful::SetCalendar(const std::string& agency, Fact determination, Fact term_end, Fact inauguration,
                         Facts& out) const {
  const auto found = facts_.agencies.find(agency);
  if (found == facts_.agencies.end()) return;
  for (const CalendarFact& calendar : facts_.calendars) {
    if (calendar.region != found->second.region) continue;
    out.SetDayIfKnown(determination, calendar.determination);
    out.SetDayIfKnown(term_end, calendar.term_end);
    out.SetDayIfKnown(inauguration, calendar.inauguration);
    return;
  }
}

void Lawful::SetPresent(const Standing& standing, Facts& out) const {
  const auto text = [&](Fact fact, const std::string& word) {
    if (!word.empty()) out.Set(fact, symbols_.Intern(word));
  };
  out.Set(Fact::person_holds_post, !standing.post.empty());
  std::string agency = standing.agency;
  if (!facts_.agencies.contains(agency) && !standing.post.empty())
    agency = facts_.posts.at(standing.post).agency;
  if (const auto found = facts_.agencies.find(agency); found != facts_.agencies.end()) {
    text(Fact::present_agency, agency);
    text(Fact::present_agency_kind, found->second.kind);
    SetCalendar(agency, Fact::present_determination_date, Fact::present_term_end,
                Fact::present_inauguration_date, out);
  }
  if (const auto position = facts_.positions.find(standing.position); position != facts_.positions.end()) {
    text(Fact::present_position, standing.position);
    text(Fact::present_family, position->second.family);
    text(Fact::present_group, position->second.group);
    SetPositive(Fact::present_level, position->second.level, out);
    SetPositive(Fact::present_job_class, position->second.job_class, out);
  }
  if (standing.post.empty()) {
    out.Set(Fact::present_head_of_unit, 0);
    return;
  }
  const PostFact& post = facts_.posts.at(standing.post);
  out.Set(Fact::present_head_of_unit, post.head);
  size_t colleagues = 0;
  for (const std::string& other : facts_.units.at(post.unit).posts) {
    const auto here = facts_.incumbents.find(other);
    if (facts_.posts.at(other).position == post.position && here != facts_.incumbents.end())
      colleagues += here->second.size();
  }
  out.Set(Fact::person_sole_specialist, colleagues == 1);
}

// A career that does not reach back to the appointment would read as too short: then nothing is said of it.
void Lawful::SetCareer(const Standing& standing, const Dossier& dossier, Facts& out) const {
  const Day today = facts_.day();
  if (dossier.appointed.has_value())
    out.Set(Fact::person_appointed_months, MonthsFromTo(*dossier.appointed, today));
  if (!standing.post.empty() && standing.since.has_value())
    out.Set(Fact::person_tenure_months, MonthsFromTo(*standing.since, today));
  if (dossier.retirement.has_value())
    out.Set(Fact::person_retirement_months, MonthsFromTo(today, *dossier.retirement));
  if (!dossier.appointed.has_value() || dossier.career.empty()) return;
  int64_t staff = 0, supervisor = 0, administrator = 0, executive = 0, senior = 0, all = 0;
  Day first = today;
  for (const Spell& spell : dossier.career) {
    const auto position = facts_.positions.find(spell.position);
    if (position == facts_.positions.end()) return;
    first = std::min(first, spell.start);
    const Day end = std::min(spell.end.value_or(today), today);
    if (end <= spell.start) continue;
    const int64_t months = MonthsFromTo(spell.start, end);
    const std::string& group = position->second.group;
    all += months;
    if (Contains("PLK JF_EXPERT JF_SKILLED", group)) staff += months;
    if (group == "PGW") supervisor += months;
    if (group == "ADM") administrator += months;
    if (group == "JPT_P") executive += months;
    if (Contains("JPT_M JPT_U", group)) senior += months;
  }
  if (first > rules::AddMonths(*dossier.appointed, 12)) return;  // A part is missing.
  out.Set(Fact::person_months_staff, staff);
  out.Set(Fact::person_months_supervisor, supervisor);
  out.Set(Fact::person_months_administrator, administrator);
  out.Set(Fact::person_months_executive, executive);
  out.Set(Fact::person_months_senior_executive, senior);
  out.Set(Fact::person_months_relevant, all);
}

void Lawful::SetQualifications(const Dossier& dossier, Facts& out) const {
  const Day today = facts_.day();
  int64_t highest = 0;
  std::vector<int64_t> degrees, certificates, asked;
  for (const auto& [level, field] : dossier.educations) {
    const int64_t rank = rules::EducationRank(level).value_or(0);
    highest = std::max(highest, rank);
    degrees.push_back(rules::PackPair(rank, symbols_.Intern(field)));
  }
  if (highest > 0) out.Set(Fact::person_education, highest);
  if (!degrees.empty()) out.Set(Fact::person_educations, symbols_.InternSet(degrees));
  for (const Held& held : dossier.certificates) {
    if (held.until.has_value() && *held.until < today) continue;
    certificates.push_back(rules::PackPair(symbols_.Intern(held.certificate), symbols_.Intern(held.field)));
  }
  if (facts_.certificates_known() || !certificates.empty())
    out.Set(Fact::person_certificates, symbols_.InternSet(certificates));
  for (const Wish& wish : dossier.wishes) {
    std::string agency;
    if (wish.kind == "POST" && facts_.posts.contains(wish.target))
      agency = facts_.posts.at(wish.target).agency;
    if (wish.kind == "UNIT" && facts_.units.contains(wish.target))
      agency = facts_.units.at(wish.target).agency;
    if (!agency.empty()) asked.push_back(symbols_.Intern(agency));
  }
  out.Set(Fact::person_requested_agencies, symbols_.InternSet(asked));
}

void Lawful::SetPerformance(const Dossier& dossier, Facts& out) const {
  const int64_t last = facts_.day().year() - 1;
  const int64_t newest = dossier.predicates.contains(last) ? last : last - 1;
  const auto predicate = [&](int64_t year) {
    const auto found = dossier.predicates.find(year);
    return found == dossier.predicates.end() ? 0 : found->second;
  };
  SetPositive(Fact::person_performance_last, predicate(newest), out);
  SetPositive(Fact::person_performance_before, predicate(newest - 1), out);
  out.SetIfKnown(Fact::person_potential, dossier.potential);
  if (!dossier.potential.has_value() || predicate(newest) == 0) return;
  // Rows: performance low, medium, high; columns: potential below 60, below 80, from 80.
  static constexpr int64_t kBoxes[3][3] = {{1, 3, 6}, {2, 5, 8}, {4, 7, 9}};
  const int row = predicate(newest) >= 4 ? 2 : predicate(newest) == 3 ? 1 : 0;
  const int column = *dossier.potential >= 80 ? 2 : *dossier.potential >= 60 ? 1 : 0;
  out.Set(Fact::person_talent_box, kBoxes[row][column]);
}

void Lawful::Take(const std::string& person, const Dossier& dossier) {
  const Standing& standing = facts_.people.at(person);
  const Day today = facts_.day();
  Facts out;
  const auto text = [&](Fact fact, const std::string& word) {
    if (!word.empty()) out.Set(fact, symbols_.Intern(word));
  };
  text(Fact::person_employment, dossier.employment);
  text(Fact::person_state, dossier.state);
  text(Fact::person_functional_level, dossier.functional_level);
  if (dossier.employment == "PPPK") {
    SetPositive(Fact::person_contract_grade, dossier.grade, out);
  } else {
    out.SetIfKnown(Fact::person_grade, rules::GradeOrder(static_cast<int32_t>(dossier.grade)));
  }
  out.SetDayIfKnown(Fact::person_bonded_until, dossier.bonded_until);
  out.SetIfKnown(Fact::person_audit_finding, dossier.audit_finding);
  out.SetIfKnown(Fact::person_court_process, dossier.court_process);
  bool in_process = false, serving = false;
  for (const Penalty& penalty : dossier.penalties) {
    in_process |= penalty.in_process;
    serving |= !penalty.in_process && penalty.served_until.has_value() && *penalty.served_until >= today;
  }
  if (facts_.penalties_known() || in_process) out.Set(Fact::person_discipline_in_process, in_process);
  if (facts_.penalties_known() || serving) out.Set(Fact::person_serving_penalty, serving);
  SetPerformance(dossier, out);
  SetPresent(standing, out);
  SetCareer(standing, dossier, out);
  SetQualifications(dossier, out);
  person_ = out;
}

bool Lawful::MayMove() const {
  for (const rules::Outcome& outcome :
       evaluator_.Evaluate(rules::Scope::kPerson, person_, Facts(), symbols_)) {
    if (outcome.Bars()) return false;
  }
  return true;
}

rules::Facts Lawful::TargetOf(const PostFact& post, bool kin_in_line) const {
  Facts out;
  const auto text = [&](Fact fact, const std::string& word) {
    if (!word.empty()) out.Set(fact, symbols_.Intern(word));
  };
  const PositionFact& position = facts_.positions.at(post.position);
  text(Fact::agency_id, post.agency);
  text(Fact::agency_kind, facts_.agencies.at(post.agency).kind);
  SetCalendar(post.agency, Fact::agency_determination_date, Fact::agency_term_end,
              Fact::agency_inauguration_date, out);
  text(Fact::position_id, post.position);
  text(Fact::position_family, position.family);
  text(Fact::position_group, position.group);
  SetPositive(Fact::position_level, position.level, out);
  SetPositive(Fact::position_job_class, position.job_class, out);
  out.Set(Fact::position_strategic_class, position.strategic);
  out.Set(Fact::position_education_fields, symbols_.InternTexts(position.fields));
  out.Set(Fact::position_certificate, symbols_.Intern(position.certificate));
  if (position.min_education.empty()) {
    out.Set(Fact::position_min_education, 0);
  } else {
    out.SetIfKnown(Fact::position_min_education, rules::EducationRank(position.min_education));
  }
  SetGrade(Fact::position_min_grade, position.min_grade, out);
  SetGrade(Fact::position_max_grade, position.max_grade, out);
  out.Set(Fact::post_head_of_unit, post.head);
  out.Set(Fact::post_certificate, symbols_.Intern(post.certificate));
  SetGrade(Fact::post_min_grade, post.min_grade, out);
  if (kin_in_line) out.Set(Fact::pair_kin_in_line, 1);
  return out;
}

bool Lawful::Bars(const std::string& code, bool kin_in_line) const {
  const Facts target = TargetOf(facts_.posts.at(code), kin_in_line);
  for (const rules::Scope scope :
       {rules::Scope::kPersonAgency, rules::Scope::kPersonPosition, rules::Scope::kPersonPost}) {
    if (kin_in_line && scope != rules::Scope::kPersonPost) continue;
    for (const rules::Outcome& outcome : evaluator_.Evaluate(scope, person_, target, symbols_)) {
      if (outcome.Bars()) return true;
    }
  }
  return false;
}

std::set<std::string> Lawful::BarredByKin(const Dossier& dossier) const {
  std::set<std::string> line;
  for (const std::string& relative : dossier.relatives) {
    const auto standing = facts_.people.find(relative);
    if (standing == facts_.people.end() || standing->second.post.empty()) continue;
    const PostFact& post = facts_.posts.at(standing->second.post);
    const UnitFact& unit = facts_.units.at(post.unit);
    const auto add = [&](const UnitFact& of, bool heads_only) {
      for (const std::string& other : of.posts) {
        if (!heads_only || facts_.posts.at(other).head) line.insert(other);
      }
    };
    // A head is over his whole unit, below the head above and above the heads below; others are below their head.
    add(unit, !post.head);
    if (!post.head) continue;
    if (const auto above = facts_.units.find(unit.parent); above != facts_.units.end())
      add(above->second, true);
    for (const std::string& child : unit.children) add(facts_.units.at(child), true);
  }
  std::set<std::string> barred;
  for (const std::string& post : line) {
    if (Bars(post, /*kin_in_line=*/true)) barred.insert(post);
  }
  return barred;
}

std::string Lawful::CellOf(const ProvinceFacts& facts, const std::string& code) {
  const PostFact& post = facts.posts.at(code);
  std::string id = absl::StrCat(post.position, "@", post.agency, post.head ? ":head" : "");
  if (!post.certificate.empty()) {
    id += ":";
    for (const char c : post.certificate) {
      char hex[4];
      std::snprintf(hex, sizeof hex, "/%02x", static_cast<unsigned char>(c));
      id += absl::ascii_isalnum(c) || c == '_' || c == '-' ? std::string(1, c) : std::string(hex);
    }
  }
  if (post.min_grade != 0) absl::StrAppend(&id, ":", post.min_grade);
  return id;
}

}  // namespace selaras::verify_rows
