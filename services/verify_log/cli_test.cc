#include "services/verify_log/cli.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/verify_log/testing/tiny_log.h"

namespace selaras::verify_log {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class CliTest : public ::testing::Test {
 protected:
  CliTest() {
    static int count = 0;
    folder_ = std::filesystem::temp_directory_path() /
              ("verify_log_" + std::to_string(getpid()) + "_" + std::to_string(++count));
    std::filesystem::create_directory(folder_);
    log_ = Write("log", TinyLog::Of(3, 2).Text());
    key_ = Write("key.pem", PemOf(std::string(32, 'k')));
  }
  ~CliTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  int Run(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream error;
    const int status = verify_log::Run(arguments, out, error);
    out_ = out.str();
    error_ = error.str();
    return status;
  }

  std::filesystem::path folder_;
  std::string log_;
  std::string key_;
  std::string out_;
  std::string error_;
};

TEST_F(CliTest, TellsWhatWasProven) {
  EXPECT_EQ(Run({log_, "--public-key", key_}), kHolds);
  EXPECT_THAT(out_, StartsWith("OK selaras.test/evidence: 3 leaves, 2 checkpoints, root "));
  EXPECT_THAT(out_, ::testing::Not(HasSubstr("itself")));
  EXPECT_EQ(Run({log_}), kHolds);
  EXPECT_THAT(out_, HasSubstr("the key that the file itself carries"));
  EXPECT_EQ(Run({log_, "--public-key", key_, "--json"}), kHolds);
  EXPECT_THAT(out_, StartsWith("{\"verdict\": \"OK\", \"origin\": \"selaras.test/evidence\", \"leaves\": 3, "
                               "\"checkpoints\": 2, \"root\": \""));
  EXPECT_THAT(out_, HasSubstr("\"time_us\": 1775008800000003, \"contents\": 0, \"key\": \"GIVEN\"}\n"));
}

TEST_F(CliTest, TellsWhatIsWrong) {
  std::string text = TinyLog::Of(3, 2).Text();
  text.resize(text.size() - 4);
  const std::string cut = Write("cut", text);
  EXPECT_EQ(Run({cut}), kDoesNotHold);
  EXPECT_EQ(out_, "WRONG at leaf 2: the file ends early or holds a line that is too long\n");
  EXPECT_EQ(Run({cut, "--json"}), kDoesNotHold);
  EXPECT_EQ(
      out_,
      "{\"verdict\": \"WRONG\", \"leaf\": 2, \"reason\": \"the file ends early or holds a line that is too "
      "long\"}\n");
  const std::string other = Write("other.pem", PemOf(std::string(32, 'o')));
  EXPECT_EQ(Run({log_, "--public-key", other}), kDoesNotHold);
  EXPECT_EQ(out_, "WRONG at leaf 0: the log is signed by a key that was not given\n");
  const std::string contents = Write("contents", "selaras-contents 1\nend\nmore\n");
  EXPECT_EQ(Run({log_, "--contents", contents}), kDoesNotHold);
  EXPECT_EQ(out_, "WRONG at content 0: text follows the end\n");
}

TEST_F(CliTest, WhatWasNotCheckedIsNoVerdict) {
  EXPECT_EQ(Run({}), kNotChecked);
  EXPECT_THAT(error_, StartsWith("usage: "));
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{log_, log_},
                                             {log_, "--public-key"},
                                             {log_, "--what"},
                                             {(folder_ / "absent").string()},
                                             {folder_.string()},
                                             {log_, "--public-key", log_},
                                             {log_, "--contents", (folder_ / "absent").string()},
                                             {log_, "--contents", folder_.string()}}) {
    EXPECT_EQ(Run(arguments), kNotChecked) << arguments.back();
    EXPECT_EQ(out_, "");
    EXPECT_NE(error_, "");
  }
  EXPECT_EQ(Run({"--help"}), kHolds);
}

}  // namespace
}  // namespace selaras::verify_log
