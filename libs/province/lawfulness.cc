#include "libs/province/lawfulness.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/rules/expression.h"
#include "libs/rules/ranks.h"

namespace selaras::province {
namespace {

using rules::Fact;
using rules::Facts;

absl::string_view NameOf(Family family) {
  static constexpr absl::string_view kNames[] = {"",           "TEACHER",    "HEALTH",
                                                 "FUNCTIONAL", "STRUCTURAL", "STAFF"};
  return kNames[static_cast<int>(family)];
}
absl::string_view NameOf(Group group) {
  static constexpr absl::string_view kNames[] = {"",    "JPT_U",     "JPT_M",      "JPT_P", "ADM",
                                                 "PGW", "JF_EXPERT", "JF_SKILLED", "PLK"};
  return kNames[static_cast<int>(group)];
}
absl::string_view NameOf(Employment employment) {
  static constexpr absl::string_view kNames[] = {"", "PNS", "CPNS", "PPPK"};
  return kNames[static_cast<int>(employment)];
}
absl::string_view NameOf(EmployeeState state) {
  static constexpr absl::string_view kNames[] = {"",          "ACTIVE",    "STUDY",  "UNPAID_LEAVE",
                                                 "LONG_SICK", "SUSPENDED", "RETIRED"};
  return kNames[static_cast<int>(state)];
}
absl::string_view NameOf(AgencyKind kind) {
  static constexpr absl::string_view kNames[] = {"", "PROVINCE", "REGENCY", "CITY", "MINISTRY"};
  return kNames[static_cast<int>(kind)];
}

template <typename Enum>
void SetName(Facts& facts, Fact fact, Enum value, rules::Symbols& symbols) {
  if (value != Enum::kUnknown) facts.Set(fact, symbols.Intern(NameOf(value)));
}

void SetPositive(Facts& facts, Fact fact, int32_t value) {
  if (value > 0) facts.Set(fact, value);
}

// Codes of certificates are free text; ids of cells are not.
std::string IdText(absl::string_view code) {
  std::string text;
  for (const char c : code) {
    if (absl::ascii_isalnum(c) || c == '_' || c == '-') {
      text.push_back(c);
    } else {
      absl::StrAppend(&text, "/", absl::Hex(static_cast<uint8_t>(c), absl::kZeroPad2));
    }
  }
  return text;
}

bool HasPairRules(const rules::Evaluator& evaluator) {
  for (const rules::Rule* rule : evaluator.RulesOf(rules::Scope::kPersonPost)) {
    for (const Fact fact : rule->lawful_if.FactsUsed()) {
      if (rules::InfoOf(fact).root == rules::Root::pair) return true;
    }
  }
  return false;
}

constexpr rules::Scope kTargetScopes[] = {rules::Scope::kPersonAgency, rules::Scope::kPersonPosition,
                                          rules::Scope::kPersonPost};

}  // namespace

Facts UndecidedPlan() {
  Facts facts;
  facts.Set(Fact::plan_ministerial_approval, 0);
  return facts;
}

Lawfulness::Lawfulness(std::shared_ptr<const ProvinceIndex> province,
                       std::shared_ptr<const rules::RulePack> pack, rules::Stage stage, rules::Facts plan)
    : province_(std::move(province)),
      pack_(std::move(pack)),
      evaluator_(*pack_, province_->facts().effective_date, stage, std::move(plan)),
      pair_rules_(HasPairRules(evaluator_)),
      symbols_(pack_->symbols()) {
  MakeCells();
  absl::MutexLock lock(&mutex_);
  for (const Cell& cell : cells_) cell_facts_.push_back(CellFacts(cell));
  masks_ = std::make_unique<rules::TargetMasks>(evaluator_, kTargetScopes, cell_facts_);
}

void Lawfulness::MakeCells() {
  using Key = std::tuple<int32_t, int32_t, bool, std::string, int32_t>;
  std::map<Key, std::vector<int32_t>> posts_of;
  const int32_t posts = static_cast<int32_t>(province_->posts().size());
  for (int32_t j = 0; j < posts; ++j) {
    const Post& post = province_->posts()[j];
    const ProvinceIndex::PostRefs& refs = province_->PostRefsOf(j);
    posts_of[Key(refs.position, refs.agency, post.head_of_unit, post.certificate, post.min_grade)].push_back(
        j);
  }
  std::vector<std::pair<Cell, const std::vector<int32_t>*>> found;
  for (const auto& [key, members] : posts_of) {
    const auto& [position, agency, head, certificate, min_grade] = key;
    std::string id = absl::StrCat(province_->positions()[position].id, "@", province_->agencies()[agency].id);
    if (head) absl::StrAppend(&id, ":head");
    if (!certificate.empty()) absl::StrAppend(&id, ":", IdText(certificate));
    if (min_grade != 0) absl::StrAppend(&id, ":", min_grade);
    found.push_back({{std::move(id), position, agency, head, certificate, min_grade}, &members});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first.id < b.first.id; });
  cell_of_.resize(posts);
  for (auto& [cell, members] : found) {
    for (const int32_t j : *members) cell_of_[j] = static_cast<int32_t>(cells_.size());
    cells_.push_back(std::move(cell));
  }
}

