#include "services/matching/domain/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "services/matching/domain/problem.h"
#include "services/matching/domain/ranking_scope.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

constexpr uint64_t kSeeds = 60;

struct Ranked2 {
  std::shared_ptr<const Ranking> ranking;
  std::optional<PlanProblem> problem;
  std::vector<CompetencyVector> vectors;
  std::vector<bool> posts;
  std::vector<uint64_t> persons;
};

Ranked2 Both(const Province& facts, size_t column_bytes = 1 << 20) {
  Ranked2 both;
  ProblemInputs inputs = InputsFor(facts);
  both.vectors = inputs.vectors;
  both.ranking = *Ranking::Make({inputs.province, inputs.vectors, inputs.policy, inputs.rules, column_bytes});
  RankScope scope = *RankScope::Make(*inputs.province, {}, -1);
  both.posts = std::move(scope.posts);
  both.persons = std::move(scope.persons);
  both.problem = *PlanProblem::Build(std::move(inputs));
  return both;
}

// By rules asked afresh, and the instance's score.
struct Brute {
  std::vector<Ranked> lawful, unlawful;
};

bool IsLawful(const PlanProblem& problem, int32_t person, int32_t post) {
  if (problem.province().PersonRefsOf(person).post == post) return true;
  for (const rules::Outcome& outcome : problem.lawfulness().OutcomesOf(person, post)) {
    if (outcome.Bars()) return false;
  }
  return true;
}

void Sort(Brute& brute) {
  const auto by = [](const Ranked& a, const Ranked& b) { return a.Before(b); };
  std::sort(brute.lawful.begin(), brute.lawful.end(), by);
  std::sort(brute.unlawful.begin(), brute.unlawful.end(), by);
}

Brute PostsOf(const PlanProblem& problem, const std::vector<bool>& posts, int32_t person) {
  Brute brute;
  for (int32_t j = 0; j < static_cast<int32_t>(posts.size()); ++j) {
    if (!posts[j]) continue;
    const int32_t score = problem.Terms(person, j).Total();
    (IsLawful(problem, person, j) ? brute.lawful : brute.unlawful).push_back({j, score, score});
  }
  Sort(brute);
  return brute;
}

Brute PersonsOf(const PlanProblem& problem, int32_t post) {
  Brute brute;
  for (int32_t i = 0; i < static_cast<int32_t>(problem.province().persons().size()); ++i) {
    const int32_t score = problem.Terms(i, post).Total();
    (IsLawful(problem, i, post) ? brute.lawful : brute.unlawful).push_back({i, score, score});
  }
  Sort(brute);
  return brute;
}

void ExpectSame(const std::vector<Ranked>& rows, const std::vector<Ranked>& brute, size_t most) {
  ASSERT_EQ(rows.size(), std::min(most, brute.size()));
  for (size_t n = 0; n < rows.size(); ++n) {
    EXPECT_EQ(rows[n].index, brute[n].index) << "row " << n;
    EXPECT_EQ(rows[n].value, brute[n].value) << "row " << n;
    EXPECT_EQ(rows[n].score, brute[n].score) << "row " << n;
  }
}

TEST(Ranking, IsTheInstanceSortedByValue) {
  int64_t pairs = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Ranked2 both = Both(RandomProvince(seed).Make());
    const PlanProblem& problem = *both.problem;
    for (int32_t i = 0; i < static_cast<int32_t>(problem.province().persons().size()); ++i) {
      const Brute brute = PostsOf(problem, both.posts, i);
      const RankList list = both.ranking->RankPosts(i, both.posts, nullptr, {.size = 7, .unlawful_size = 5});
      ExpectSame(list.lawful, brute.lawful, 7);
      ExpectSame(list.unlawful, brute.unlawful, 5);
      EXPECT_EQ(list.total, static_cast<int64_t>(brute.lawful.size()));
      EXPECT_EQ(list.more, brute.lawful.size() > 7);
      // What the solver sees is the same, pair by pair.
      for (const Ranked& row : list.lawful) {
        if (problem.InstancePost(row.index) < 0 || problem.InstancePerson(i) < 0) continue;
        EXPECT_EQ(problem.instance().Score(problem.InstancePerson(i), problem.InstancePost(row.index)),
                  row.score);
        ++pairs;
      }
    }
    for (int32_t j = 0; j < static_cast<int32_t>(problem.province().posts().size()); ++j) {
      const RankTarget target = both.ranking->TargetOf(j);
      if (both.ranking->IsExecutive(target)) continue;
      const Brute brute = PersonsOf(problem, j);
      const RankList list =
          both.ranking->RankPersons(target, both.persons, 0, {.size = 6, .unlawful_size = 4});
      ExpectSame(list.lawful, brute.lawful, 6);
      ExpectSame(list.unlawful, brute.unlawful, 4);
    }
  }
  EXPECT_GT(pairs, 1000);
}

