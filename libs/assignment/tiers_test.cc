#include "libs/assignment/tiers.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <tuple>

#include "gtest/gtest.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/brute_force.h"
#include "libs/assignment/testing/seeded_random.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

// Worths of seats in tiers, never increasing within a post; small ones tie.
void AddTiers(int32_t tiers, int32_t widest, uint64_t seed, Instance& instance) {
  SeededRandom random(seed);
  instance.tier_count = tiers;
  instance.tier_points.assign(instance.seat_runs.size() * tiers, 0);
  for (int32_t t = 0; t < tiers; ++t) {
    for (PostIndex j = 0; j < instance.post_count(); ++j) {
      int32_t worth = random.In(0, widest);
      for (int32_t r = instance.seat_begin[j]; r < instance.seat_begin[j + 1]; ++r) {
        instance.tier_points[static_cast<size_t>(r) * tiers + t] = worth;
        worth -= random.In(0, widest);
        if (random.Chance(0.5)) worth = std::min(worth, 0);
      }
    }
  }
}

struct Best {
  std::vector<int64_t> worths;  // Of each tier, then points.
  int64_t moved = 0;
  uint64_t hash = 0;
  std::vector<PostIndex> placement;
};

// Lexicographic optimum by looking at every placement that `keep` lets pass.
std::optional<Best> Look(const Instance& in, uint64_t seed, int64_t max_moves) {
  std::optional<Best> best;
  std::vector<int32_t> people(in.posts.size(), 0);
  Best now;
  now.placement.resize(in.persons.size());
  const std::function<void(PersonIndex)> place = [&](PersonIndex i) {
    if (i == in.person_count()) {
      if (now.moved > max_moves) return;
      now.worths.clear();
      for (int32_t t = 0; t < in.tier_count; ++t) now.worths.push_back(TierObjective(in, t, now.placement));
      now.worths.push_back(0);
      for (PersonIndex k = 0; k < in.person_count(); ++k) now.worths.back() += *in.Score(k, now.placement[k]);
      for (PostIndex j = 0; j < in.post_count(); ++j) now.worths.back() += in.SeatValue(j, people[j]);
      const auto key = [](const Best& b) { return std::make_tuple(-b.moved, ~b.hash); };
      if (!best.has_value() || now.worths > best->worths ||
          (now.worths == best->worths && key(now) > key(*best)))
        best = now;
      return;
    }
    for (PostIndex j = 0; j < in.post_count(); ++j) {
      if (!in.Score(i, j).has_value() || people[j] >= in.SeatCount(j)) continue;
      const uint64_t hash = PlacementHash(seed, in.persons[i].key, in.posts[j].id);
      const bool moves = j != in.persons[i].reference_post;
      ++people[j], now.placement[i] = j, now.hash += hash, now.moved += moves;
      place(i + 1);
      --people[j], now.hash -= hash, now.moved -= moves;
    }
  };
  place(0);
  return best;
}

class TiersTest : public testing::TestWithParam<int> {};

TEST_P(TiersTest, TheFreeOptimumIsTheLexicographicOneAndProven) {
  const int32_t tiers = 1 + GetParam() % 3;
  int differs = 0;
  for (uint64_t seed = 0; seed < 700; ++seed) {
    SCOPED_TRACE(testing::Message() << "tiers " << tiers << " seed " << seed);
    Instance instance = MakeTinyInstance(seed);
    instance.max_moves.reset();
    const auto plain = Solve(instance, {.seed = seed});
    AddTiers(tiers, GetParam() < 3 ? 1 : 50, seed + 11, instance);
    const auto want = Look(instance, seed, instance.person_count());
    for (const BiddingOrder order : {BiddingOrder::kAscending, BiddingOrder::kShuffled}) {
      const auto got = Solve(instance, {.seed = seed, .order = order});
      if (!want.has_value()) {
        ASSERT_EQ(got.status().code(), absl::StatusCode::kFailedPrecondition);
        continue;
      }
      ASSERT_TRUE(got.ok()) << got.status();
      const Certificate& c = got->certificate;
      ASSERT_EQ(c.tiers.size(), static_cast<size_t>(tiers));
      for (int32_t t = 0; t < tiers; ++t) ASSERT_EQ(c.tiers[t].objective, want->worths[t]);
      ASSERT_EQ(c.objective, want->worths.back());
      ASSERT_EQ(c.placement, want->placement);
      ASSERT_TRUE(c.optimal());
      // The proof is taken apart tier by tier by other code.
      ASSERT_EQ(CheckCertificate(instance, c), absl::OkStatus());
      for (int32_t t = 0; t <= tiers; ++t) {
        const auto bound = ComputeTierBound(instance, c, t);
        ASSERT_TRUE(bound.ok()) << bound.status();
        ASSERT_EQ(*bound, want->worths[t]);
      }
      Certificate again = c;
      ASSERT_EQ(BoundTiers(instance, again), absl::OkStatus());
      ASSERT_TRUE(again.optimal());
    }
    if (want.has_value() && plain.ok()) differs += plain->placement() != want->placement;
  }
  EXPECT_GT(differs, 50);
}