const ElectionCalendar* Lawfulness::ElectionOf(int32_t agency) const {
  for (const ElectionCalendar& calendar : province_->facts().elections) {
    if (calendar.region_code == province_->agencies()[agency].region_code) return &calendar;
  }
  return nullptr;
}

Facts Lawfulness::CellFacts(const Cell& cell) const {
  Facts facts;
  const Agency& agency = province_->agencies()[cell.agency];
  facts.Set(Fact::agency_id, symbols_.Intern(agency.id));
  SetName(facts, Fact::agency_kind, agency.kind, symbols_);
  if (const ElectionCalendar* calendar = ElectionOf(cell.agency)) {
    facts.SetDayIfKnown(Fact::agency_determination_date, calendar->determination_date);
    facts.SetDayIfKnown(Fact::agency_term_end, calendar->term_end);
    facts.SetDayIfKnown(Fact::agency_inauguration_date, calendar->inauguration_date);
  }

  const Position& position = province_->positions()[cell.position];
  facts.Set(Fact::position_id, symbols_.Intern(position.id));
  SetName(facts, Fact::position_family, position.family, symbols_);
  SetName(facts, Fact::position_group, position.group, symbols_);
  SetPositive(facts, Fact::position_level, position.level);
  SetPositive(facts, Fact::position_job_class, position.job_class);
  facts.Set(Fact::position_strategic_class, position.strategic_class);
  facts.Set(Fact::position_education_fields, symbols_.InternTexts(position.education_fields));
  facts.Set(Fact::position_certificate, symbols_.Intern(position.certificate));
  if (position.min_education.empty()) {
    facts.Set(Fact::position_min_education, 0);
  } else {
    facts.SetIfKnown(Fact::position_min_education, rules::EducationRank(position.min_education));
  }
  const auto set_grade = [&](Fact fact, int32_t grade) {
    if (grade == 0) {
      facts.Set(fact, 0);
    } else {
      facts.SetIfKnown(fact, rules::GradeOrder(grade));
    }
  };
  set_grade(Fact::position_min_grade, position.min_grade);
  set_grade(Fact::position_max_grade, position.max_grade);

  facts.Set(Fact::post_head_of_unit, cell.head_of_unit);
  facts.Set(Fact::post_certificate, symbols_.Intern(cell.certificate));
  set_grade(Fact::post_min_grade, cell.min_grade);
  return facts;
}