TEST(Ranking, TermsAddUpAndEveryLabelIsTheRules) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Ranked2 both = Both(RandomProvince(seed).Make());
    for (int32_t i = 0; i < static_cast<int32_t>(both.ranking->province().persons().size()); ++i) {
      const RankList list =
          both.ranking->RankPosts(i, both.posts, nullptr, {.size = 100, .unlawful_size = 100});
      for (const Ranked& row : list.lawful) {
        const RankTarget target = both.ranking->TargetOf(row.index);
        EXPECT_EQ(both.ranking->TermsAt(i, target), both.problem->Terms(i, row.index));
        EXPECT_EQ(both.ranking->TermsAt(i, target).Total(), row.score);
        EXPECT_NE(both.ranking->Judge(i, target, false).verdict, RankVerdict::kUnlawful);
      }
      for (const Ranked& row : list.unlawful) {
        const RankJudgement judgement = both.ranking->Judge(i, both.ranking->TargetOf(row.index), false);
        EXPECT_EQ(judgement.verdict, RankVerdict::kUnlawful);
        EXPECT_FALSE(judgement.rules.empty());
        EXPECT_FALSE(judgement.rules[0].rule->legal_basis.empty());
      }
    }
  }
}

TEST(Ranking, PagesFollowEachOtherWithoutGapOrRepeat) {
  const Ranked2 both = Both(RandomProvince(5).Make());
  for (int32_t i = 0; i < static_cast<int32_t>(both.ranking->province().persons().size()); ++i) {
    const Brute brute = PostsOf(*both.problem, both.posts, i);
    std::vector<Ranked> all;
    RankWindow window{.size = 2};
    while (true) {
      const RankList list = both.ranking->RankPosts(i, both.posts, nullptr, window);
      all.insert(all.end(), list.lawful.begin(), list.lawful.end());
      if (!list.more) break;
      window.after = all.back();
    }
    ExpectSame(all, brute.lawful, brute.lawful.size());
  }
}

TEST(Ranking, PricesAreTakenOff) {
  const Ranked2 both = Both(RandomProvince(6).Make());
  std::vector<int64_t> prices;
  std::mt19937_64 random(6);
  for (size_t j = 0; j < both.posts.size(); ++j) prices.push_back(static_cast<int64_t>(random() % 500));
  for (int32_t i = 0; i < static_cast<int32_t>(both.ranking->province().persons().size()); ++i) {
    Brute brute = PostsOf(*both.problem, both.posts, i);
    for (Ranked& row : brute.lawful) row.value -= prices[row.index];
    Sort(brute);
    ExpectSame(both.ranking->RankPosts(i, both.posts, &prices, {.size = 9}).lawful, brute.lawful, 9);
  }
}

TEST(Ranking, WhatIfOfWhatIsStoredChangesNothing) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Ranked2 both = Both(RandomProvince(seed).Make());
    for (int32_t i = 0; i < static_cast<int32_t>(both.ranking->province().persons().size()); ++i) {
      const auto what_if = both.ranking->WhatIf(both.ranking->province().persons()[i], both.vectors[i]);
      ASSERT_TRUE(what_if.ok()) << what_if.status();
      const auto& [other, index] = *what_if;
      const RankWindow window{.size = 100, .unlawful_size = 100};
      const RankList stored = both.ranking->RankPosts(i, both.posts, nullptr, window);
      const RankList thought = other->RankPosts(index, both.posts, nullptr, window);
      ExpectSame(thought.lawful, stored.lawful, 100);
      ExpectSame(thought.unlawful, stored.unlawful, 100);
      for (const Ranked& row : stored.unlawful) {
        const RankJudgement one = both.ranking->Judge(i, both.ranking->TargetOf(row.index), false);
        const RankJudgement two = other->Judge(index, other->TargetOf(row.index), false);
        ASSERT_EQ(one.rules.size(), two.rules.size());
        for (size_t n = 0; n < one.rules.size(); ++n) EXPECT_EQ(one.rules[n].rule, two.rules[n].rule);
      }
    }
  }
}

