#include "services/matching/domain/explain_cures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "services/matching/domain/testing/solved_province.h"

namespace selaras::matching {
namespace {

TEST(ExplainCures, TheNearestValueWithWhichTheRulePasses) {
  Province province = TwoPuskesmas();
  province.persons[0].post_since = absl::CivilDay(2025, 6, 1);
  const SolvedProvince solved(province);
  const int32_t e1 = solved.problem.province().FindPerson("e1");
  const std::vector<Flip> cures =
      CuresOf(solved.problem, e1, solved.problem.province().FindPost("pisang.bidan"));
  ASSERT_EQ(cures.size(), 1);
  EXPECT_EQ(cures[0].rule, "B10");
  EXPECT_EQ(cures[0].field, "person.tenure_months");
  EXPECT_EQ(cures[0].from, "7");
  EXPECT_EQ(cures[0].to, "24");
  EXPECT_EQ(cures[0].text.id,
            "Ketentuan \"masa menduduki jabatan saat ini belum mencapai jangka waktu paling singkat\" "
            "terpenuhi apabila "
            "masa menduduki jabatan saat ini (bulan), yang tercatat 7, ternyata 24.");
}

// Each cure of many random provinces, written into the facts that the rule reads: the rule passes, and with a value one
// step nearer it does not.
TEST(ExplainCures, EachCureMakesItsRulePass) {
  std::set<std::string> rules_cured;
  int64_t missing = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const SolvedProvince solved(RandomProvince(seed).Make());
    const ProvinceIndex& index = solved.problem.province();
    for (size_t person = 0; person < index.persons().size(); ++person) {
      for (size_t post = 0; post < index.posts().size(); ++post) {
        const int32_t i = static_cast<int32_t>(person), j = static_cast<int32_t>(post);
        const std::vector<Flip> cures = CuresOf(solved.problem, i, j);
        bool known_seen = false;
        for (const Flip& cure : cures) {
          const rules::Rule* const rule = solved.problem.rules().Find(cure.rule);
          ASSERT_NE(rule, nullptr);
          EXPECT_FALSE(cure.assumed && known_seen);  // Missing ones first.
          known_seen |= !cure.assumed;
          missing += cure.assumed ? 1 : 0;
          const auto fact = rules::FindFact(cure.field);
          ASSERT_TRUE(fact.has_value()) << cure.field;
          Lawfulness::PairFacts facts = solved.problem.lawfulness().FactsOf(i, j);
          EXPECT_EQ(facts.person.Get(*fact).known, !cure.assumed);
          const auto bars = [&] {
            return rules::Outcome{rule, solved.problem.lawfulness().Ask(*rule, facts)}.Bars();
          };
          EXPECT_TRUE(bars());
          if (cure.to.empty() || rules::InfoOf(*fact).type != rules::Type::kInt) continue;
          const int64_t to = std::stoll(cure.to);
          const int64_t from = cure.from.empty() ? 0 : std::stoll(cure.from);
          facts.person.Set(*fact, to);
          EXPECT_FALSE(bars()) << cure.rule << " " << cure.field << " " << cure.to;
          facts.person.Set(*fact, to > from ? to - 1 : to + 1);
          if (to - 1 != from && to + 1 != from) {
            EXPECT_TRUE(bars()) << cure.rule << " " << cure.field;
          }
          rules_cured.insert(cure.rule);
        }
      }
    }
  }
  EXPECT_GE(rules_cured.size(), 3);
  EXPECT_GT(missing, 0);
}

}  // namespace
}  // namespace selaras::matching