void Lawfulness::AddPresent(int32_t person, Facts& facts) const {
  const ProvinceIndex::PersonRefs& refs = province_->PersonRefsOf(person);
  facts.Set(Fact::person_holds_post, refs.post >= 0);
  if (refs.agency >= 0) {
    const Agency& agency = province_->agencies()[refs.agency];
    facts.Set(Fact::present_agency, symbols_.Intern(agency.id));
    SetName(facts, Fact::present_agency_kind, agency.kind, symbols_);
    if (const ElectionCalendar* calendar = ElectionOf(refs.agency)) {
      facts.SetDayIfKnown(Fact::present_determination_date, calendar->determination_date);
      facts.SetDayIfKnown(Fact::present_term_end, calendar->term_end);
      facts.SetDayIfKnown(Fact::present_inauguration_date, calendar->inauguration_date);
    }
  }
  if (refs.position >= 0) {
    const Position& position = province_->positions()[refs.position];
    facts.Set(Fact::present_position, symbols_.Intern(position.id));
    SetName(facts, Fact::present_family, position.family, symbols_);
    SetName(facts, Fact::present_group, position.group, symbols_);
    SetPositive(facts, Fact::present_level, position.level);
    SetPositive(facts, Fact::present_job_class, position.job_class);
  }
  if (refs.post < 0) {
    facts.Set(Fact::present_head_of_unit, 0);
    return;
  }
  facts.Set(Fact::present_head_of_unit, province_->posts()[refs.post].head_of_unit);
  int64_t colleagues = 0;
  for (const int32_t post : province_->PostsOfUnit(province_->PostRefsOf(refs.post).unit)) {
    if (province_->PostRefsOf(post).position == refs.position) {
      colleagues += static_cast<int64_t>(province_->IncumbentsOf(post).size());
    }
  }
  facts.Set(Fact::person_sole_specialist, colleagues == 1);
}

// Months by what the posts were. Known only if the history reaches back to the appointment: a part of a
// career would read as too little of it.
void Lawfulness::AddCareer(const Person& person, Facts& facts) const {
  const absl::CivilDay today = province_->facts().effective_date;
  if (person.appointed_date.has_value()) {
    facts.Set(Fact::person_appointed_months, rules::MonthsBetween(*person.appointed_date, today));
  }
  if (person.post_since.has_value() && !person.post.empty()) {
    facts.Set(Fact::person_tenure_months, rules::MonthsBetween(*person.post_since, today));
  }
  if (person.retirement_date.has_value()) {
    facts.Set(Fact::person_retirement_months, rules::MonthsBetween(today, *person.retirement_date));
  }
  int64_t staff = 0, supervisor = 0, administrator = 0, executive = 0, senior = 0, all = 0;
  bool complete = person.appointed_date.has_value() && !person.history.empty();
  absl::CivilDay first = today;
  for (const HeldPost& held : person.history) {
    first = std::min(first, held.start);
    const int32_t p = province_->FindPosition(held.position);
    if (p < 0) complete = false;
    const absl::CivilDay end = std::min(held.end.value_or(today), today);
    if (p < 0 || end <= held.start) continue;
    const int64_t months = rules::MonthsBetween(held.start, end);
    const Group group = province_->positions()[p].group;
    all += months;
    if (group == Group::kPlk || group == Group::kJfExpert || group == Group::kJfSkilled) staff += months;
    if (group == Group::kPgw) supervisor += months;
    if (group == Group::kAdm) administrator += months;
    if (group == Group::kJptP) executive += months;
    if (group == Group::kJptM || group == Group::kJptU) senior += months;
  }
  if (!complete || first > rules::AddMonths(*person.appointed_date, 12)) return;
  facts.Set(Fact::person_months_staff, staff);
  facts.Set(Fact::person_months_supervisor, supervisor);
  facts.Set(Fact::person_months_administrator, administrator);
  facts.Set(Fact::person_months_executive, executive);
  facts.Set(Fact::person_months_senior_executive, senior);
  facts.Set(Fact::person_months_relevant, all);
}

