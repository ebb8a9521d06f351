#include "services/matching/domain/exchange.h"

#include <gtest/gtest.h>

#include <set>

#include "services/matching/domain/testing/solved_province.h"

namespace selaras::matching {
namespace {

// Points that leave many plans equal: wishes move nothing, so that what people prefer is left to exchange.
ScorePolicy Indifferent() {
  ScorePolicy policy;
  policy.weights.preference = {0, 0, 0};
  policy.weights.stay = policy.weights.rotation = policy.weights.remedy = 0;
  policy.weights.distance_cap = policy.weights.distance_per_km_milli = 0;
  policy.weights.experience = policy.weights.talent = policy.weights.performance = 0;
  return policy;
}

Province WithWishes(uint64_t seed, size_t posts) {
  RandomProvince random(seed);
  Province province = random.Make();
  for (Person& person : province.persons) {
    person.preferences.clear();
    for (int32_t rank = 1; rank <= 3; ++rank) {
      person.preferences.push_back(
          {rank, PreferenceKind::kPost,
           province.posts[static_cast<size_t>(random.Number(0, static_cast<int32_t>(posts) - 1))].id});
    }
  }
  return province;
}

std::vector<int32_t> Applied(const SolvedProvince& solved, std::vector<int32_t> placement,
                             const ExchangeCycle& cycle) {
  for (const ExchangeStep& step : cycle.steps) {
    const int32_t i = solved.problem.InstancePerson(step.person);
    EXPECT_EQ(placement[i], solved.problem.InstancePost(step.from_post));
    placement[i] = solved.problem.InstancePost(step.to_post);
  }
  return placement;
}

std::vector<int64_t> Occupancy(const SolvedProvince& solved, const std::vector<int32_t>& placement) {
  std::vector<int64_t> people(solved.instance().post_count(), 0);
  for (const int32_t j : placement) ++people[j];
  return people;
}

struct Seen {
  int64_t without_loss = 0, with_loss = 0;
};

void ExpectSound(const SolvedProvince& solved, Seen& seen) {
  const std::vector<ExchangeCycle> cycles = FindExchanges(solved.view());
  const std::vector<int32_t>& plan = solved.certificate.placement;
  std::set<int32_t> people;
  std::vector<int32_t> all = plan;
  int64_t last = 0, sum = 0;
  for (const ExchangeCycle& cycle : cycles) {
    ASSERT_GE(cycle.steps.size(), 2);
    EXPECT_GE(cycle.loss, last);
    last = cycle.loss;
    sum += cycle.loss;
    for (size_t k = 0; k < cycle.steps.size(); ++k) {
      const ExchangeStep& step = cycle.steps[k];
      EXPECT_TRUE(people.insert(step.person).second);
      EXPECT_EQ(step.to_post, cycle.steps[(k + 1) % cycle.steps.size()].from_post);
      EXPECT_EQ(step.rank_from, solved.problem.WishRank(step.person, step.from_post));
      EXPECT_EQ(step.rank_to, solved.problem.WishRank(step.person, step.to_post));
      EXPECT_TRUE(step.rank_to >= 1 && (step.rank_from == 0 || step.rank_to < step.rank_from));
    }
    // Alone, and with those before it: value, occupancy and limits.
    all = Applied(solved, all, cycle);
    const std::vector<int32_t> alone = Applied(solved, plan, cycle);
    for (const auto& [placement, loss] : {std::pair(alone, cycle.loss), std::pair(all, sum)}) {
      const auto objective = assignment::Objective(solved.instance(), placement);
      ASSERT_TRUE(objective.ok()) << objective.status();
      EXPECT_EQ(*objective, solved.certificate.objective - loss);
      EXPECT_EQ(Occupancy(solved, placement), Occupancy(solved, plan));
    }
    ++(cycle.loss == 0 ? seen.without_loss : seen.with_loss);
    if (cycle.loss > 0) continue;
    assignment::Certificate exchanged = solved.certificate;
    exchanged.placement = all;
    EXPECT_TRUE(assignment::CheckCertificate(solved.instance(), exchanged).ok());
  }
}

TEST(Exchange, KeepsValueOccupancyAndCertificate) {
  Seen seen;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    ExpectSound(SolvedProvince(WithWishes(seed, 5), WithoutLimit(), Indifferent()), seen);
  }
  EXPECT_GT(seen.without_loss, 10);
}

TEST(Exchange, ListsWhatWouldCostSomethingWithItsLoss) {
  Seen seen;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    ScorePolicy policy;
    policy.weights.preference = {3, 2, 1};
    ExpectSound(SolvedProvince(WithWishes(seed, 5), WithoutLimit(), policy), seen);
  }
  EXPECT_GT(seen.with_loss, 10);
}

TEST(Exchange, KeepsTheMoveBudget) {
  Seen seen;
  int64_t limited = 0;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    PlanRequest request;
    request.max_moves = static_cast<int64_t>(seed % 6);
    const SolvedProvince solved(WithWishes(seed, 5), request, Indifferent());
    limited += solved.certificate.lambda > 0 ? 1 : 0;
    ExpectSound(solved, seen);
  }
  EXPECT_GT(limited, 5);
}

// No two volunteers are left who could trade places for nothing.
TEST(Exchange, LeavesNoTradeOfTwoBehind) {
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const SolvedProvince solved(WithWishes(seed, 5), WithoutLimit(), Indifferent());
    std::set<int32_t> used;
    for (const ExchangeCycle& cycle : FindExchanges(solved.view())) {
      if (cycle.loss > 0) continue;
      for (const ExchangeStep& step : cycle.steps) used.insert(step.person);
    }
    const assignment::Instance& instance = solved.instance();
    const auto prefers = [&](int32_t i, int32_t post) {
      const int32_t person = solved.problem.ProvincePerson(i);
      const int32_t now = solved.plan.post_of[person];
      const int32_t rank = post < 0 ? 0 : solved.problem.WishRank(person, post);
      const int32_t has = now < 0 ? 0 : solved.problem.WishRank(person, now);
      return rank > 0 && (has == 0 || rank < has);
    };
    for (int32_t i = 0; i < instance.person_count(); ++i) {
      for (int32_t k = 0; k < i; ++k) {
        if (used.contains(solved.problem.ProvincePerson(i)) ||
            used.contains(solved.problem.ProvincePerson(k)))
          continue;
        const int32_t at_i = solved.certificate.placement[i], at_k = solved.certificate.placement[k];
        if (!prefers(i, solved.problem.ProvincePost(at_k)) || !prefers(k, solved.problem.ProvincePost(at_i)))
          continue;
        std::vector<int32_t> swapped = solved.certificate.placement;
        std::swap(swapped[i], swapped[k]);
        const auto objective = assignment::Objective(instance, swapped);
        EXPECT_FALSE(objective.ok() && *objective == solved.certificate.objective) << i << " " << k;
      }
    }
  }
}

TEST(Exchange, TwiceTheSame) {
  const SolvedProvince solved(WithWishes(7, 5), WithoutLimit(), Indifferent());
  const auto first = FindExchanges(solved.view()), second = FindExchanges(solved.view());
  ASSERT_EQ(first.size(), second.size());
  for (size_t k = 0; k < first.size(); ++k) {
    ASSERT_EQ(first[k].steps.size(), second[k].steps.size());
    for (size_t s = 0; s < first[k].steps.size(); ++s) {
      EXPECT_EQ(first[k].steps[s].person, second[k].steps[s].person);
    }
  }
}

}  // namespace
}  // namespace selaras::matching
