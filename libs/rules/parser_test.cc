#include "libs/rules/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/rules/ranks.h"

namespace selaras::rules {
namespace {

using testing::HasSubstr;

const std::vector<ParameterInfo>& TestParameters() {
  static const auto* const infos =
      new std::vector<ParameterInfo>{{"months", Type::kInt}, {"families", Type::kTextSet}};
  return *infos;
}

ParseScope Everything() {
  return {{Root::person, Root::present, Root::agency, Root::position, Root::post, Root::pair, Root::plan},
          TestParameters()};
}

class Predicates : public testing::Test {
 protected:
  Truth Ask(absl::string_view source) {
    const auto expression = ParsePredicate(source, Everything(), symbols_);
    EXPECT_TRUE(expression.ok()) << source << ": " << expression.status();
    if (!expression.ok()) return Truth::kUnknown;
    const std::vector<Value> parameters = {{24, true},
                                           {symbols_.InternSet({symbols_.Intern("TEACHER")}), true}};
    return expression->Evaluate({&person_, &target_, &plan_, parameters, &symbols_});
  }
  std::string ErrorOf(absl::string_view source) {
    const auto expression = ParsePredicate(source, Everything(), symbols_);
    EXPECT_FALSE(expression.ok()) << source;
    return std::string(expression.status().message());
  }

