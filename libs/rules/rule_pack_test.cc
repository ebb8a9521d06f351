#include "libs/rules/rule_pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/rules/evaluator.h"

namespace selaras::rules {
namespace {

using testing::HasSubstr;

std::string Rule(absl::string_view code, absl::string_view more) {
  return absl::StrCat("  - {code: ", code,
                      ", scope: person, severity: block, title_id: a, title_en: b, legal_basis: c, ", more,
                      "}\n");
}

TEST(RulePack, CollectsEveryMistakeWithItsLine) {
  const auto pack =
      RulePack::Parse("rules.yaml", absl::StrCat("parameters:\n  years: soon\n  years2: [1, x]\nrules:\n",
                                                 Rule("B1", "lawful_if: \"person.sex == 'F'\""),
                                                 Rule("B1", "lawful_if: \"true\", colour: red")));
  ASSERT_FALSE(pack.ok());
  const std::string message(pack.status().message());
  EXPECT_THAT(message, HasSubstr("rules.yaml:3: years2: expected texts or numbers"));
  EXPECT_THAT(message, HasSubstr("rules.yaml:5: B1: lawful_if 1:1: no fact, function or word `person.sex`"));
  EXPECT_THAT(message, HasSubstr("rules.yaml:6: B1: no key `colour`"));
  EXPECT_THAT(message, HasSubstr("rules.yaml:6: B1: code twice"));
}

TEST(RulePack, RulesAndParametersHoldWithinTheirValidity) {
  const auto pack = RulePack::Parse(
      "rules.yaml",
      absl::StrCat(
          "parameters:\n  months:\n    - {value: 60, valid_to: 2024-12-31}\n    - {value: 24, valid_from: "
          "2025-01-01}\nrules:\n",
          Rule("B1",
               "lawful_if: person.tenure_months >= param.months, valid_from: 2024-01-01, valid_to: "
               "2025-12-31")));
  ASSERT_TRUE(pack.ok()) << pack.status();
  Symbols symbols = pack->symbols();
  Facts person;
  person.Set(Fact::person_tenure_months, 30);
  const auto ask = [&](absl::CivilDay day) {
    return Evaluator(*pack, day, Stage::kPlan).Evaluate(Scope::kPerson, person, Facts(), symbols);
  };
  EXPECT_TRUE(ask(absl::CivilDay(2023, 12, 31)).empty());
  EXPECT_EQ(ask(absl::CivilDay(2024, 12, 31))[0].verdict, Verdict::kUnlawful);
  EXPECT_EQ(ask(absl::CivilDay(2025, 1, 1))[0].verdict, Verdict::kLawful);
  EXPECT_EQ(ask(absl::CivilDay(2025, 12, 31)).size(), 1);
  EXPECT_TRUE(ask(absl::CivilDay(2026, 1, 1)).empty());
}

TEST(RulePack, EntriesInForceTogetherAreRefused) {
  const auto pack =
      RulePack::Parse("rules.yaml",
                      "parameters:\n  m:\n    - {value: 1, valid_to: 2025-01-01}\n    - {value: 2, "
                      "valid_from: 2025-01-01}\nrules: []\n");
  EXPECT_THAT(std::string(pack.status().message()), HasSubstr("two entries in force on one date"));
}

TEST(RulePack, AnActiveOverrideNeedsItsLaw) {
  const auto with = [](absl::string_view override_text) {
    return RulePack::Parse(
        "rules.yaml",
        absl::StrCat("parameters:\n  months: {value: 24, override: ", override_text, "}\nrules:\n",
                     Rule("B1", "lawful_if: person.tenure_months >= param.months")));
  };
  EXPECT_THAT(std::string(with("{value: 6, active: true, legal_basis: \"\"}").status().message()),
              HasSubstr("needs its legal_basis"));
  const auto value = [](const absl::StatusOr<RulePack>& pack) { return pack->parameters()[0].entries[0]; };
  const auto off = with("{value: 6, active: false}"),
             on = with("{value: 6, active: true, legal_basis: \"Peraturan X\"}");
  ASSERT_TRUE(off.ok()) << off.status();
  ASSERT_TRUE(on.ok()) << on.status();
  EXPECT_EQ(value(off).value.number, 24);
  EXPECT_EQ(value(on).value.number, 6);
  EXPECT_EQ(value(on).legal_basis, "Peraturan X");
}

TEST(RulePack, UnknownMeansWhatTheRuleSays) {
  const auto pack = RulePack::Parse(
      "rules.yaml", absl::StrCat("rules:\n", Rule("B1", "lawful_if: not person.court_process"),
                                 Rule("B2", "unknown: block, lawful_if: not person.court_process")));
  ASSERT_TRUE(pack.ok()) << pack.status();
  const auto outcomes = Evaluator(*pack, absl::CivilDay(2026, 1, 1), Stage::kPlan)
                            .Evaluate(Scope::kPerson, Facts(), Facts(), pack->symbols());
  EXPECT_TRUE(outcomes[0].Checklist());
  EXPECT_FALSE(outcomes[0].Bars());
  EXPECT_TRUE(outcomes[1].Bars());
  EXPECT_FALSE(outcomes[1].Checklist());
}

TEST(RulePack, RulesOfOneStageAreNotAskedInTheOther) {
  const auto pack =
      RulePack::Parse("rules.yaml", absl::StrCat("rules:\n", Rule("B1", "stages: case, lawful_if: \"false\""),
                                                 Rule("B2", "stages: plan, lawful_if: \"false\"")));
  ASSERT_TRUE(pack.ok()) << pack.status();
  const absl::CivilDay day(2026, 1, 1);
  const auto codes = [&](Stage stage) {
    std::string codes;
    const Evaluator evaluator(*pack, day, stage);
    for (const auto* rule : evaluator.RulesOf(Scope::kPerson)) codes += rule->code;
    return codes;
  };
  EXPECT_EQ(codes(Stage::kPlan), "B2");
  EXPECT_EQ(codes(Stage::kCase), "B1");
}

}  // namespace
}  // namespace selaras::rules
