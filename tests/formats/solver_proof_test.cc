// What the solver writes, the independent verifier confirms.
#include <algorithm>
#include <iostream>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/assignment/certificate_text.h"
#include "libs/assignment/instance_text.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/synthetic_province.h"
#include "services/verify/testing/check.h"
#include "services/verify/testing/tiny_certificate.h"

namespace selaras {
namespace {

using ::testing::StartsWith;

struct Proof {
  std::string instance;
  assignment::Certificate certificate;
};

Proof Solved(const assignment::ProvinceShape& shape) {
  const assignment::Instance instance = assignment::MakeProvince(shape);
  const auto solution = assignment::Solve(instance);
  EXPECT_TRUE(solution.ok()) << solution.status();
  Proof proof{assignment::InstanceText(instance),
              solution.ok() ? solution->certificate : assignment::Certificate{}};
  proof.certificate.instance_sha256 = assignment::Sha256Hex(proof.instance);
  return proof;
}

std::string Stated(const assignment::Certificate& certificate) {
  return assignment::VerdictText(certificate);
}

assignment::ProvinceShape ShapeOf(uint64_t seed) {
  assignment::ProvinceShape shape;
  shape.seed = seed;
  shape.persons = static_cast<int32_t>(1 + 37 * (seed - 1) % 400);
  shape.posts = std::max<int32_t>(2, shape.persons / 2);
  shape.districts = static_cast<int32_t>(1 + seed % 9);
  shape.positions = static_cast<int32_t>(4 + seed % 13);
  shape.agencies = static_cast<int32_t>(1 + seed % 3);
  shape.lawful_positions = 3;
  return shape;
}

TEST(SolverProofTest, FreePlansAreProvenOptimal) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const Proof proof = Solved(ShapeOf(seed));
    EXPECT_EQ(verify::Check(proof.instance, assignment::CertificateText(proof.certificate)), "OPTIMAL")
        << "seed " << seed;
  }
}

TEST(SolverProofTest, LimitedPlansHaveTheGapTheyState) {
  int optimal = 0, within = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    assignment::ProvinceShape shape = ShapeOf(seed);
    shape.max_moves = shape.persons / static_cast<int64_t>(2 + seed % 40);
    const Proof proof = Solved(shape);
    EXPECT_EQ(verify::Check(proof.instance, assignment::CertificateText(proof.certificate)),
              Stated(proof.certificate))
        << "seed " << seed;
    ++(proof.certificate.optimal() ? optimal : within);
  }
  // Both kinds must have been met.
  EXPECT_GT(optimal, 0);
  EXPECT_GT(within, 0);
}

// Against every placement tried one by one: without a limit the solver finds the optimum, with one it states
// no less than what it misses.
TEST(SolverProofTest, TinyInstancesAreSolvedAsByTryingEverything) {
  constexpr uint64_t kSeed = 20260105;
  std::mt19937_64 random(kSeed);
  int limited = 0, missed = 0;
  for (int round = 0; round < 3000; ++round) {
    const verify::TinyInstance tiny = verify::RandomInstance(random);
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round) + "\n" +
                 verify::Text(tiny));
    const auto instance = assignment::ParseInstance(verify::Text(tiny));
    ASSERT_TRUE(instance.ok()) << instance.status();
    const auto solution = assignment::Solve(*instance);
    ASSERT_TRUE(solution.ok()) << solution.status();
    assignment::Certificate certificate = solution->certificate;
    certificate.instance_sha256 = verify::Sha256(verify::Text(tiny));
    ASSERT_EQ(verify::Check(verify::Text(tiny), assignment::CertificateText(certificate)),
              Stated(certificate));
    const int64_t missing = verify::Optimum(tiny) - certificate.objective;
    ASSERT_GE(missing, 0);
    ASSERT_LE(missing, tiny.max_moves ? certificate.gap() : 0);
    limited += tiny.max_moves.has_value();
    missed += missing > 0;
  }
  std::cout << limited << " with a limit, " << missed << " of them short of the optimum\n";
}

// The same with caps of zones, with groups and with tiers: some placement keeps them all, and the solver finds one.
TEST(SolverProofTest, TinyInstancesOfLimitsAreSolvedWithinTheGapTheyState) {
  constexpr uint64_t kSeed = 20260106;
  std::mt19937_64 random(kSeed);
  int limited = 0, optimal = 0, best = 0;
  for (int round = 0; round < 3000; ++round) {
    verify::TinyInstance tiny = verify::RandomExtended(random);
    if (tiny.limits.empty()) continue;
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round) + "\n" +
                 verify::Text(tiny));
    const auto instance = assignment::ParseInstance(verify::Text(tiny));
    ASSERT_TRUE(instance.ok()) << instance.status();
    const auto solution = assignment::Solve(*instance);
    ASSERT_TRUE(solution.ok()) << solution.status();
    assignment::Certificate certificate = solution->certificate;
    certificate.instance_sha256 = verify::Sha256(verify::Text(tiny));
    ASSERT_EQ(verify::Check(verify::Text(tiny), assignment::CertificateText(certificate)),
              Stated(certificate));
    const absl::Status checked = assignment::CheckCertificate(*instance, certificate);
    ASSERT_TRUE(checked.ok()) << checked;
    const verify::Placement placement(certificate.placement.begin(), certificate.placement.end());
    ASSERT_TRUE(verify::Holds(assignment::VerdictText(certificate), tiny, placement));
    const std::vector<int64_t> missing = verify::Missing(tiny, placement);
    ++limited;
    optimal += certificate.optimal();
    best += std::all_of(missing.begin(), missing.end(), [](int64_t points) { return points == 0; });
  }
  std::cout << limited << " with limits, " << optimal << " of them proven optimal, " << best << " optimal\n";
  EXPECT_GT(limited, 1000);
}

// Two people of a proven plan change places, or one moves: never better, and never still called optimal when
// worse.
TEST(SolverProofTest, ADisturbedPlanIsNotOptimal) {
  int worse = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    assignment::ProvinceShape shape = ShapeOf(seed);
    const assignment::Instance instance = assignment::MakeProvince(shape);
    Proof proof = Solved(shape);
    const int64_t optimum = proof.certificate.objective;
    for (int32_t i = 0; i + 1 < instance.person_count(); ++i) {
      std::vector<assignment::PostIndex> disturbed = proof.certificate.placement;
      std::swap(disturbed[i], disturbed[i + 1]);
      const auto value = assignment::Objective(instance, disturbed);
      if (!value.ok() || *value == optimum) continue;
      ASSERT_LT(*value, optimum) << "seed " << seed;
      assignment::Certificate lie = proof.certificate;
      lie.placement = disturbed;
      EXPECT_THAT(verify::Check(proof.instance, assignment::CertificateText(lie)), StartsWith("WRONG"));
      lie.objective = *value;
      EXPECT_EQ(verify::Check(proof.instance, assignment::CertificateText(lie)), Stated(lie));
      ++worse;
    }
  }
  EXPECT_GT(worse, 20);
}

}  // namespace
}  // namespace selaras
