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
  const std::optional<int64_t> value = instance->Value(PlacementIn(certificate));
  ASSERT_TRUE(value) << "the placement breaks a rule";
  const int64_t missing = Optimum(*instance) - *value;
  if (verdict == "OPTIMAL") {
    EXPECT_EQ(missing, 0);
  } else {
    ASSERT_THAT(verdict, StartsWith("WITHIN "));
    EXPECT_LE(missing, std::stoll(verdict.substr(7)));
  }
}

// A true certificate, of the best placement or of any.
std::pair<TinyInstance, TinyCertificate> RandomProof(std::mt19937_64& random) {
  TinyInstance instance = RandomInstance(random);
  const auto denominator = static_cast<int64_t>(1 + random() % 3);
  const int64_t lambda = instance.max_moves ? static_cast<int64_t>(random() % 50) : 0;
  const std::vector<Placement> all = LawfulPlacements(instance, true);
  Placement placement = all[random() % all.size()];
  for (const Placement& other : all) {
    if (random() % 4 != 0 && *instance.Value(other) > *instance.Value(placement)) placement = other;
  }
  TinyCertificate certificate =
      HonestCertificate(instance, ExactPrices(instance, denominator, lambda), placement);
  return {std::move(instance), std::move(certificate)};
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
      for (int attempt = 0; attempt < 4; ++attempt) {
        verdict = Check(altered, Text(forged));
        const std::string last = verdict.substr(verdict.rfind(' ') + 1);
        if (verdict.find("worth ") != std::string::npos) forged.objective = last;
        if (verdict.find("prove the bound ") != std::string::npos) forged.bound = last;
        if (const size_t at = verdict.find("the verdict is "); at != std::string::npos) {
          forged.verdict = verdict.substr(at + 15);
        }
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
