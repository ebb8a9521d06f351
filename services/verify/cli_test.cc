#include "services/verify/cli.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/verify/testing/tiny_certificate.h"

namespace selaras::verify {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class VerifyCliTest : public ::testing::Test {
 protected:
  VerifyCliTest() : folder_(::testing::TempDir() + "selaras_verify_cli_" + std::to_string(getpid())) {
    std::filesystem::create_directories(folder_);
    instance_ =
        Write("a.instance",
              "selaras-instance 1\nmoves -\ndistricts 1\nd x\nr 0\ncells 1\nc x\nposts 2\np a 0 0 1:5\n"
              "p b 0 0 1:3\npersons 1\ni k 0 0 | 0:10 |\nend\n");
    certificate_ = WriteCertificate("a.certificate", "OPTIMAL", {0});
  }
  ~VerifyCliTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string WriteCertificate(const std::string& name, const std::string& verdict,
                               const Placement& placement) {
    std::ifstream in(instance_);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    return Write(
        name,
        Text(TinyCertificate{
            Sha256(text), {1, 0, {-5, -3}}, placement[0] == 0 ? "15" : "13", "15", verdict, placement}));
  }
  int Run(const std::vector<std::string>& arguments) {
    out_.str("");
    error_.str("");
    return verify::Run(arguments, out_, error_);
  }

  std::string folder_, instance_, certificate_;
  std::ostringstream out_, error_;
};

TEST_F(VerifyCliTest, SaysOptimal) {
  EXPECT_EQ(Run({instance_, certificate_}), 0);
  EXPECT_EQ(out_.str(), "OPTIMAL\n");
  EXPECT_EQ(error_.str(), "");
}

TEST_F(VerifyCliTest, SaysWithin) {
  const std::string worse = WriteCertificate("b.certificate", "WITHIN 2", {1});
  EXPECT_EQ(Run({instance_, worse}), 0);
  EXPECT_EQ(out_.str(), "WITHIN 2\n");
  EXPECT_EQ(Run({"--json", instance_, worse}), 0);
  EXPECT_EQ(
      out_.str(),
      "{\"verdict\": \"WITHIN\", \"objective\": 13, \"bound\": 15, \"gap\": 2, \"moves\": 1, \"persons\": 1, "
      "\"posts\": 2, \"lawful_pairs\": 2}\n");
}

TEST_F(VerifyCliTest, SaysWhereItIsWrong) {
  const std::string lie = WriteCertificate("lie \"1\".certificate", "OPTIMAL", {1});
  EXPECT_EQ(Run({instance_, lie}), 1);
  EXPECT_EQ(out_.str(), "WRONG at line 7 of " + lie + ": the verdict is WITHIN 2\n");
  EXPECT_EQ(Run({instance_, lie, "--json"}), 1);
  EXPECT_THAT(out_.str(), StartsWith("{\"verdict\": \"WRONG\", \"file\": \""));
  EXPECT_THAT(
      out_.str(),
      HasSubstr("lie \\\"1\\\".certificate\", \"line\": 7, \"reason\": \"the verdict is WITHIN 2\"}"));
}

TEST_F(VerifyCliTest, FilesThatCannotBeReadAreNoVerdict) {
  for (const std::string& path : {folder_ + "/none", folder_}) {
    EXPECT_EQ(Run({path, certificate_}), 2);
    EXPECT_EQ(Run({instance_, path}), 2);
    EXPECT_EQ(out_.str(), "");
    EXPECT_EQ(error_.str(), "cannot read " + path + "\n");
  }
}

TEST_F(VerifyCliTest, WrongUsageIsNoVerdict) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {}, {instance_}, {instance_, certificate_, certificate_}, {instance_, certificate_, "--xml"}}) {
    EXPECT_EQ(Run(arguments), 2);
    EXPECT_EQ(out_.str(), "");
    EXPECT_THAT(error_.str(), StartsWith("usage: "));
  }
  EXPECT_EQ(Run({"--help"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("usage: "));
}

}  // namespace
}  // namespace selaras::verify
