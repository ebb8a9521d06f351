#include "libs/rest/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/error.h"

namespace selaras::rest {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(TextTest, Utf8IsWellFormed) {
  for (const char* good : {"", "abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsUtf8(good)) << good;
  }
  for (const char* bad : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                          "\xF8\x88\x80\x80\x80", "\xC3("}) {
    EXPECT_FALSE(IsUtf8(bad)) << bad;
  }
}

TEST(TextTest, QueriesAreDecodedInOrder) {
  const auto query = ParseQuery("a=1&b.c=x+y&a=%26&&d");
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_THAT(*query, ElementsAre(Pair("a", "1"), Pair("b.c", "x y"), Pair("a", "&"), Pair("d", "")));
}

TEST(TextTest, BadQueriesAreRefusedWithoutTheirValues) {
  for (const char* text : {"=1", "a=%", "a=%G0", "%FF=1", "a=%00198501012010011001"}) {
    const auto query = ParseQuery(text);
    EXPECT_EQ(query.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(query.status().message().find("1985"), absl::string_view::npos);
  }
  std::string many;
  for (int i = 0; i < 257; ++i) many += "a=1&";
  EXPECT_FALSE(ParseQuery(many).ok());
}

TEST(TextTest, IndonesianUnlessEnglishIsPreferred) {
  EXPECT_EQ(PreferredLanguage(""), Language::kIndonesian);
  EXPECT_EQ(PreferredLanguage("*"), Language::kIndonesian);
  EXPECT_EQ(PreferredLanguage("en"), Language::kEnglish);
  EXPECT_EQ(PreferredLanguage("en-US,en;q=0.9,id;q=0.8"), Language::kEnglish);
  EXPECT_EQ(PreferredLanguage("id-ID, en;q=0.5"), Language::kIndonesian);
  EXPECT_EQ(PreferredLanguage("id;q=0.1, EN-gb;q=0.5"), Language::kEnglish);
  EXPECT_EQ(PreferredLanguage("fr"), Language::kIndonesian);
}

TEST(TextTest, MediaTypesHaveParameters) {
  const MediaType media = ParseMediaType("Application/JSON; Charset=\"UTF-8\"");
  EXPECT_EQ(media.type, "application/json");
  EXPECT_EQ(media.charset, "utf-8");
  EXPECT_EQ(ParseMediaType("multipart/form-data; boundary=----Ab1").boundary, "----Ab1");
}

}  // namespace
}  // namespace selaras::rest
