// Whatever byte of an export is altered, added or taken away, the verdict is not OK: each byte is signed, hashed or
// fixed by the format.
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/verify_log/testing/check.h"
#include "services/verify_log/testing/tiny_log.h"

namespace selaras::verify_log {
namespace {

const std::string kSecret(32, 'k');

// `changes` are added to each byte by exclusive or.
void ExpectNoAlterationPasses(const std::string& text, const std::vector<std::string>& keys,
                              const std::vector<int>& changes) {
  ASSERT_EQ(Check(text, keys), "OK");
  for (size_t at = 0; at < text.size(); ++at) {
    std::string altered = text;
    for (const int change : changes) {
      altered[at] = static_cast<char>(text[at] ^ change);
      ASSERT_NE(Check(altered, keys), "OK") << "byte " << at << " by " << change;
    }
    altered = text;
    altered.erase(at, 1);
    ASSERT_NE(Check(altered, keys), "OK") << "byte " << at << " taken away";
    altered = text;
    altered.insert(at, 1, text[at]);
    ASSERT_NE(Check(altered, keys), "OK") << "byte " << at << " doubled";
  }
}

TEST(MutationTest, EveryOtherByteInAShortExport) {
  std::vector<int> changes;
  for (int change = 1; change < 256; ++change) changes.push_back(change);
  const TinyLog log = {.origin = "t", .leaves = {"a", "bc"}, .checkpoints = {2}};
  ExpectNoAlterationPasses(log.Text(), {kSecret}, changes);
}

TEST(MutationTest, EveryOtherBitInAnExportOfRealLeaves) {
  const std::vector<int> bits = {1, 2, 4, 8, 16, 32, 64, 128};
  ExpectNoAlterationPasses(TinyLog::Of(3, 2).Text(), {kSecret}, bits);
  ExpectNoAlterationPasses(TinyLog::Of(3, 2).Text(), {}, bits);
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