TEST(Ranking, WhatIfOfOtherFactsIsTheProvinceWithThem) {
  Province facts = TwoPuskesmas();
  const Ranked2 before = Both(facts);
  Person changed = facts.persons[0];
  changed.home_district = "180102";
  changed.preferences = {{1, PreferenceKind::kPost, "pisang.bidan"}};
  const auto what_if = before.ranking->WhatIf(changed, before.vectors[0]);
  ASSERT_TRUE(what_if.ok()) << what_if.status();
  facts.persons[0] = changed;
  const Ranked2 after = Both(facts);
  const RankList expected = after.ranking->RankPosts(0, after.posts, nullptr, {});
  ExpectSame(what_if->first->RankPosts(what_if->second, before.posts, nullptr, {}).lawful, expected.lawful,
             50);
  EXPECT_EQ(after.ranking->province().posts()[expected.lawful[0].index].id, "pisang.bidan");
  // Somebody nobody knows.
  changed.id.clear();
  changed.post.clear();
  const auto nobody = before.ranking->WhatIf(changed, UnknownVector());
  ASSERT_TRUE(nobody.ok()) << nobody.status();
  EXPECT_FALSE(nobody->first->RankPosts(nobody->second, before.posts, nullptr, {}).lawful.empty());
}

TEST(Ranking, PostThoughtOfIsRankedLikeOneThatIsThere) {
  int compared = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Ranked2 both = Both(RandomProvince(seed).Make());
    const ProvinceIndex& index = both.ranking->province();
    for (int32_t j = 0; j < static_cast<int32_t>(index.posts().size()); ++j) {
      const Post& post = index.posts()[j];
      const ProvinceIndex::PostRefs& refs = index.PostRefsOf(j);
      const OrgUnit& unit = index.units()[refs.unit];
      if (unit.district != post.district || unit.agency != post.agency || !index.IncumbentsOf(j).empty())
        continue;
      if (both.ranking->IsExecutive(both.ranking->TargetOf(j))) continue;
      std::set<int32_t> wishers;  // A wish for the very post is not one for a post thought of.
      for (int32_t i = 0; i < static_cast<int32_t>(index.persons().size()); ++i) {
        for (const Preference& wish : index.persons()[i].preferences) {
          if (wish.kind == PreferenceKind::kPost && wish.target == post.id) wishers.insert(i);
        }
      }
      if (!wishers.empty()) continue;
      const RankTarget thought = both.ranking->ThoughtOf(refs.position, refs.unit, post.head_of_unit,
                                                         post.certificate, post.min_grade);
      const RankWindow window{.size = 100, .unlawful_size = 100};
      const RankList stored = both.ranking->RankPersons(both.ranking->TargetOf(j), both.persons, 0, window);
      const RankList list = both.ranking->RankPersons(thought, both.persons, 0, window);
      ExpectSame(list.lawful, stored.lawful, 100);
      ExpectSame(list.unlawful, stored.unlawful, 100);
      ++compared;
    }
  }
  EXPECT_GT(compared, 50);
}

TEST(Ranking, FewColumnsGiveTheSame) {
  const Province facts = RandomProvince(9).Make();
  const Ranked2 many = Both(facts), one = Both(facts, 1);
  for (int round = 0; round < 2; ++round) {
    for (int32_t j = 0; j < static_cast<int32_t>(many.posts.size()); ++j) {
      ExpectSame(one.ranking->RankPersons(one.ranking->TargetOf(j), one.persons, 0, {}).lawful,
                 many.ranking->RankPersons(many.ranking->TargetOf(j), many.persons, 0, {}).lawful, 50);
    }
  }
  EXPECT_LT(one.ranking->bytes(), many.ranking->bytes());
}

TEST(Ranking, ExecutivePostsAreRankedByTheRulesOfACase) {
  Province facts = TwoPuskesmas();
  Position head = NursePosition();
  head.id = "kadis";
  head.group = Group::kJptP;
  head.family = Family::kStructural;
  facts.positions.push_back(head);
  facts.posts.push_back({"urang.kadis", "urang", "kadis", "prov", "180101", 1, true});
  const Ranked2 both = Both(facts);
  const RankTarget target = both.ranking->TargetOf(both.ranking->province().FindPost("urang.kadis"));
  ASSERT_TRUE(both.ranking->IsExecutive(target));
  // No plan fills it, so it is unlawful for a person's list …
  const RankJudgement planned = both.ranking->Judge(0, target, false);
  ASSERT_EQ(planned.verdict, RankVerdict::kUnlawful);
  EXPECT_TRUE(std::any_of(planned.rules.begin(), planned.rules.end(),
                          [](const RankRule& rule) { return rule.rule->code == "J01"; }));
  // … but people are ranked for it.
  const RankList list = both.ranking->RankPersons(target, both.persons, 0, {.size = 3, .unlawful_size = 50});
  EXPECT_EQ(list.total + static_cast<int64_t>(list.unlawful.size()), 6);
  for (const Ranked& row : list.lawful) {
    for (const RankRule& rule : both.ranking->Judge(row.index, target, true).rules) {
      EXPECT_NE(rule.rule->code, "J01");
      EXPECT_NE(rule.rule->code, "B15");
    }
  }
}

}  // namespace
}  // namespace selaras::matching
