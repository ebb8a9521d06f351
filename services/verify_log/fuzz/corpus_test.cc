// Runs the fuzz target over its corpus without a fuzzer: each file must get through without a crash or an
// untrue verdict.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

namespace {

TEST(VerifyLogCorpusTest, EveryFileRuns) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SELARAS_VERIFY_LOG_CORPUS)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    ASSERT_FALSE(bytes.empty()) << entry.path();
    EXPECT_EQ(LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()), 0);
    ++files;
  }
  EXPECT_GT(files, 5);
}

}  // namespace
