#include "services/matching/domain/fairness.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/matching/domain/testing/changed_instance.h"
#include "services/matching/domain/testing/solved_province.h"

namespace selaras::matching {
namespace {

// By definition: mean difference of all ordered pairs over twice the mean.
int32_t GiniByPairs(const std::vector<int64_t>& shares) {
  int64_t differences = 0, sum = 0;
  for (const int64_t a : shares) {
    sum += a;
    for (const int64_t b : shares) differences += std::abs(a - b);
  }
  if (sum == 0) return 0;
  const int64_t n = static_cast<int64_t>(shares.size());
  return static_cast<int32_t>((2000 * differences + 2 * n * sum) / (4 * n * sum));
}

TEST(Fairness, GiniIsTheMeanDifferenceOfPairs) {
  EXPECT_EQ(GiniPermille({}), 0);
  EXPECT_EQ(GiniPermille({0, 0}), 0);
  EXPECT_EQ(GiniPermille({5, 5, 5}), 0);
  EXPECT_EQ(GiniPermille({0, 0, 0, 8}), 750);
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    RandomProvince random(seed);
    std::vector<int64_t> shares;
    for (int k = random.Number(1, 12); k > 0; --k) shares.push_back(random.Number(0, 1000));
    EXPECT_EQ(GiniPermille(shares), GiniByPairs(shares)) << "seed " << seed;
  }
}

// Every figure counted again, pair by pair.
TEST(Fairness, CountsWhatCountingPairByPairCounts) {
  std::array<int64_t, kEnvyReasons> seen{};
  int64_t worse = 0;
  for (uint64_t seed = 1; seed <= 80; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    PlanRequest request = WithoutLimit();
    if (seed % 2 == 0) request.max_moves = 3;
    ScorePolicy policy;
    if (seed % 3 == 0) policy.weights.preference = {40, 20, 10};
    Province facts = RandomProvince(seed).Make();
    if (seed % 5 == 0 && !facts.persons[0].post.empty())
      request.pins = {{facts.persons[0].id, facts.persons[0].post, "tetap"}};
    const SolvedProvince solved(std::move(facts), request, policy);
    const Fairness fairness = MeasureFairness(solved.view());
    const assignment::Instance& instance = solved.instance();
    const ProvinceIndex& index = solved.problem.province();

    int64_t losers = 0, worst = 0, pairs = 0, ties = 0;
    std::vector<int64_t> ranks(fairness.preference_ranks.size(), 0);
    for (int32_t i = 0; i < instance.person_count(); ++i) {
      const int32_t person = solved.problem.ProvincePerson(i);
      const int32_t post = solved.plan.post_of[person], held = index.PersonRefsOf(person).post;
      if (held >= 0 && post >= 0) {
        const int64_t loss =
            int64_t{solved.problem.Terms(person, held).Total()} - solved.problem.Terms(person, post).Total();
        losers += loss > 0 ? 1 : 0;
        worst = std::max(worst, loss);
      }
      if (index.persons()[person].preferences.empty()) continue;
      const int32_t rank = post < 0 ? 0 : solved.problem.WishRank(person, post);
      ++ranks[rank == 0 ? ranks.size() - 1 : static_cast<size_t>(rank - 1)];
      for (int32_t k = 0; k < instance.person_count(); ++k) {
        const int32_t other = solved.problem.ProvincePost(solved.certificate.placement[k]);
        if (k == i || other < 0 || other == post) continue;
        const int32_t better = solved.problem.WishRank(person, other);
        if (better == 0 || (rank > 0 && better >= rank)) continue;
        const auto his = instance.Score(i, solved.certificate.placement[k]);
        if (!his.has_value() || *his <= *instance.Score(k, solved.certificate.placement[k])) continue;
        ++pairs;
        if (instance.max_moves.has_value()) continue;
        ties +=
            Best(Held(instance, i, solved.certificate.placement[k])) == solved.certificate.objective ? 1 : 0;
      }
    }
    EXPECT_EQ(fairness.preference_ranks, ranks);
    EXPECT_EQ(fairness.people_worse, losers);
    EXPECT_EQ(fairness.worst_loss, worst);
    int64_t counted = 0;
    for (int r = 0; r < kEnvyReasons; ++r) {
      counted += fairness.envy_pairs[r];
      seen[r] += fairness.envy_pairs[r];
    }
    EXPECT_EQ(counted, pairs);
    if (!instance.max_moves.has_value()) {
      EXPECT_EQ(fairness.envy_pairs[static_cast<int>(EnvyReason::kTie)], ties);
    }
    if (!fairness.limits_active) {
      EXPECT_EQ(fairness.envy_pairs[static_cast<int>(EnvyReason::kLimit)], 0);
    }
    worse += losers;
  }
  EXPECT_GT(worse, 0);
  EXPECT_GT(seen[static_cast<int>(EnvyReason::kLimit)], 0);
  EXPECT_GT(seen[static_cast<int>(EnvyReason::kIncumbentStays)] +
                seen[static_cast<int>(EnvyReason::kNeededElsewhere)],
            0);
}

}  // namespace
}  // namespace selaras::matching
