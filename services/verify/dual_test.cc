#include "services/verify/dual.h"

#include <sstream>

#include "gtest/gtest.h"
#include "services/verify/testing/tiny_certificate.h"

namespace selaras::verify {
namespace {

Int128 TotalOf(const std::string& instance, const std::string& certificate_text, size_t max_remembered) {
  std::istringstream instance_stream(instance), certificate_stream(certificate_text);
  const Certificate certificate = ReadCertificate(certificate_stream);
  InstanceReader reader(instance_stream);
  Dual dual(reader.frame(), certificate, max_remembered);
  Person person;
  for (int32_t i = 0; i < reader.frame().person_count; ++i) {
    reader.NextPerson(&person);
    dual.Add(person);
  }
  return dual.Total();
}

// Homes and cells that share a place in the memory of best blocks push each other out, and change nothing.
TEST(DualTest, WhatIsRememberedChangesNothing) {
  constexpr uint64_t kSeed = 20260103;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 500; ++round) {
    const TinyInstance instance = RandomInstance(random);
    Prices prices = ExactPrices(instance, 1, 0);
    for (int64_t& price : prices.of_post) price += static_cast<int64_t>(random() % 50);
    const TinyCertificate certificate = {"", prices, "", "", "", {}};
    for (const size_t remembered : {1, 2, 3, 1000}) {
      ASSERT_EQ(Decimal(TotalOf(Text(instance), Text(certificate), remembered)),
                std::to_string(DenseDual(instance, prices)))
          << "seed " << kSeed << " round " << round << " remembered " << remembered;
    }
  }
}

}  // namespace
}  // namespace selaras::verify
