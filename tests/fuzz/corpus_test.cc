// Runs a fuzz target without a fuzzer: on every file of its corpus, and on seeded alterations of each.

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

namespace {

constexpr uint64_t kSeed = 20261121;
constexpr int kAlterations = 500;

void RunTarget(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

std::string Altered(std::string text, std::mt19937_64& random) {
  for (uint64_t n = 1 + random() % 3; n > 0; --n) {
    const size_t at = text.empty() ? 0 : random() % text.size();
    switch (text.empty() ? 0 : random() % 3) {
      case 0:
        text.insert(at, 1, static_cast<char>(random()));
        break;
      case 1:
        text.erase(at, 1);
        break;
      default:
        text[at] = static_cast<char>(random());
    }
  }
  return text;
}

TEST(CorpusTest, NoInputBreaksTheTarget) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937_64 random(kSeed);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SELARAS_CORPUS)) {
    SCOPED_TRACE(entry.path().string());
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    RunTarget(text);
    for (int i = 0; i < kAlterations; ++i) RunTarget(Altered(text, random));
    ++files;
  }
  EXPECT_GT(files, 0) << "no corpus in " << SELARAS_CORPUS;
}

}  // namespace
