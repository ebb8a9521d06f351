// Alters files at random, byte by byte, number by number and line by line. The verifier may still accept:
// some alterations change nothing that matters, some leave another true claim. But what it accepts must be
// true by the plain second reading of testing/tiny_instance.h.
#include <algorithm>
#include <functional>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/verify/testing/alteration.h"
#include "services/verify/testing/check.h"
#include "services/verify/testing/tiny_certificate.h"

namespace selaras::verify {
namespace {

using ::testing::StartsWith;

constexpr uint64_t kSeed = 20260102;

Placement PlacementIn(const std::string& certificate) {
  Placement placement;
  for (const std::string& line : Lines(certificate)) {
    if (line.rfind("x ", 0) == 0) placement.push_back(std::atoi(line.c_str() + 2));
  }
  return placement;
}

// Fails the test if `verdict` says more than is true of the instance and the certificate's placement.
void ExpectTrue(const std::string& verdict, const std::string& instance_text,
                const std::string& certificate) {
  SCOPED_TRACE(verdict + "\n" + instance_text + certificate);
  const std::optional<TinyInstance> instance = ReadTiny(instance_text);
  ASSERT_TRUE(instance);
  const Placement placement = PlacementIn(certificate);
  ASSERT_TRUE(instance->Value(placement)) << "the placement breaks a rule";
  EXPECT_TRUE(Holds(verdict, *instance, placement));
}

// A true certificate, of the best placement or of any; of both versions.
std::pair<TinyInstance, TinyCertificate> RandomProof(std::mt19937_64& random) {
  TinyInstance instance = random() % 2 == 0 ? RandomInstance(random) : RandomExtended(random);
  const auto denominator = static_cast<int64_t>(1 + random() % 3);
  const int64_t lambda = instance.max_moves ? static_cast<int64_t>(random() % 50) : 0;
  std::vector<int64_t> of_limit;
  for (const auto& limit : instance.limits) {
    of_limit.push_back(limit.members.empty() && random() % 2 == 0 ? static_cast<int64_t>(random() % 50) : 0);
  }
  const std::vector<Placement> all = LawfulPlacements(instance, true);
  Placement placement = all[random() % all.size()];
  for (const Placement& other : all) {
    if (random() % 4 != 0 && instance.Values(other) > instance.Values(placement)) placement = other;
  }
  TinyCertificate certificate = HonestCertificate(instance, {denominator, lambda, {}, of_limit}, placement);
  return {std::move(instance), std::move(certificate)};
}

// The forger takes the value that a refusal wants over into his claims.
void FitClaims(const std::string& verdict, TinyCertificate* forged) {
  const std::string last = verdict.substr(verdict.rfind(' ') + 1);
  if (verdict.find(" in this tier ") != std::string::npos) {
    const std::vector<std::string> lines = Lines(Text(*forged));
    const auto at = static_cast<size_t>(std::atoi(verdict.c_str() + sizeof "WRONG at line"));
    const auto tier = std::count_if(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(at),
                                    [](const std::string& line) { return line.rfind("t ", 0) == 0; });
    TinyTier& claims = forged->tiers[static_cast<size_t>(tier - 1)];
    (verdict.find("bound") == std::string::npos ? claims.objective : claims.bound) = last;
    return;
  }
  if (verdict.find("worth ") != std::string::npos) forged->objective = last;
  if (verdict.find("prove the bound ") != std::string::npos) forged->bound = last;
  if (const size_t at = verdict.find("the verdict is "); at != std::string::npos) {
    forged->verdict = verdict.substr(at + 15);
  }
}

class MutationTest : public ::testing::Test {
 protected:
  MutationTest() : random_(kSeed) { RecordProperty("seed", std::to_string(kSeed)); }
  std::mt19937_64 random_;
};

TEST_F(MutationTest, AnAlteredCertificateClaimsNothingUntrue) {
  int accepted = 0;
  for (int round = 0; round < 4000; ++round) {
    const auto [instance, certificate] = RandomProof(random_);
    const std::string instance_text = Text(instance);
    for (int alteration = 0; alteration < 20; ++alteration) {
      const std::string altered = Altered(Text(certificate), random_);
      const std::string verdict = Check(instance_text, altered);
      if (verdict.rfind("WRONG", 0) == 0) continue;
      ++accepted;
      ASSERT_NO_FATAL_FAILURE(ExpectTrue(verdict, instance_text, altered))
          << "seed " << kSeed << " round " << round;
    }
  }
  // Slack prices and tied placements must get through, or the judge above was never asked.
  EXPECT_GT(accepted, 300);
}

TEST_F(MutationTest, AnAlteredInstanceIsAnotherInstance) {
  for (int round = 0; round < 500; ++round) {
    const auto [instance, certificate] = RandomProof(random_);
    for (int alteration = 0; alteration < 20; ++alteration) {
      ASSERT_THAT(Check(Altered(Text(instance), random_), Text(certificate)), StartsWith("WRONG"))
          << "seed " << kSeed << " round " << round;
    }
  }
}

// The forger makes hash, objective, bound and verdict fit as well: what is then accepted must be true of the
// altered instance. The first refusals name the value that the verifier wants; he takes it from there.
TEST_F(MutationTest, AForgerWhoFitsEveryClaimProvesOnlyWhatIsTrue) {
  int accepted = 0;
  for (int round = 0; round < 4000; ++round) {
    auto [instance, certificate] = RandomProof(random_);
    for (int alteration = 0; alteration < 10; ++alteration) {
      const std::string altered = Altered(Text(instance), random_);
      TinyCertificate forged = certificate;
      forged.hash = Sha256(altered);
      std::string verdict;
      for (int attempt = 0; attempt < 8; ++attempt) {
        verdict = Check(altered, Text(forged));
        FitClaims(verdict, &forged);
      }
      if (verdict.rfind("WRONG", 0) == 0) continue;
      ++accepted;
      ASSERT_NO_FATAL_FAILURE(ExpectTrue(verdict, altered, Text(forged)))
          << "seed " << kSeed << " round " << round;
    }
  }
  EXPECT_GT(accepted, 300);
}

}  // namespace
}  // namespace selaras::verify