void Lawfulness::AddSets(const Person& person, Facts& facts) const {
  const absl::CivilDay today = province_->facts().effective_date;
  std::vector<int64_t> degrees, certificates, requested;
  int64_t highest = 0;
  for (const Education& education : person.educations) {
    const int64_t rank = rules::EducationRank(education.level).value_or(0);
    highest = std::max(highest, rank);
    degrees.push_back(rules::PackPair(rank, symbols_.Intern(education.field)));
  }
  if (highest > 0) facts.Set(Fact::person_education, highest);
  if (!degrees.empty()) facts.Set(Fact::person_educations, symbols_.InternSet(std::move(degrees)));
  for (const HeldCertificate& held : person.certificates) {
    if (held.valid_until.has_value() && *held.valid_until < today) continue;
    certificates.push_back(rules::PackPair(symbols_.Intern(held.code), symbols_.Intern(held.field)));
  }
  if (person.certificates_known || !certificates.empty()) {
    facts.Set(Fact::person_certificates, symbols_.InternSet(std::move(certificates)));
  }
  for (const Preference& preference : person.preferences) {
    int32_t agency = -1;
    if (preference.kind == PreferenceKind::kPost) {
      const int32_t post = province_->FindPost(preference.target);
      if (post >= 0) agency = province_->PostRefsOf(post).agency;
    } else if (preference.kind == PreferenceKind::kOrgUnit) {
      const int32_t unit = province_->FindUnit(preference.target);
      if (unit >= 0) agency = province_->FindAgency(province_->units()[unit].agency);
    }
    if (agency >= 0) requested.push_back(symbols_.Intern(province_->agencies()[agency].id));
  }
  facts.Set(Fact::person_requested_agencies, symbols_.InternSet(std::move(requested)));
}

Facts Lawfulness::PersonFacts(int32_t index) const {
  const Person& person = province_->persons()[index];
  const absl::CivilDay today = province_->facts().effective_date;
  Facts facts;
  SetName(facts, Fact::person_employment, person.employment, symbols_);
  SetName(facts, Fact::person_state, person.state, symbols_);
  if (person.employment == Employment::kPppk) {
    SetPositive(facts, Fact::person_contract_grade, person.grade);
  } else {
    facts.SetIfKnown(Fact::person_grade, rules::GradeOrder(person.grade));
  }
  if (!person.functional_level.empty()) {
    facts.Set(Fact::person_functional_level, symbols_.Intern(person.functional_level));
  }
  facts.SetDayIfKnown(Fact::person_bonded_until, person.bonded_until);
  facts.SetIfKnown(Fact::person_audit_finding, person.audit_finding);
  facts.SetIfKnown(Fact::person_court_process, person.court_process);
  facts.SetIfKnown(Fact::person_potential, person.potential);

  bool in_process = false, serving = false;
  for (const Discipline& discipline : person.disciplines) {
    in_process |= discipline.in_process;
    serving |=
        !discipline.in_process && discipline.served_until.has_value() && *discipline.served_until >= today;
  }
  if (person.disciplines_known || in_process) facts.Set(Fact::person_discipline_in_process, in_process);
  if (person.disciplines_known || serving) facts.Set(Fact::person_serving_penalty, serving);

  // The year that ended last; if it is not appraised yet, the two before it.
  const int32_t year = static_cast<int32_t>(today.year()) - 1;
  std::map<int32_t, int32_t> predicates;
  for (const Appraisal& appraisal : person.appraisals) predicates[appraisal.year] = appraisal.predicate;
  const int32_t newest = predicates.contains(year) ? year : year - 1;
  for (const auto& [fact, y] : {std::pair(Fact::person_performance_last, newest),
                                std::pair(Fact::person_performance_before, newest - 1)}) {
    if (predicates.contains(y)) SetPositive(facts, fact, predicates[y]);
  }
  if (person.potential.has_value() && facts.Get(Fact::person_performance_last).known) {
    static constexpr int kBox[3][3] = {{1, 3, 6}, {2, 5, 8}, {4, 7, 9}};
    const int64_t predicate = facts.Get(Fact::person_performance_last).number;
    const int row = predicate >= 4 ? 2 : predicate == 3 ? 1 : 0;  // 80 and more, 60, less
    const int column = *person.potential >= 80 ? 2 : *person.potential >= 60 ? 1 : 0;
    facts.Set(Fact::person_talent_box, kBox[row][column]);
  }
  AddPresent(index, facts);
  AddCareer(person, facts);
  AddSets(person, facts);
  return facts;
}

