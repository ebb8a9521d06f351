#include "libs/province/lawfulness.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/province/testing/small_province.h"

namespace selaras::province {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

Lawfulness LawOf(Province facts, rules::Stage stage, rules::Facts plan = UndecidedPlan()) {
  auto index = ProvinceIndex::Make(std::move(facts));
  EXPECT_TRUE(index.ok()) << index.status();
  return Lawfulness(std::make_shared<const ProvinceIndex>(*std::move(index)), ShippedRules(), stage,
                    std::move(plan));
}

std::vector<std::string> Codes(const std::vector<rules::Outcome>& outcomes) {
  std::vector<std::string> codes;
  for (const rules::Outcome& outcome : outcomes) codes.push_back(outcome.rule->code);
  return codes;
}

std::vector<std::string> Bars(const std::vector<rules::Outcome>& outcomes) {
  std::vector<std::string> codes;
  for (const rules::Outcome& outcome : outcomes) {
    if (outcome.Bars()) codes.push_back(outcome.rule->code);
  }
  return codes;
}

// The pack says for each rule where it is asked; a plan and a case therefore hear different lists.
TEST(LawfulnessTest, EachStageAsksItsOwnRules) {
  for (const auto& [stage, planned] : {std::pair(rules::Stage::kPlan, true), {rules::Stage::kCase, false}}) {
    const Lawfulness law = LawOf(TwoPuskesmas(), stage);
    const std::vector<std::string> asked = Codes(law.OutcomesOf(0, 0));
    int at_one_stage = 0;
    for (const rules::Rule& rule : ShippedRules()->rules()) {
      if (rule.scope == rules::Scope::kPlan || !rule.validity.Covers(absl::CivilDay(2026, 1, 1))) continue;
      at_one_stage += rule.stages.plan != rule.stages.kase;
      if (planned ? rule.stages.plan : rule.stages.kase) {
        EXPECT_THAT(asked, Contains(rule.code));
      } else {
        EXPECT_THAT(asked, Not(Contains(rule.code)));
      }
    }
    EXPECT_GT(at_one_stage, 0);
  }
}

// Screening sees the people and posts of one case, not the province. What it does not see must not change its
// word on the pair.
TEST(LawfulnessTest, AProvinceOfOnePersonSaysTheSameOfThePair) {
  const Lawfulness whole = LawOf(TwoPuskesmas(), rules::Stage::kCase);
  Province part = TwoPuskesmas();
  part.persons = {part.persons[2]};
  std::erase_if(part.posts, [](const Post& post) { return post.id == "urang.klerek"; });
  const Lawfulness small = LawOf(part, rules::Stage::kCase);
  // Posts by id: pisang.bidan, urang.bidan.
  EXPECT_EQ(Bars(whole.OutcomesOf(2, 0)), Bars(small.OutcomesOf(0, 0)));
  EXPECT_THAT(Bars(small.OutcomesOf(0, 0)), IsEmpty());
}

// Two midwives married to each other: one heads the unit that the other would join.
TEST(LawfulnessTest, KinInLineIsFoundInASmallProvince) {
  Province facts = TwoPuskesmas();
  facts.posts[1].head_of_unit = true;  // pisang.bidan, held by e6
  facts.posts.push_back({"pisang.staf", "pisang", "bidan", "prov", "180102", 2});
  facts.persons[0].relatives = {"e6"};
  const Lawfulness law = LawOf(facts, rules::Stage::kCase);
  const auto find = [](const char* id) {
    return [id](const rules::Outcome& outcome) { return outcome.rule->code == id; };
  };
  const std::vector<rules::Outcome> kin = law.OutcomesOf(0, 1), other = law.OutcomesOf(1, 1);
  std::vector<std::string> only_kin;
  for (const rules::Outcome& outcome : kin) {
    const auto same = std::find_if(other.begin(), other.end(), find(outcome.rule->code.c_str()));
    if (same == other.end() || same->verdict != outcome.verdict) only_kin.push_back(outcome.rule->code);
  }
  EXPECT_EQ(only_kin.size(), 1u) << testing::PrintToString(only_kin);
}

}  // namespace
}  // namespace selaras::province
