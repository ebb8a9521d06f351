// Reads the policies that ship.
#include "services/matching/policy/score_policy_reader.h"

#include <gtest/gtest.h>

#include "libs/policy/bundle.h"

namespace selaras::matching {
namespace {

class ShippedPolicy : public testing::TestWithParam<const char*> {};

TEST_P(ShippedPolicy, IsReadAndValid) {
  const auto bundle = policy::Bundle::Load(SELARAS_SOURCE_DIR "/deploy/policy", GetParam());
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  policy::Reader reader(*bundle, absl::CivilDay(2026, 1, 1));
  const ScorePolicy policy = ReadScorePolicy(reader);
  EXPECT_TRUE(reader.status().ok()) << reader.status();
  EXPECT_TRUE(Validate(policy).ok()) << Validate(policy);
  EXPECT_EQ(policy.move_budget_permille, 25);
  EXPECT_LT(policy.weights.above_ceiling, 0);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedPolicy, testing::Values("seimbang", "pelayanan", "talenta"));

// The defaults of the struct serve tests: they are the numbers that ship, not others.
TEST(ScorePolicyReader, DefaultsAreTheBalancedPolicy) {
  const auto bundle = policy::Bundle::Load(SELARAS_SOURCE_DIR "/deploy/policy", "seimbang");
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  policy::Reader reader(*bundle, absl::CivilDay(2026, 1, 1));
  const ScorePolicy read = ReadScorePolicy(reader), defaults;
  EXPECT_EQ(read.weights.fit, defaults.weights.fit);
  EXPECT_EQ(read.weights.preference, defaults.weights.preference);
  EXPECT_EQ(read.weights.need_critical, defaults.weights.need_critical);
  EXPECT_EQ(read.weights.need_target, defaults.weights.need_target);
  EXPECT_EQ(read.weights.stay, defaults.weights.stay);
  EXPECT_EQ(read.technical_permille, defaults.technical_permille);
  EXPECT_EQ(read.field_families, defaults.field_families);
  EXPECT_EQ(read.predicate_permille, defaults.predicate_permille);
  EXPECT_EQ(read.rotation_family_permille, defaults.rotation_family_permille);
  EXPECT_EQ(read.rater_permille, defaults.rater_permille);
  EXPECT_EQ(read.prior_potential_permille, defaults.prior_potential_permille);
}

TEST(ScorePolicyReader, RefusesAMisspeltKey) {
  const auto shipped = policy::Bundle::Load(SELARAS_SOURCE_DIR "/deploy/policy", "seimbang");
  ASSERT_TRUE(shipped.ok());
  std::vector<policy::File> files = shipped->files();
  for (policy::File& file : files) {
    if (file.name == "scoring.yaml") file.text += "distnace: {road_permille: 1}\n";
  }
  const auto bundle = policy::Bundle::FromFiles(files);
  ASSERT_TRUE(bundle.ok());
  policy::Reader reader(*bundle, absl::CivilDay(2026, 1, 1));
  ReadScorePolicy(reader);
  EXPECT_FALSE(reader.status().ok());
}

}  // namespace
}  // namespace selaras::matching