  Symbols symbols_;
  Facts person_, target_, plan_;
};

TEST_F(Predicates, BindFromLooseToTight) {
  EXPECT_EQ(Ask("true or false and false"), Truth::kTrue);
  EXPECT_EQ(Ask("(true or false) and false"), Truth::kFalse);
  EXPECT_EQ(Ask("not false and false"), Truth::kFalse);
  EXPECT_EQ(Ask("false implies false implies false"), Truth::kTrue);  // To the right.
  EXPECT_EQ(Ask("1 + 2 - 4 == 0 - 1"), Truth::kTrue);
}

TEST_F(Predicates, CompareDatesInCalendarMonths) {
  EXPECT_EQ(Ask("add_months(2024-09-22, 0 - 6) == 2024-03-22"), Truth::kTrue);
  EXPECT_EQ(Ask("add_months(2024-08-31, 6) == 2025-02-28"), Truth::kTrue);
  EXPECT_EQ(Ask("add_months(2023-08-31, 6) == 2024-02-29"), Truth::kTrue);
  EXPECT_EQ(Ask("months_between(2024-01-31, 2024-02-29) == 1"), Truth::kTrue);
  EXPECT_EQ(Ask("months_between(2024-01-15, 2024-02-14) == 0"), Truth::kTrue);
  EXPECT_EQ(Ask("months_between(2024-02-15, 2024-01-14) == 0 - 1"), Truth::kTrue);
}

TEST_F(Predicates, UnknownFactsAreUnknown) {
  EXPECT_EQ(Ask("person.state == 'ACTIVE'"), Truth::kUnknown);
  EXPECT_EQ(Ask("person.state != person.state"), Truth::kUnknown);
  EXPECT_EQ(Ask("person.state in {}"), Truth::kUnknown);
  EXPECT_EQ(Ask("known(person.state)"), Truth::kFalse);
  EXPECT_EQ(Ask("person.court_process and false"), Truth::kFalse);
  EXPECT_EQ(Ask("person.court_process or true"), Truth::kTrue);
  EXPECT_EQ(Ask("person.court_process implies true"), Truth::kTrue);
  EXPECT_EQ(Ask("false implies person.court_process"), Truth::kTrue);
  EXPECT_EQ(Ask("true implies person.court_process"), Truth::kUnknown);
  EXPECT_EQ(Ask("person.tenure_months + 1 > 0"), Truth::kUnknown);
}

TEST_F(Predicates, ReadGradesAndEducationsByName) {
  EXPECT_EQ(Ask("grade('III/d') == 12 and grade('IV/e') == 17 and grade('I/a') == 1"), Truth::kTrue);
  EXPECT_EQ(Ask("education('S1') == education('D4') and education('D3') < education('S1')"), Truth::kTrue);
  EXPECT_EQ(GradeOrder(34), 12);
  EXPECT_EQ(GradeOrder(35), std::nullopt);
  EXPECT_EQ(GradeOrder(45), 17);
  EXPECT_EQ(EducationRank("40"), EducationRank("35"));
  EXPECT_EQ(EducationRank("41"), std::nullopt);
}

TEST_F(Predicates, DegreesCountByRankAndField) {
  const int64_t nurse = symbols_.Intern("NURS"), law = symbols_.Intern("LAW");
  target_.Set(Fact::position_education_fields, symbols_.InternSet({nurse}));
  const auto ask = [&] {
    return Ask("has_degree(person.educations, education('D3'), position.education_fields)");
  };
  EXPECT_EQ(ask(), Truth::kUnknown);
  person_.Set(Fact::person_educations, symbols_.InternSet({PackPair(6, nurse), PackPair(7, law)}));
  EXPECT_EQ(ask(), Truth::kTrue);
  // A diploma in nursing and a law degree make no graduate nurse.
  EXPECT_EQ(Ask("has_degree(person.educations, education('S1'), position.education_fields)"), Truth::kFalse);
  person_.Set(Fact::person_educations, symbols_.InternSet({PackPair(7, 0)}));
  EXPECT_EQ(ask(), Truth::kUnknown);
  person_.Set(Fact::person_educations, symbols_.InternSet({PackPair(3, 0)}));
  EXPECT_EQ(ask(), Truth::kFalse);
}

TEST_F(Predicates, NoDemandIsMetByEverybody) {
  target_.Set(Fact::position_education_fields, 0);
  target_.Set(Fact::position_certificate, 0);
  EXPECT_EQ(Ask("has_degree(person.educations, 0, position.education_fields)"), Truth::kTrue);
  EXPECT_EQ(Ask("has_certificate(person.certificates, position.certificate)"), Truth::kTrue);
  target_.Set(Fact::position_certificate, symbols_.Intern("STR"));
  EXPECT_EQ(Ask("has_certificate(person.certificates, position.certificate)"), Truth::kUnknown);
  person_.Set(Fact::person_certificates, 0);
  EXPECT_EQ(Ask("has_certificate(person.certificates, position.certificate)"), Truth::kFalse);
}

TEST_F(Predicates, ParametersAreRead) {
  person_.Set(Fact::person_tenure_months, 24);
  person_.Set(Fact::present_family, symbols_.Intern("TEACHER"));
  EXPECT_EQ(Ask("person.tenure_months >= param.months and present.family in param.families"), Truth::kTrue);
}

TEST_F(Predicates, ErrorsNameTheirPlace) {
  EXPECT_EQ(ErrorOf("person.state == 3"), "1:17: expected a text, found a number");
  EXPECT_EQ(ErrorOf("true and\n  person.tenure_months"), "2:3: expected a yes/no, found a number");
  EXPECT_EQ(ErrorOf("person.sex == 'F'"), "1:1: no fact, function or word `person.sex`");
  EXPECT_THAT(ErrorOf("person.tenure_months"), HasSubstr("1:1: a predicate is yes or no"));
  EXPECT_THAT(ErrorOf("plan.date < 2024-02-30"), HasSubstr("1:13: not a date"));
  EXPECT_THAT(ErrorOf("person.state == 'ACT"), HasSubstr("1:17: text without closing quote"));
  EXPECT_THAT(ErrorOf("(true"), HasSubstr("1:6: expected )"));
  EXPECT_THAT(ErrorOf("true true"), HasSubstr("1:6: expected the end"));
  EXPECT_THAT(ErrorOf("person.state < 'A'"), HasSubstr("1:14: a text has no order"));
  EXPECT_THAT(ErrorOf("'A' in {'B', 3}"), HasSubstr("texts and numbers in one set"));
  EXPECT_THAT(ErrorOf("param.nothing == 1"), HasSubstr("no parameter `nothing`"));
  EXPECT_THAT(ErrorOf("add_months(plan.date) == plan.date"), HasSubstr("does not take 1 arguments"));
  EXPECT_THAT(ErrorOf("grade('V/a') == 1"), HasSubstr("1:7: expected the name of a grade"));
  EXPECT_THAT(ErrorOf("# true"), HasSubstr("1:1: character that no predicate has"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("the predicate ends"));
  EXPECT_THAT(ErrorOf(std::string(500, '(')), HasSubstr("nested too deeply"));
}

TEST_F(Predicates, FactsOutsideTheScopeAreRefused) {
  const auto expression = ParsePredicate("position.level > 1", {{Root::person, Root::plan}, {}}, symbols_);
  EXPECT_THAT(std::string(expression.status().message()), HasSubstr("not known in this scope"));
}

// Any sequence of words either parses or is refused; what parses evaluates the same twice.
TEST_F(Predicates, RandomWordsNeverCrash) {
  static constexpr const char* kWords[] = {"person.state",
                                           "person.tenure_months",
                                           "plan.date",
                                           "true",
                                           "not",
                                           "and",
                                           "or",
                                           "implies",
                                           "in",
                                           "==",
                                           "<",
                                           "(",
                                           ")",
                                           "{",
                                           "}",
                                           ",",
                                           "'A'",
                                           "7",
                                           "2024-01-31",
                                           "known(",
                                           "empty(",
                                           "add_months(",
                                           "param.months",
                                           "intersects",
                                           "+",
                                           "-"};
  const uint64_t seed = 20261121;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  int parsed = 0;
  for (int n = 0; n < 20000; ++n) {
    std::string source;
    for (size_t w = 1 + random() % 9; w > 0; --w)
      absl::StrAppend(&source, kWords[random() % std::size(kWords)], " ");
    const auto expression = ParsePredicate(source, Everything(), symbols_);
    if (!expression.ok()) continue;
    ++parsed;
    EXPECT_EQ(Ask(source), Ask(source)) << source;
  }
  EXPECT_GT(parsed, 50);
}

}  // namespace
}  // namespace selaras::rules
