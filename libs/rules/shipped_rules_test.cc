// The pack that ships, rule by rule: a lawful, an unlawful and an unknown case for every rule.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/civil_date.h"
#include "libs/rules/evaluator.h"
#include "libs/rules/rule_pack.h"

namespace selaras::rules {
namespace {

RulePack ReadShipped() {
  std::ifstream file(SELARAS_RULES_FILE);
  std::stringstream text;
  text << file.rdbuf();
  auto pack = RulePack::Parse("rules.yaml", text.str());
  EXPECT_TRUE(pack.ok()) << pack.status();
  return *std::move(pack);
}

// `6:NURS|7:LAW` for degrees and certificates (first a number for degrees), `a|b` for sets.
int64_t ReadPairs(absl::string_view text, bool degrees, Symbols& symbols) {
  std::vector<int64_t> items;
  for (absl::string_view item : absl::StrSplit(text, '|', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(item, absl::MaxSplits(':', 1));
    int64_t first = 0;
    if (!degrees || !absl::SimpleAtoi(parts.first, &first)) first = symbols.Intern(parts.first);
    items.push_back(PackPair(first, symbols.Intern(parts.second)));
  }
  return symbols.InternSet(std::move(items));
}

int64_t ReadValue(Type type, absl::string_view text, Symbols& symbols) {
  int64_t number = 0;
  switch (type) {
    case Type::kBool:
      return text == "yes";
    case Type::kInt:
      EXPECT_TRUE(absl::SimpleAtoi(text, &number)) << text;
      return number;
    case Type::kDate:
      return DayNumber(*ParseCivilDay(text));
    case Type::kText:
      return symbols.Intern(text);
    case Type::kDegrees:
    case Type::kCertificates:
      return ReadPairs(text, type == Type::kDegrees, symbols);
    default:
      break;
  }
  return symbols.InternTexts(std::vector<std::string>(absl::StrSplit(text, '|', absl::SkipEmpty())));
}

// `person.state=STUDY position.level=4`
Facts ReadFacts(absl::string_view text, Symbols& symbols) {
  Facts facts;
  for (absl::string_view item : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    const std::optional<Fact> fact = FindFact(parts.first);
    EXPECT_TRUE(fact.has_value()) << parts.first;
    if (fact.has_value()) facts.Set(*fact, ReadValue(InfoOf(*fact).type, parts.second, symbols));
  }
  return facts;
}

struct Case {
  const char* code;
  Verdict verdict;
  const char* facts;
};
constexpr Verdict kOk = Verdict::kLawful, kNo = Verdict::kUnlawful, kDunno = Verdict::kUnknown;

// On 2026-01-01.
constexpr Case kCases[] = {
    {"B01", kOk, "person.employment=PNS"},
    {"B01", kOk, "person.employment=PPPK"},
    {"B01", kNo, "person.employment=CPNS"},
    {"B01", kDunno, ""},
    {"B02", kOk, "person.employment=PNS agency.id=b present.agency=a present.family=HEALTH"},
    {"B02", kOk, "person.employment=PPPK agency.id=a present.agency=a present.family=TEACHER"},
    {"B02", kNo, "person.employment=PPPK agency.id=b present.agency=a present.family=TEACHER"},
    {"B02", kNo, "person.employment=PPPK agency.id=a present.agency=a present.family=HEALTH"},
    {"B02", kDunno, "person.employment=PPPK agency.id=a present.agency=a"},
    {"B03", kOk, "agency.id=b present.agency=a person.requested_agencies= person.appointed_months=5"},
    {"B03", kOk, "agency.id=b present.agency=a person.requested_agencies=b person.appointed_months=120"},
    {"B03", kOk, "agency.id=a present.agency=a person.requested_agencies=a person.appointed_months=5"},
    {"B03", kNo, "agency.id=b present.agency=a person.requested_agencies=b person.appointed_months=119"},
    {"B03", kDunno, "agency.id=b present.agency=a person.requested_agencies=b"},
    {"B04", kOk, "person.discipline_in_process=no person.serving_penalty=no"},
    {"B04", kNo, "person.discipline_in_process=yes"},
    {"B04", kNo, "person.discipline_in_process=no person.serving_penalty=yes"},
    {"B04", kDunno, "person.discipline_in_process=no"},
    {"B05", kOk, "person.court_process=no"},
    {"B05", kNo, "person.court_process=yes"},
    {"B05", kDunno, ""},
    {"B06", kOk, "person.state=ACTIVE"},
    {"B06", kNo, "person.state=STUDY"},
    {"B06", kDunno, ""},
    {"B07", kOk, "agency.id=a present.agency=a"},
    {"B07", kOk, "agency.id=b present.agency=a person.bonded_until=2025-12-31"},
    {"B07", kNo, "agency.id=b present.agency=a person.bonded_until=2026-01-01"},
    {"B07", kDunno, "agency.id=b present.agency=a"},
    {"B08", kOk, "agency.id=a present.agency=a person.audit_finding=yes"},
    {"B08", kNo, "agency.id=b present.agency=a person.audit_finding=yes"},
    {"B08", kDunno, "agency.id=b present.agency=a"},
    {"B09", kOk, "person.performance_last=4 person.performance_before=5"},
    {"B09", kNo, "person.performance_last=5 person.performance_before=3"},
    {"B09", kNo, "person.performance_last=3"},
    {"B09", kDunno, "person.performance_last=4"},
    {"B10", kOk, "person.holds_post=yes person.tenure_months=24"},
    {"B10", kOk, "person.holds_post=no"},
    {"B10", kNo, "person.holds_post=yes person.tenure_months=23"},
    {"B10", kDunno, "person.holds_post=yes"},
    {"B11", kOk, "agency.kind=CITY position.group=JF_EXPERT post.head_of_unit=no"},
    {"B11", kOk, "agency.kind=MINISTRY position.group=PGW post.head_of_unit=no"},
    {"B11", kOk,
     "agency.kind=CITY position.group=PGW post.head_of_unit=no plan.ministerial_approval=no "
     "agency.determination_date=2024-09-22 agency.term_end=2025-02-20 agency.inauguration_date=2025-02-20"},
    {"B11", kOk, "agency.kind=CITY position.group=PGW post.head_of_unit=no plan.ministerial_approval=yes"},
    {"B11", kNo,
     "agency.kind=CITY position.group=JF_EXPERT post.head_of_unit=yes plan.ministerial_approval=no "
     "agency.determination_date=2026-07-01 agency.term_end=2026-12-31"},
    {"B11", kNo,
     "agency.kind=CITY position.group=PGW post.head_of_unit=no plan.ministerial_approval=no "
     "agency.inauguration_date=2025-07-02"},
    {"B11", kOk,
     "agency.kind=CITY position.group=PGW post.head_of_unit=no plan.ministerial_approval=no "
     "agency.determination_date=2026-07-02 agency.term_end=2026-12-31 agency.inauguration_date=2025-07-01"},
    {"B11", kDunno, "agency.kind=CITY position.group=PGW post.head_of_unit=no plan.ministerial_approval=no"},
    {"B11A", kOk, "person.holds_post=yes present.agency_kind=CITY present.group=PLK present.head_of_unit=no"},
    {"B11A", kOk, "person.holds_post=no"},
    {"B11A", kNo,
     "person.holds_post=yes present.agency_kind=CITY present.group=ADM present.head_of_unit=no "
     "plan.ministerial_approval=no present.determination_date=2026-03-01 present.term_end=2026-12-31"},
    {"B11A", kDunno,
     "person.holds_post=yes present.agency_kind=CITY present.group=ADM present.head_of_unit=no"},
    {"B12", kOk, "person.retirement_months=12"},
    {"B12", kNo, "person.retirement_months=11"},
    {"B12", kDunno, ""},
    {"B12R", kOk, "person.retirement_months=1"},
    {"B12R", kNo, "person.retirement_months=0"},
    {"B12R", kDunno, ""},
    {"B12P", kOk, "position.level=4 present.level=4 person.retirement_months=1"},
    {"B12P", kNo, "position.level=5 present.level=4 person.retirement_months=23"},
    {"B12P", kDunno, "position.level=5 present.level=4"},
    {"B13", kOk, "person.state=ACTIVE"},
    {"B13", kNo, "person.state=SUSPENDED"},
    {"B13", kDunno, ""},
    {"B14", kOk, "pair.origin_below_critical=no"},
    {"B14", kNo, "pair.origin_below_critical=yes"},
    {"B14", kDunno, ""},
    {"B15", kOk, "pair.target_vacant=yes"},
    {"B15", kNo, "pair.target_vacant=no"},
    {"B15", kDunno, ""},
    {"B16", kOk, "pair.kin_in_line=no"},
    {"B16", kNo, "pair.kin_in_line=yes"},
    {"B16", kDunno, ""},
    {"B17", kOk, "position.group=PLK"},
    {"B17", kOk, "position.group=JF_SKILLED position.id=n present.position=n"},
    {"B17", kOk,
     "position.group=JF_SKILLED position.id=n present.position=m person.educations=6:NURS "
     "position.min_education=6 "
     "position.education_fields=NURS"},
    {"B17", kNo,
     "position.group=JF_SKILLED position.id=n present.position=m person.educations=6:MIDW "
     "position.min_education=6 "
     "position.education_fields=NURS"},
    {"B17", kDunno,
     "position.group=JF_SKILLED position.id=n present.position=m position.min_education=6 "
     "position.education_fields=NURS"},
    {"B17C", kOk, "position.certificate="},
    {"B17C", kOk, "position.certificate=STR person.certificates=STR:"},
    {"B17C", kNo, "position.certificate=STR person.certificates=EDUCATOR:EDU_MATH"},
    {"B17C", kDunno, "position.certificate=STR"},
    {"B17L", kOk, "position.family=HEALTH position.certificate=STR"},
    {"B17L", kOk,
     "position.family=TEACHER position.certificate=EDUCATOR position.education_fields=EDU_MATH "
     "person.certificates=EDUCATOR:EDU_MATH"},
    {"B17L", kNo,
     "position.family=TEACHER position.certificate=EDUCATOR position.education_fields=EDU_MATH "
     "person.certificates=EDUCATOR:EDU_IPA"},
    {"B17L", kDunno,
     "position.family=TEACHER position.certificate=EDUCATOR position.education_fields=EDU_MATH "
     "person.certificates=EDUCATOR:"},
    {"B18", kOk, "person.holds_post=yes present.family=STAFF person.sole_specialist=yes"},
    {"B18", kNo, "person.holds_post=yes present.family=HEALTH person.sole_specialist=yes"},
    {"B18", kDunno, "person.holds_post=yes present.family=HEALTH"},
    {"C01", kOk, "plan.moves=10 plan.move_budget=10"},
    {"C01", kNo, "plan.moves=11 plan.move_budget=10"},
    {"C01", kDunno, "plan.moves=11"},
    {"E01", kOk, "position.id=a present.position=b position.min_education=6 person.education=7"},
    {"E01", kOk, "position.id=a present.position=a position.min_education=7 person.education=6"},
    {"E01", kNo, "position.id=a present.position=b position.min_education=7 person.education=6"},
    {"E01", kDunno, "position.id=a present.position=b position.min_education=7"},
    {"E02", kOk, "position.group=PGW position.id=a present.position=b position.education_fields= "},
    {"E02", kNo,
     "position.group=PGW position.id=a present.position=b position.education_fields=GOV "
     "person.educations=7:ACC"},
    {"E02", kDunno, "position.group=PGW position.id=a present.position=b position.education_fields=GOV"},
    {"F01", kOk, "position.group=PGW"},
    {"F01", kOk, "position.group=JF_EXPERT position.id=a present.position=b person.competency_tests=a"},
    {"F01", kNo, "position.group=JF_EXPERT position.id=a present.position=b person.competency_tests=c"},
    {"F01", kDunno, "position.group=JF_EXPERT position.id=a present.position=b"},
    {"G01", kOk,
     "person.employment=PNS position.id=a present.position=b person.grade=9 position.min_grade=9 "
     "position.max_grade=12"},
    {"G01", kOk,
     "person.employment=PPPK position.id=a present.position=b position.min_grade=9 position.max_grade=12"},
    {"G01", kNo,
     "person.employment=PNS position.id=a present.position=b person.grade=8 position.min_grade=9 "
     "position.max_grade=12"},
    {"G01", kNo,
     "person.employment=PNS position.id=a present.position=b person.grade=13 position.min_grade=9 "
     "position.max_grade=12"},
    {"G01", kDunno,
     "person.employment=PNS position.id=a present.position=b position.min_grade=9 position.max_grade=12"},
    {"J01", kOk, "position.group=ADM"},
    {"J01", kNo, "position.group=JPT_P"},
    {"J01", kDunno, ""},
    {"J02", kOk, "present.group=ADM"},
    {"J02", kOk, ""},
    {"J02", kNo, "present.group=JPT_P"},
    {"L01", kOk, "position.level=4 present.level=4 position.job_class=8 present.job_class=8"},
    {"L01", kNo, "position.level=3 present.level=4 position.job_class=8 present.job_class=8"},
    {"L01", kNo, "position.level=4 present.level=4 position.job_class=7 present.job_class=8"},
    {"L01", kDunno, "position.level=4 position.job_class=7 present.job_class=7"},
    {"L02", kOk, "position.level=4 present.level=4 person.holds_post=yes"},
    {"L02", kOk, "position.level=4 person.holds_post=no"},
    {"L02", kNo, "position.level=5 present.level=4 person.holds_post=yes person.talent_box=9"},
    {"L02", kDunno, "present.level=4 person.holds_post=yes"},
    {"L03", kOk, "present.group=JF_SKILLED position.group=JF_SKILLED"},
    {"L03", kOk, "present.group=PLK position.group=PLK"},
    {"L03", kNo, "present.group=JF_SKILLED position.group=PLK"},
    {"L03", kDunno, "position.group=PLK"},
    {"P01", kOk, "position.group=PGW position.level=5 present.level=5"},
    {"P01", kOk,
     "position.group=PGW position.level=5 present.level=4 person.employment=PNS person.education=6 "
     "person.months_staff=48 person.performance_last=4 person.performance_before=4"},
    {"P01", kNo,
     "position.group=PGW position.level=5 present.level=4 person.employment=PNS person.education=6 "
     "person.months_staff=47 person.performance_last=4 person.performance_before=4"},
    {"P01", kDunno,
     "position.group=PGW position.level=5 present.level=4 person.employment=PNS person.education=6 "
     "person.performance_last=4 person.performance_before=4"},
    {"P02", kOk,
     "position.group=ADM position.level=6 present.level=5 person.employment=PNS person.education=7 "
     "person.months_supervisor=36 person.performance_last=4 person.performance_before=4"},
    {"P02", kNo, "position.group=ADM position.level=6 present.level=5 person.education=6"},
    {"P02", kDunno, "position.group=ADM position.level=6 present.level=5 person.education=7"},
    {"P03", kOk,
     "position.group=JPT_P position.level=7 present.level=6 person.employment=PNS person.education=7 "
     "person.months_relevant=60 person.months_administrator=24 person.age_years=56"},
    {"P03", kNo,
     "position.group=JPT_P position.level=7 present.level=6 person.employment=PNS person.education=7 "
     "person.months_relevant=60 person.months_administrator=24 person.age_years=57"},
    {"P03", kDunno, "position.group=JPT_P position.level=7 present.level=6 person.employment=PNS"},
    {"P04", kOk,
     "position.group=JPT_M position.level=8 present.level=7 person.education=7 person.months_relevant=84 "
     "person.months_executive=24 person.age_years=58"},
    {"P04", kNo, "position.group=JPT_M position.level=8 present.level=7 person.months_executive=23"},
    {"P04", kDunno, "position.group=JPT_M position.level=8 present.level=7"},
    {"P05", kOk,
     "position.group=JPT_U position.level=9 present.level=8 person.education=7 person.months_relevant=120 "
     "person.months_senior_executive=24 person.age_years=58"},
    {"P05", kNo, "position.group=JPT_U position.level=9 present.level=8 person.months_relevant=119"},
    {"P05", kDunno, "position.group=JPT_U position.level=9 present.level=8"},
    {"P06", kOk, "position.level=4 present.level=4"},
    {"P06", kOk, "position.level=5 present.level=4 person.talent_box=7"},
    {"P06", kNo, "position.level=5 present.level=4 person.talent_box=6"},
    {"P06", kDunno, "position.level=5 present.level=4"},
    {"V01", kOk, "post.certificate="},
    {"V01", kNo, "post.certificate=PROCUREMENT person.certificates="},
    {"V01", kDunno, "post.certificate=PROCUREMENT"},
    {"V02", kOk, "post.min_grade=0"},
    {"V02", kOk, "post.min_grade=12 person.employment=PNS person.grade=12"},
    {"V02", kNo, "post.min_grade=12 person.employment=PNS person.grade=11"},
    {"V02", kDunno, "post.min_grade=12 person.employment=PNS"},
};

TEST(ShippedRules, AnswerTheTable) {
  const RulePack pack = ReadShipped();
  Symbols symbols = pack.symbols();
  std::map<std::string, std::set<Verdict>> met;
  for (const Case& c : kCases) {
    const Rule* rule = pack.Find(c.code);
    ASSERT_NE(rule, nullptr) << c.code;
    const Facts facts = ReadFacts(c.facts, symbols);
    const Evaluator evaluator(pack, absl::CivilDay(2026, 1, 1), Stage::kPlan, facts);
    EXPECT_EQ(VerdictName(evaluator.Ask(*rule, facts, facts, symbols)), VerdictName(c.verdict))
        << c.code << ": " << c.facts;
    met[c.code].insert(c.verdict);
  }
  for (const Rule& rule : pack.rules()) {
    // J02 has no unknown: who holds nothing is no executive.
    const size_t expected = rule.code == "J02" ? 2 : 3;
    EXPECT_EQ(met[rule.code].size(), expected) << "no complete table for " << rule.code;
  }
}

TEST(ShippedRules, NameTheirLawInBothLanguages) {
  const RulePack pack = ReadShipped();
  for (const Rule& rule : pack.rules()) {
    EXPECT_FALSE(rule.title_id.empty()) << rule.code;
    EXPECT_FALSE(rule.title_en.empty()) << rule.code;
    EXPECT_FALSE(rule.legal_basis.empty()) << rule.code;
    EXPECT_FALSE(rule.mark.empty()) << rule.code;
  }
}

TEST(ShippedRules, EveryParameterIsUsed) {
  const RulePack pack = ReadShipped();
  std::set<int32_t> used;
  for (const Rule& rule : pack.rules()) {
    for (const auto& node : rule.lawful_if.nodes()) used.insert(node.parameter);
  }
  for (size_t p = 0; p < pack.parameters().size(); ++p) {
    EXPECT_TRUE(used.contains(static_cast<int32_t>(p))) << pack.parameters()[p].info.name;
  }
}

}  // namespace
}  // namespace selaras::rules
