// Compares the verifier, on thousands of seeded tiny instances, with the optimum found by trying every
// placement and with the dual value taken over the dense matrix. What must never happen: OPTIMAL for a plan
// that is not, or WITHIN x for a plan that misses more than x.
#include <algorithm>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/verify/testing/check.h"
#include "services/verify/testing/tiny_certificate.h"
#include "services/verify/verify.h"

namespace selaras::verify {
namespace {

using ::testing::StartsWith;

constexpr uint64_t kSeed = 20260101;

Finding FindingOf(const TinyInstance& instance, const TinyCertificate& certificate) {
  std::istringstream first(Text(instance)), second(Text(certificate));
  return Verify(first, second);
}

Placement BestPlacement(const TinyInstance& instance) {
  const std::vector<Placement> all = LawfulPlacements(instance, true);
  return *std::max_element(all.begin(), all.end(), [&](const Placement& a, const Placement& b) {
    return *instance.Value(a) < *instance.Value(b);
  });
}

// Prices anywhere from exact to absurd.
Prices RandomPrices(const TinyInstance& instance, std::mt19937_64& random) {
  const int64_t denominator = random() % 2 == 0 ? 1 : static_cast<int64_t>(random() % 5 + 1);
  const int64_t lambda = instance.max_moves ? static_cast<int64_t>(random() % 60) : 0;
  Prices prices = ExactPrices(instance, denominator, lambda);
  const int64_t spread = int64_t{1} << random() % 20;
  for (int64_t& price : prices.of_post) {
    if (random() % 2 == 0) price += static_cast<int64_t>(random() % (2 * spread + 1)) - spread;
  }
  return prices;
}

class SoundnessTest : public ::testing::Test {
 protected:
  SoundnessTest() : random_(kSeed) { RecordProperty("seed", std::to_string(kSeed)); }
  std::mt19937_64 random_;
};

TEST_F(SoundnessTest, ExactPricesProveTheOptimum) {
  for (int round = 0; round < 3000; ++round) {
    TinyInstance instance = RandomInstance(random_);
    instance.max_moves.reset();
    const auto denominator = static_cast<int64_t>(1 + random_() % 3);
    const Placement best = BestPlacement(instance);
    const TinyCertificate certificate =
        HonestCertificate(instance, ExactPrices(instance, denominator, 0), best);
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round) + "\n" + Text(instance) +
                 Text(certificate));
    ASSERT_EQ(Check(Text(instance), Text(certificate)), "OPTIMAL");
    const Finding finding = FindingOf(instance, certificate);
    ASSERT_EQ(Decimal(finding.objective), std::to_string(Optimum(instance)));
    ASSERT_EQ(finding.moves, instance.Moves(best));
    ASSERT_EQ(finding.lawful_pairs, instance.LawfulPairs());
  }
}

// With a limit on moves the bound of exact prices is the relaxed optimum, which needs no prices to compute.
TEST_F(SoundnessTest, UnderALimitExactPricesProveTheRelaxedOptimum) {
  int optimal = 0, within = 0;
  for (int round = 0; round < 2000; ++round) {
    TinyInstance instance = RandomInstance(random_);
    instance.max_moves = static_cast<int64_t>(random_() % (instance.persons.size() + 1));
    const auto denominator = static_cast<int64_t>(1 + random_() % 4);
    const auto lambda = static_cast<int64_t>(random_() % 400);
    const Finding finding = FindingOf(
        instance,
        HonestCertificate(instance, ExactPrices(instance, denominator, lambda), BestPlacement(instance)));
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round) + "\n" + Text(instance));
    ASSERT_EQ(Decimal(finding.bound),
              Decimal(FloorDivide(RelaxedOptimum(instance, denominator, lambda), denominator)));
    ASSERT_GE(finding.gap(), 0);
    ++(finding.optimal() ? optimal : within);
  }
  // Both verdicts must have been met, or this test shows less than it says.
  EXPECT_GT(optimal, 200);
  EXPECT_GT(within, 200);
}

