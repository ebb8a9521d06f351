#include "libs/rules/target_masks.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

namespace selaras::rules {
namespace {

RulePack ReadShipped() {
  std::ifstream file(SELARAS_RULES_FILE);
  std::stringstream text;
  text << file.rdbuf();
  return *RulePack::Parse("rules.yaml", text.str());
}

// Any facts, a third of them unknown, numbers from a small range so that people share classes.
Facts Random(std::mt19937_64& random, Symbols& symbols) {
  static constexpr const char* kTexts[] = {"PNS", "PPPK",  "TEACHER", "HEALTH", "JF_EXPERT",
                                           "PGW", "JPT_P", "ACTIVE",  "a",      ""};
  Facts facts;
  for (int f = 0; f < kFactCount; ++f) {
    const Fact fact = static_cast<Fact>(f);
    if (random() % 3 == 0) continue;
    switch (InfoOf(fact).type) {
      case Type::kBool:
        facts.Set(fact, random() % 2);
        break;
      case Type::kText:
        facts.Set(fact, symbols.Intern(kTexts[random() % std::size(kTexts)]));
        break;
      case Type::kInt:
        facts.Set(fact, random() % 8);
        break;
      case Type::kDate:
        facts.Set(fact, 20000 + random() % 1000);
        break;
      default:
        facts.Set(fact, symbols.InternSet(
                            {PackPair(random() % 8, symbols.Intern(kTexts[random() % std::size(kTexts)]))}));
    }
  }
  return facts;
}

TEST(TargetMasks, EqualAskingEveryPair) {
  const uint64_t seed = 7;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const RulePack pack = ReadShipped();
  Symbols symbols = pack.symbols();
  const Evaluator evaluator(pack, absl::CivilDay(2026, 1, 1), Stage::kPlan);
  std::vector<Facts> targets;
  for (int t = 0; t < 70; ++t) targets.push_back(Random(random, symbols));
  const std::vector<Scope> scopes = {Scope::kPersonAgency, Scope::kPersonPosition, Scope::kPersonPost};
  TargetMasks masks(evaluator, scopes, targets);
  int64_t barred_pairs = 0;
  for (int i = 0; i < 200; ++i) {
    const Facts person = Random(random, symbols);
    std::vector<uint64_t> barred;
    masks.Barred(person, symbols, &barred);
    for (size_t t = 0; t < targets.size(); ++t) {
      bool expected = false;
      for (const Scope scope : scopes) {
        for (const Outcome& outcome : evaluator.Evaluate(scope, person, targets[t], symbols)) {
          if (outcome.rule->code != "B16") expected |= outcome.Bars();
        }
      }
      EXPECT_EQ((barred[t / 64] >> (t % 64) & 1) != 0, expected) << i << " " << t;
      barred_pairs += expected;
    }
  }
  EXPECT_GT(barred_pairs, 100);
  EXPECT_LT(barred_pairs, 200 * 70);
}

}  // namespace
}  // namespace selaras::rules