bool Lawfulness::MayMove(int32_t person) const {
  const std::vector<rules::Outcome> outcomes = OutcomesOf(person);
  return std::none_of(outcomes.begin(), outcomes.end(),
                      [](const rules::Outcome& outcome) { return outcome.Bars(); });
}

std::vector<rules::Outcome> Lawfulness::OutcomesOf(int32_t person) const {
  absl::MutexLock lock(&mutex_);
  return evaluator_.Evaluate(rules::Scope::kPerson, PersonFacts(person), Facts(), symbols_);
}

void Lawfulness::LawfulCells(int32_t person, std::vector<uint64_t>* cells) const {
  absl::MutexLock lock(&mutex_);
  masks_->Barred(PersonFacts(person), symbols_, cells);
  for (uint64_t& word : *cells) word = ~word;
  if (const size_t rest = cells_.size() % 64; rest != 0) cells->back() &= (uint64_t{1} << rest) - 1;
}

// Posts of the unit that a head leads and the heads of the units below; the head of one's own unit, and for a
// head the head of the unit above.
std::vector<int32_t> Lawfulness::PostsInLine(int32_t unit, bool head) const {
  std::vector<int32_t> line;
  const auto add = [&](int32_t of_unit, bool heads_only) {
    for (const int32_t other : province_->PostsOfUnit(of_unit)) {
      if (!heads_only || province_->posts()[other].head_of_unit) line.push_back(other);
    }
  };
  add(unit, /*heads_only=*/!head);
  if (head) {
    if (province_->ParentOf(unit) >= 0) add(province_->ParentOf(unit), /*heads_only=*/true);
    for (const int32_t child : province_->ChildrenOf(unit)) add(child, /*heads_only=*/true);
  }
  return line;
}

std::vector<int32_t> Lawfulness::BarredPosts(int32_t person) const {
  std::vector<int32_t> barred;
  if (!pair_rules_) return barred;
  for (const std::string& relative : province_->persons()[person].relatives) {
    const int32_t other = province_->FindPerson(relative);
    const int32_t post = other < 0 ? -1 : province_->PersonRefsOf(other).post;
    if (post < 0) continue;
    const std::vector<int32_t> line =
        PostsInLine(province_->PostRefsOf(post).unit, province_->posts()[post].head_of_unit);
    barred.insert(barred.end(), line.begin(), line.end());
  }
  std::sort(barred.begin(), barred.end());
  barred.erase(std::unique(barred.begin(), barred.end()), barred.end());
  if (barred.empty()) return barred;
  // In line; whether that bars is the rules' word.
  absl::MutexLock lock(&mutex_);
  const Facts facts = PersonFacts(person);
  std::vector<int32_t> result;
  for (const int32_t post : barred) {
    Facts target = cell_facts_[cell_of_[post]];
    target.Set(Fact::pair_kin_in_line, 1);
    bool bars = false;
    for (const rules::Rule* rule : evaluator_.RulesOf(rules::Scope::kPersonPost)) {
      bars |= rules::Outcome{rule, evaluator_.Ask(*rule, facts, target, symbols_)}.Bars();
    }
    if (bars) result.push_back(post);
  }
  return result;
}

std::vector<rules::Outcome> Lawfulness::OutcomesOf(int32_t person, int32_t post) const {
  std::vector<int32_t> line;
  for (const std::string& relative : province_->persons()[person].relatives) {
    const int32_t other = province_->FindPerson(relative);
    const int32_t held = other < 0 ? -1 : province_->PersonRefsOf(other).post;
    if (held < 0) continue;
    const std::vector<int32_t> more =
        PostsInLine(province_->PostRefsOf(held).unit, province_->posts()[held].head_of_unit);
    line.insert(line.end(), more.begin(), more.end());
  }
  absl::MutexLock lock(&mutex_);
  Facts target = cell_facts_[cell_of_[post]];
  target.Set(Fact::post_id, symbols_.Intern(province_->posts()[post].id));
  target.Set(Fact::pair_kin_in_line, std::find(line.begin(), line.end(), post) != line.end());
  return EvaluateAll(person, target);
}

