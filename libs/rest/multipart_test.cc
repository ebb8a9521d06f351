#include "libs/rest/multipart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace selaras::rest {
namespace {

struct Collected {
  std::string name;
  std::string file;
  std::string data;
  bool ended = false;
  friend bool operator==(const Collected&, const Collected&) = default;
};

class Collector : public FormSink {
 public:
  absl::Status OnPart(const FormPart& part) override {
    parts.push_back({part.name, part.file_name});
    return absl::OkStatus();
  }
  absl::Status OnData(absl::string_view bytes) override {
    parts.back().data.append(bytes.data(), bytes.size());
    return parts.back().data == stop_at ? absl::AbortedError("stop") : absl::OkStatus();
  }
  absl::Status OnPartEnd() override {
    parts.back().ended = true;
    return absl::OkStatus();
  }
  std::vector<Collected> parts;
  std::string stop_at = "never";
};

absl::Status Parse(const std::string& text, size_t step, Collector& out) {
  MultipartParser parser("B", out);
  for (size_t at = 0; at < text.size(); at += step) {
    const absl::Status fed = parser.Feed(absl::string_view(text).substr(at, step));
    if (!fed.ok()) return fed;
  }
  return parser.Finish();
}

std::string Part(absl::string_view disposition, absl::string_view data) {
  return absl::StrCat("--B\r\nContent-Disposition: form-data; ", disposition, "\r\nContent-Type: x/y\r\n\r\n",
                      data, "\r\n");
}

TEST(MultipartTest, PartsComeWholeHoweverTheBytesAreCut) {
  const std::string text =
      absl::StrCat("preamble\r\n", Part("name=\"title\"", "2026"),
                   Part("name=f; filename=\"C:\\\\x\\\\employees.csv\"", "a;b\r\n--\r\n-\r\n"),
                   Part("name=\"g\"; filename=\"a;b \\\"c\\\".csv\"", ""), "--B-- \r\nepilogue");
  const std::vector<Collected> wanted = {{"title", "", "2026", true},
                                         {"f", "employees.csv", "a;b\r\n--\r\n-\r\n", true},
                                         {"g", "a;b \"c\".csv", "", true}};
  for (const size_t step : {1u, 2u, 3u, 7u, 1000u}) {
    Collector out;
    ASSERT_TRUE(Parse(text, step, out).ok()) << step;
    EXPECT_EQ(out.parts, wanted) << step;
  }
}

TEST(MultipartTest, WhatIsNoFormIsRefused) {
  const std::string good = Part("name=a", "x");
  for (const std::string& text :
       {std::string(), std::string("--B"), good, absl::StrCat(good, "--B"), std::string("--Bx\r\n"),
        std::string("--B\r\n\r\nx\r\n--B--"), std::string("--B\r\nno colon\r\n\r\nx\r\n--B--"),
        absl::StrCat(Part("filename=x", "x"), "--B--"),
        absl::StrCat(Part("name=x; filename=\"\"", "x"), "--B--"),
        absl::StrCat(Part("name=\xFF", "x"), "--B--"),
        absl::StrCat("--B\r\nX: ", std::string(10000, 'x'), "\r\n\r\nx\r\n--B--")}) {
    for (const size_t step : {1u, 100000u}) {
      Collector out;
      EXPECT_EQ(ReasonOf(Parse(text, step, out)), "UPLOAD_MALFORMED") << text.substr(0, 60);
    }
  }
  Collector out;
  EXPECT_FALSE(MultipartParser("", out).Feed("--\r\n").ok());
}

TEST(MultipartTest, TheSinkEndsTheParse) {
  Collector out;
  out.stop_at = "xy";
  MultipartParser parser("B", out);
  const std::string text = absl::StrCat(Part("name=a", "xy"), "--B--");
  EXPECT_EQ(parser.Feed(text).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(parser.Feed("more").code(), absl::StatusCode::kAborted);
  EXPECT_EQ(parser.Finish().code(), absl::StatusCode::kAborted);
}

TEST(MultipartTest, MemoryStaysSmall) {
  Collector out;
  MultipartParser parser("B", out);
  ASSERT_TRUE(parser.Feed("--B\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n").ok());
  const std::string piece(1 << 16, '-');
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(parser.Feed(piece).ok());
  // All but what may begin a boundary has been passed on.
  EXPECT_GE(out.parts[0].data.size(), 100 * piece.size() - 8);
}

}  // namespace
}  // namespace selaras::rest