// Whatever the prices, the bound equals the dense formula and holds against every placement.
TEST_F(SoundnessTest, NoPricesProveTooMuch) {
  for (int round = 0; round < 3000; ++round) {
    const TinyInstance instance = RandomInstance(random_);
    const Prices prices = RandomPrices(instance, random_);
    const std::vector<Placement> all = LawfulPlacements(instance, true);
    const Placement& placement = all[random_() % all.size()];
    const TinyCertificate certificate = HonestCertificate(instance, prices, placement);
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round) + "\n" + Text(instance) +
                 Text(certificate));
    const Finding finding = FindingOf(instance, certificate);
    ASSERT_EQ(Decimal(finding.bound), certificate.bound);
    ASSERT_EQ(Decimal(finding.objective), certificate.objective);
    ASSERT_GE(finding.bound, Optimum(instance));
  }
}

// The same with zones, limits and tiers; prices of tiers exact or anything.
TEST_F(SoundnessTest, NoPricesProveTooMuchOfLimitsAndTiers) {
  int tiers = 0, charged = 0;
  for (int round = 0; round < 3000; ++round) {
    const TinyInstance instance = RandomExtended(random_);
    Prices prices = RandomPrices(instance, random_);
    prices.of_limit.clear();
    for (const auto& limit : instance.limits) {
      prices.of_limit.push_back(limit.members.empty() ? static_cast<int64_t>(random_() % 60) : 0);
      charged += prices.of_limit.back() > 0;
    }
    const std::vector<Placement> all = LawfulPlacements(instance, true);
    const Placement& placement = all[random_() % all.size()];
    const bool loose = random_() % 2 == 0;
    const TinyCertificate certificate =
        HonestCertificate(instance, prices, placement, loose ? &random_ : nullptr);
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round) + "\n" + Text(instance) +
                 Text(certificate));
    ASSERT_EQ(Check(Text(instance), Text(certificate)), certificate.verdict);
    ASSERT_TRUE(Holds(certificate.verdict, instance, placement));
    const Finding finding = FindingOf(instance, certificate);
    ASSERT_EQ(finding.lawful_pairs, instance.LawfulPairs());
    ASSERT_EQ(finding.limits, static_cast<int64_t>(instance.limits.size()));
    tiers += instance.tiers;
  }
  EXPECT_GT(tiers, 500);
  EXPECT_GT(charged, 500);
}

// Without limits every tier has exact prices, so the best placement is proven tier by tier.
TEST_F(SoundnessTest, ExactPricesProveTheBestOfAllTiers) {
  int tiers = 0;
  for (int round = 0; round < 3000; ++round) {
    const TinyInstance instance = RandomExtended(random_).Unlimited();
    if (instance.tiers == 0) continue;
    tiers += instance.tiers;
    const std::vector<Placement> all = LawfulPlacements(instance, true);
    const Placement best = *std::max_element(
        all.begin(), all.end(),
        [&](const Placement& a, const Placement& b) { return instance.Values(a) < instance.Values(b); });
    const auto denominator = static_cast<int64_t>(1 + random_() % 3);
    const TinyCertificate certificate = HonestCertificate(instance, {denominator, 0, {}, {}}, best);
    ASSERT_EQ(Check(Text(instance), Text(certificate)), "OPTIMAL")
        << "seed " << kSeed << " round " << round << "\n"
        << Text(instance) << Text(certificate);
  }
  EXPECT_GT(tiers, 500);
}

TEST_F(SoundnessTest, NoLieMakesAWorsePlanOptimalUnderLimitsAndTiers) {
  int lies = 0;
  for (int round = 0; round < 1500; ++round) {
    const TinyInstance instance = RandomExtended(random_);
    const std::vector<Placement> all = LawfulPlacements(instance, true);
    const Placement best = *std::max_element(
        all.begin(), all.end(),
        [&](const Placement& a, const Placement& b) { return instance.Values(a) < instance.Values(b); });
    const std::vector<int64_t> of_best = instance.Values(best);
    // Prices of the best plan, then a worse one is put in its place: one within the limits, or beyond them.
    for (const Placement& placement : LawfulPlacements(instance, false)) {
      const bool lawful = instance.Value(placement).has_value();
      if (random_() % 8 != 0 || (lawful && instance.Values(placement) == of_best)) continue;
      const std::vector<int64_t> own = instance.Unlimited().Values(placement);
      for (const bool honest_values : {true, false}) {
        TinyCertificate lie = HonestCertificate(instance, {1, 0, {}, {}}, best);
        lie.placement = placement;
        const std::vector<int64_t>& values = honest_values ? own : of_best;
        for (size_t t = 0; t < lie.tiers.size(); ++t) {
          lie.tiers[t].objective = lie.tiers[t].bound = std::to_string(values[t]);
        }
        lie.objective = lie.bound = std::to_string(values.back());
        lie.verdict = "OPTIMAL";
        ASSERT_THAT(Check(Text(instance), Text(lie)), StartsWith("WRONG"))
            << "seed " << kSeed << " round " << round << "\n"
            << Text(instance) << Text(lie);
        ++lies;
      }
    }
  }
  EXPECT_GT(lies, 1000);
}