std::vector<rules::Outcome> Lawfulness::OutcomesAt(int32_t person, const Cell& cell, bool kin_in_line) const {
  absl::MutexLock lock(&mutex_);
  Facts target = CellFacts(cell);
  target.Set(Fact::pair_kin_in_line, kin_in_line);
  return EvaluateAll(person, target);
}

std::vector<rules::Outcome> Lawfulness::EvaluateAll(int32_t person, const Facts& target) const {
  const Facts facts = PersonFacts(person);
  std::vector<rules::Outcome> outcomes = evaluator_.Evaluate(rules::Scope::kPerson, facts, target, symbols_);
  for (const rules::Scope scope : kTargetScopes) {
    const std::vector<rules::Outcome> more = evaluator_.Evaluate(scope, facts, target, symbols_);
    outcomes.insert(outcomes.end(), more.begin(), more.end());
  }
  return outcomes;
}

std::vector<std::vector<uint64_t>> Lawfulness::LawfulPersons(absl::Span<const Cell> cells,
                                                             const std::function<bool()>& cancelled) const {
  static constexpr rules::Scope kScopes[] = {rules::Scope::kPerson, rules::Scope::kPersonAgency,
                                             rules::Scope::kPersonPosition, rules::Scope::kPersonPost};
  constexpr size_t kPersonsPerLock = 256;
  const size_t persons = province_->persons().size();
  std::vector<std::vector<uint64_t>> lawful(cells.size(), std::vector<uint64_t>((persons + 63) / 64, 0));
  std::vector<Facts> targets;
  {
    absl::MutexLock lock(&mutex_);
    for (const Cell& cell : cells) targets.push_back(CellFacts(cell));
  }
  rules::TargetMasks masks(evaluator_, kScopes, std::move(targets));
  std::vector<uint64_t> barred;
  for (size_t begin = 0; begin < persons; begin += kPersonsPerLock) {
    if (cancelled && cancelled()) return {};
    absl::MutexLock lock(&mutex_);
    for (size_t i = begin; i < std::min(persons, begin + kPersonsPerLock); ++i) {
      masks.Barred(PersonFacts(static_cast<int32_t>(i)), symbols_, &barred);
      for (size_t w = 0; w < barred.size(); ++w) {
        uint64_t open = ~barred[w];
        if (w + 1 == barred.size() && cells.size() % 64 != 0)
          open &= (uint64_t{1} << (cells.size() % 64)) - 1;
        for (; open != 0; open &= open - 1) {
          lawful[w * 64 + static_cast<size_t>(__builtin_ctzll(open))][i / 64] |= uint64_t{1} << (i % 64);
        }
      }
    }
  }
  return lawful;
}

Lawfulness::PairFacts Lawfulness::FactsOf(int32_t person, int32_t post) const {
  bool in_line = false;
  for (const std::string& relative : province_->persons()[person].relatives) {
    const int32_t other = province_->FindPerson(relative);
    const int32_t held = other < 0 ? -1 : province_->PersonRefsOf(other).post;
    if (held < 0) continue;
    const std::vector<int32_t> line =
        PostsInLine(province_->PostRefsOf(held).unit, province_->posts()[held].head_of_unit);
    in_line |= std::find(line.begin(), line.end(), post) != line.end();
  }
  absl::MutexLock lock(&mutex_);
  PairFacts facts = {PersonFacts(person), cell_facts_[cell_of_[post]]};
  facts.target.Set(Fact::post_id, symbols_.Intern(province_->posts()[post].id));
  facts.target.Set(Fact::pair_kin_in_line, in_line);
  return facts;
}

rules::Verdict Lawfulness::Ask(const rules::Rule& rule, const PairFacts& facts) const {
  absl::MutexLock lock(&mutex_);
  return evaluator_.Ask(rule, facts.person, facts.target, symbols_);
}

int64_t Lawfulness::combinations() const {
  absl::MutexLock lock(&mutex_);
  return masks_->combinations();
}

}  // namespace selaras::province