TEST_P(TiersTest, UnderALimitEveryTierStatesAGapThatHolds) {
  const int32_t tiers = 1 + GetParam() % 3;
  int optimal = 0, solved = 0;
  for (uint64_t seed = 0; seed < 700; ++seed) {
    SCOPED_TRACE(testing::Message() << "tiers " << tiers << " seed " << seed);
    Instance instance = MakeTinyInstance(seed);
    if (!instance.max_moves.has_value()) continue;
    AddTiers(tiers, GetParam() < 3 ? 1 : 50, seed + 11, instance);
    const auto want = Look(instance, seed, *instance.max_moves);
    const auto got = Solve(instance, {.seed = seed});
    if (!want.has_value()) {
      ASSERT_EQ(got.status().code(), absl::StatusCode::kFailedPrecondition);
      continue;
    }
    ASSERT_TRUE(got.ok()) << got.status();
    const Certificate& c = got->certificate;
    ASSERT_LE(got->moved, *instance.max_moves);
    ASSERT_EQ(CheckCertificate(instance, c), absl::OkStatus());
    std::vector<int64_t> worths;
    for (const TierProof& tier : c.tiers) worths.push_back(tier.objective);
    worths.push_back(c.objective);
    ASSERT_LE(worths, want->worths);
    // As far as the plan is the best, its bounds stand.
    for (size_t t = 0; t < worths.size(); ++t) {
      ASSERT_LE(want->worths[t], t < c.tiers.size() ? c.tiers[t].bound : c.bound);
      if (worths[t] != want->worths[t]) break;
    }
    ++solved;
    optimal += c.optimal();
    if (c.optimal()) {
      ASSERT_EQ(worths, want->worths);
    }
    for (int32_t t = 0; t <= tiers; ++t) {
      const auto bound = ComputeTierBound(instance, c, t);
      ASSERT_TRUE(bound.ok()) << bound.status();
      ASSERT_EQ(*bound, t < tiers ? c.tiers[t].bound : c.bound);
    }
  }
  RecordProperty("optimal", optimal);
  EXPECT_GT(optimal, solved / 2);
}

INSTANTIATE_TEST_SUITE_P(Shapes, TiersTest, testing::Range(0, 6));

TEST(TierScaleTest, DigitsAddUpAndStayBalanced) {
  Instance instance = MakeTinyInstance(3);
  AddTiers(2, 5, 9, instance);
  const auto scale = ChooseTierScale(instance);
  ASSERT_TRUE(scale.ok());
  SeededRandom random(5);
  for (int k = 0; k < 10'000; ++k) {
    const int64_t value = static_cast<int64_t>(random.Next() >> (2 + k % 60)) * (random.Chance(0.5) ? 1 : -1);
    const std::vector<int64_t> digits = SplitDigits(*scale, value);
    __int128 sum = digits.back();
    for (size_t t = 0; t < 2; ++t) sum += static_cast<__int128>(scale->weights[t]) * digits[t];
    ASSERT_EQ(static_cast<int64_t>(sum), value);
    ASSERT_LE(std::abs(digits[2]) * 2, scale->weights[1]);
    ASSERT_LE(std::abs(digits[1]) * 2 * scale->weights[1], scale->weights[0] + scale->weights[1]);
  }
}

TEST(TierScaleTest, RefusesWorthsThatNoWeightSeparates) {
  Instance instance = MakeProvince({.persons = 500, .posts = 200, .districts = 3, .positions = 10});
  AddTiers(4, 300'000'000, 1, instance);
  EXPECT_EQ(Solve(instance).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(TiersProvinceTest, ResultDoesNotDependOnTheWayAndIsProven) {
  Instance instance = MakeProvince({.persons = 1'500, .posts = 600, .districts = 7, .positions = 30});
  AddTiers(2, 1, 4, instance);
  const auto first = Solve(instance);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(first->certificate.optimal());
  EXPECT_EQ(CheckCertificate(instance, first->certificate), absl::OkStatus());
  SolveOptions other;
  other.order = BiddingOrder::kDescending;
  other.epsilon.factor = 3;
  const Certificate& c = first->certificate;
  other.warm_start = WarmStart{c.prices, c.denominator, c.lambda, c.placement};
  const auto second = Solve(instance, other);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(c.placement, second->certificate.placement);
  EXPECT_EQ(c.prices, second->certificate.prices);
  for (size_t t = 0; t < 2; ++t) EXPECT_EQ(c.tiers[t].prices, second->certificate.tiers[t].prices);

  instance.max_moves = 60;
  const auto limited = Solve(instance);
  ASSERT_TRUE(limited.ok()) << limited.status();
  EXPECT_EQ(CheckCertificate(instance, limited->certificate), absl::OkStatus());
  const auto limited_again = Solve(instance, other);
  ASSERT_TRUE(limited_again.ok());
  EXPECT_EQ(limited->certificate.placement, limited_again->certificate.placement);
  EXPECT_LE(limited->moved, 60);
  for (const TierProof& tier : limited->certificate.tiers) EXPECT_LE(tier.gap(), 2);
}

}  // namespace
}  // namespace selaras::assignment