// A worse plan tells every consistent lie about its value, its bound and its verdict.
TEST_F(SoundnessTest, NoLieMakesAWorsePlanOptimal) {
  int lies = 0;
  for (int round = 0; round < 1500; ++round) {
    const TinyInstance instance = RandomInstance(random_);
    const int64_t optimum = Optimum(instance);
    const Prices prices = RandomPrices(instance, random_);
    for (const Placement& placement : LawfulPlacements(instance, false)) {
      if (random_() % 8 != 0 || instance.Value(placement) == optimum) continue;
      TinyInstance unlimited = instance;
      unlimited.max_moves.reset();
      const int64_t value = *unlimited.Value(placement);
      for (const int64_t claimed : {value, optimum}) {
        const TinyCertificate lie = {Sha256(Text(instance)),
                                     prices,
                                     std::to_string(claimed),
                                     std::to_string(claimed),
                                     "OPTIMAL",
                                     placement,
                                     {}};
        ASSERT_THAT(Check(Text(instance), Text(lie)), StartsWith("WRONG"))
            << "seed " << kSeed << " round " << round << "\n"
            << Text(instance) << Text(lie);
        ++lies;
      }
    }
  }
  EXPECT_GT(lies, 1000);
}

// Many people share one cell and one home, so that remembered blocks meet exceptions of every kind.
TEST_F(SoundnessTest, LargerInstancesHaveTheDenseBound) {
  for (int round = 0; round < 20; ++round) {
    TinyInstance instance;
    const size_t districts = 1 + random_() % 6, cells = 1 + random_() % 5, posts = 40, persons = 120;
    for (size_t d = 0; d < districts; ++d) {
      instance.districts.push_back("d" + std::to_string(d));
      instance.distance.emplace_back();
      for (size_t e = 0; e < districts; ++e)
        instance.distance[d].push_back(static_cast<int64_t>(random_() % 50));
    }
    for (size_t c = 0; c < cells; ++c) instance.cells.push_back("c" + std::to_string(c));
    for (size_t j = 0; j < posts; ++j) {
      instance.posts.push_back({"p" + std::to_string(100 + j),
                                static_cast<int>(random_() % cells),
                                static_cast<int>(random_() % districts),
                                {{3, 10}, {persons, 0}}});
    }
    Prices prices{3, static_cast<int64_t>(random_() % 40), {}, {}};
    for (size_t j = 0; j < posts; ++j) prices.of_post.push_back(static_cast<int64_t>(random_() % 300) - 100);
    instance.max_moves = 7;
    Placement placement;
    for (size_t i = 0; i < persons; ++i) {
      TinyInstance::Person person{"k" + std::to_string(100 + i),
                                  static_cast<int>(random_() % districts),
                                  static_cast<int>(random_() % posts),
                                  {},
                                  {}};
      for (size_t c = 0; c < cells; ++c) {
        if (random_() % 2 == 0) person.cells[static_cast<int>(c)] = static_cast<int64_t>(random_() % 100);
      }
      for (size_t j = 0; j < posts; ++j) {
        if (random_() % 3 != 0) continue;
        person.exceptions[static_cast<int>(j)] = std::nullopt;
        if (random_() % 3 == 0)
          person.exceptions[static_cast<int>(j)] = static_cast<int64_t>(random_() % 50) - 100;
      }
      person.exceptions[person.reference] = 5;
      placement.push_back(person.reference);
      instance.persons.push_back(person);
    }
    const TinyCertificate certificate = HonestCertificate(instance, prices, placement);
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const Finding finding = FindingOf(instance, certificate);
    ASSERT_EQ(Decimal(finding.bound), certificate.bound);
    ASSERT_EQ(finding.lawful_pairs, instance.LawfulPairs());
  }
}

}  // namespace
}  // namespace selaras::verify
