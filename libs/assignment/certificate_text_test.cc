#include "libs/assignment/certificate_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace selaras::assignment {
namespace {

Certificate Sample() {
  Certificate c;
  c.instance_sha256 = std::string(64, 'a');
  c.denominator = 3;
  c.lambda = 7;
  c.objective = -5;
  c.bound = -2;
  c.prices = {-12, 0, kMaxPrice};
  c.placement = {2, 0};
  return c;
}

TEST(CertificateTextTest, RoundTrip) {
  const std::string text = CertificateText(Sample());
  EXPECT_EQ(text, absl::StrCat(
                      "selaras-certificate 1\ninstance ", std::string(64, 'a'),
                      "\ndenominator 3\nlambda 7\nobjective -5\nbound -2\nverdict WITHIN 3\nprices 3\np -12\n"
                      "p 0\np 4611686018427387904\nplacement 2\nx 2\nx 0\nend\n"));
  const absl::StatusOr<Certificate> read = ParseCertificate(text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(CertificateText(*read), text);
  EXPECT_FALSE(read->optimal());
}

TEST(CertificateTextTest, EveryAlterationOfFormIsRefusedWithItsLine) {
  const std::string text = CertificateText(Sample());
  const struct {
    absl::string_view from, to, line;
  } kCases[] = {
      {"selaras-certificate 1", "selaras-certificate 3", "line 1:"},
      {"instance a", "instance A", "line 2:"},
      {"instance a", "instance ", "line 2:"},
      {"denominator 3", "denominator 0", "line 3:"},
      {"denominator 3", "denominator 1099511627777", "line 3:"},
      {"lambda 7", "lambda -7", "line 4:"},
      {"objective -5", "objective -05", "line 5:"},
      {"WITHIN 3", "WITHIN 2", "line 7:"},
      {"WITHIN 3", "OPTIMAL", "line 7:"},
      {"prices 3", "prices 2", "line 11:"},
      {"p 4611686018427387904", "p 4611686018427387905", "line 11:"},
      {"x 2", "x 3", "line 13:"},
      {"x 2", "x -1", "line 13:"},
      {"end\n", "end\n\n", "line 15:"},
      {"end\n", "", "line 15:"},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<Certificate> read = ParseCertificate(absl::StrReplaceAll(text, {{c.from, c.to}}));
    EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument) << c.to;
    EXPECT_EQ(read.status().message().substr(0, c.line.size()), c.line) << c.to << ": " << read.status();
  }
}

}  // namespace
}  // namespace selaras::assignment
