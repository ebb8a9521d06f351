// The library's readers and the verifier's accept and refuse the same bytes: thousands of altered files, one
// answer.
#include <sstream>

#include "gtest/gtest.h"
#include "libs/assignment/certificate_text.h"
#include "libs/assignment/instance_text.h"
#include "services/verify/certificate_reader.h"
#include "services/verify/instance_reader.h"
#include "services/verify/testing/alteration.h"
#include "services/verify/testing/tiny_certificate.h"

namespace selaras {
namespace {

constexpr uint64_t kSeed = 20260104;

// Empty if the verifier reads the instance to its end, else why not.
std::string VerifierRefusal(const std::string& text) {
  std::istringstream in(text);
  try {
    verify::InstanceReader reader(in);
    verify::Person person;
    for (int32_t i = 0; i < reader.frame().person_count; ++i) reader.NextPerson(&person);
    reader.Finish();
    return "";
  } catch (const verify::Wrong& wrong) {
    return "line " + std::to_string(wrong.line) + ": " + wrong.reason;
  }
}

TEST(ReaderAgreementTest, Instances) {
  std::mt19937_64 random(kSeed);
  int accepted = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string original =
        verify::Text(round % 2 == 0 ? verify::RandomInstance(random) : verify::RandomExtended(random));
    for (int alteration = 0; alteration < 10; ++alteration) {
      const std::string text = alteration == 0 ? original : verify::Altered(original, random);
      const std::string refusal = VerifierRefusal(text);
      const auto parsed = assignment::ParseInstance(text);
      ASSERT_EQ(refusal.empty(), parsed.ok())
          << "seed " << kSeed << " round " << round << "\nverifier: " << refusal
          << "\nlibrary: " << parsed.status() << "\n"
          << text;
      if (!parsed.ok()) continue;
      ASSERT_EQ(assignment::InstanceText(*parsed), text) << "seed " << kSeed << " round " << round;
      ++accepted;
    }
  }
  EXPECT_GT(accepted, 4000);
}

// The library checks the form of the claims while reading, the verifier only against the truth; so a
// certificate that the library refuses may be read by the verifier, but one that the library reads, the
// verifier reads too.
TEST(ReaderAgreementTest, Certificates) {
  std::mt19937_64 random(kSeed);
  int accepted = 0;
  for (int round = 0; round < 3000; ++round) {
    const verify::TinyInstance instance =
        round % 2 == 0 ? verify::RandomInstance(random) : verify::RandomExtended(random);
    const verify::Placement placement = verify::LawfulPlacements(instance, true).front();
    const std::string original =
        verify::Text(verify::HonestCertificate(instance, verify::ExactPrices(instance, 2, 0), placement));
    for (int alteration = 0; alteration < 10; ++alteration) {
      const std::string text = alteration == 0 ? original : verify::Altered(original, random);
      const auto parsed = assignment::ParseCertificate(text);
      if (!parsed.ok()) {
        ASSERT_NE(alteration, 0) << parsed.status() << "\n" << text;
        continue;
      }
      ++accepted;
      std::istringstream in(text);
      try {
        const verify::Certificate read = verify::ReadCertificate(in);
        ASSERT_EQ(read.instance_hash, parsed->instance_sha256);
        ASSERT_EQ(read.denominator, parsed->denominator);
        ASSERT_EQ(read.points.lambda, parsed->lambda);
        ASSERT_EQ(read.points.limit_prices, parsed->limit_prices);
        ASSERT_EQ(read.tiers.size(), parsed->tiers.size());
        for (size_t t = 0; t < read.tiers.size(); ++t) {
          ASSERT_EQ(read.tiers[t].objective, parsed->tiers[t].objective);
          ASSERT_EQ(read.tiers[t].bound, parsed->tiers[t].bound);
          ASSERT_EQ(read.tiers[t].proof.lambda, parsed->tiers[t].lambda);
          ASSERT_EQ(read.tiers[t].proof.prices, parsed->tiers[t].prices);
          ASSERT_EQ(read.tiers[t].proof.limit_prices, parsed->tiers[t].limit_prices);
        }
        ASSERT_EQ(read.objective, std::to_string(parsed->objective));
        ASSERT_EQ(read.bound, std::to_string(parsed->bound));
        ASSERT_EQ(read.points.prices, parsed->prices);
        ASSERT_EQ(read.placement, parsed->placement);
      } catch (const verify::Wrong& wrong) {
        FAIL() << "line " << wrong.line << ": " << wrong.reason << "\n" << text;
      }
    }
  }
  EXPECT_GT(accepted, 3000);
}

}  // namespace
}  // namespace selaras
