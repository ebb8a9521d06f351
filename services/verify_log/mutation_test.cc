// Whatever byte of an export is altered, added or taken away, the verdict is not OK: each byte is signed, hashed or
// fixed by the format.
#include <iostream>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "services/verify_log/testing/check.h"
#include "services/verify_log/testing/tiny_log.h"

namespace selaras::verify_log {
namespace {

const std::string kSecret(32, 'k');

TEST(MutationTest, EveryByteOfASmallExport) {
  const std::string text = TinyLog::Of(3, 2).Text();
  for (const bool given : {true, false}) {
    const std::vector<std::string> keys =
        given ? std::vector<std::string>{kSecret} : std::vector<std::string>{};
    ASSERT_EQ(Check(text, keys), "OK");
    for (size_t at = 0; at < text.size(); ++at) {
      std::string altered = text;
      for (int byte = 0; byte < 256; ++byte) {
        if (text[at] == static_cast<char>(byte)) continue;
        altered[at] = static_cast<char>(byte);
        ASSERT_NE(Check(altered, keys), "OK") << "byte " << at << " to " << byte;
      }
      altered = text;
      altered.erase(at, 1);
      ASSERT_NE(Check(altered, keys), "OK") << "byte " << at << " taken away";
      altered = text;
      altered.insert(at, 1, text[at]);
      ASSERT_NE(Check(altered, keys), "OK") << "byte " << at << " doubled";
    }
  }
}

TEST(MutationTest, SampleOfALargerExport) {
  const uint32_t seed = std::random_device()();
  std::cout << "seed " << seed << "\n";
  std::mt19937_64 random(seed);
  const std::string text = TinyLog::Of(200, 13).Text();
  ASSERT_EQ(Check(text, {kSecret}), "OK");
  for (int round = 0; round < 2000; ++round) {
    std::string altered = text;
    const size_t at = random() % text.size();
    altered[at] = static_cast<char>(altered[at] ^ (1 + random() % 255));
    ASSERT_NE(Check(altered, {kSecret}), "OK") << "seed " << seed << " byte " << at;
  }
}

}  // namespace
}  // namespace selaras::verify_log
