#include "services/approval/simulation/simulation.h"

#include <gtest/gtest.h>

#include <iostream>

namespace selaras::approval::simulation {
namespace {

// Sanitizers see the same ways with fewer seeds.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr uint64_t kSeeds = 100;
#else
constexpr uint64_t kSeeds = 1000;
#endif

TEST(ApprovalSimulationTest, EverySeedKeepsEveryInvariant) {
  int64_t decrees = 0, applied = 0, voided = 0, refused = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Outcome outcome = Simulate(seed);
    ASSERT_EQ(outcome.failure, "") << "approval_simulate --seed " << seed;
    decrees += outcome.decrees;
    applied += outcome.applied;
    voided += outcome.voided;
    refused += outcome.refused;
  }
  std::cout << kSeeds << " seeds: " << decrees << " decrees, " << applied << " applied, " << voided
            << " void, " << refused << " acts refused\n";
  // The world must not be so hostile, nor so kind, that nothing is tried.
  EXPECT_GT(applied, static_cast<int64_t>(kSeeds));
  EXPECT_GT(voided, 0);
  EXPECT_GT(refused, static_cast<int64_t>(kSeeds));
}

TEST(ApprovalSimulationTest, EqualSeedsGiveEqualWorlds) {
  const Outcome one = Simulate(7), two = Simulate(7);
  EXPECT_EQ(one.acts, two.acts);
  EXPECT_EQ(one.refused, two.refused);
  EXPECT_EQ(one.decrees, two.decrees);
  EXPECT_EQ(one.ends, two.ends);
}

}  // namespace
}  // namespace selaras::approval::simulation
