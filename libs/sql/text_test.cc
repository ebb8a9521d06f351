#include "libs/sql/text.h"

#include <gmock/gmock.h>

#include <string>

namespace selaras::sql {
namespace {

TEST(TextTest, Utf8WithoutNulIsStorable) {
  for (const char* text :
       {"", "a", "12345678", "1234567é", "é2345678", "ꦗꦮ", "😀", "\xf4\x8f\xbf\xbf", "\xef\xbf\xbf"}) {
    EXPECT_TRUE(IsStorableText(text)) << text;
  }
}

TEST(TextTest, EverythingElseIsNot) {
  // Lone tail, overlong forms, surrogate, above U+10FFFF, cut short.
  for (const char* text :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98"}) {
    EXPECT_FALSE(IsStorableText(text));
    EXPECT_FALSE(IsStorableText(std::string("12345678") + text));
  }
  for (size_t at = 0; at < 20; ++at) {
    std::string text(20, 'x');
    text[at] = '\0';
    EXPECT_FALSE(IsStorableText(text)) << at;
  }
}

TEST(TextTest, ParametersAreNumberedOutsideQuotes) {
  EXPECT_EQ(NumberParameters("select $1, $12 where a = $2"), "select ?1, ?12 where a = ?2");
  EXPECT_EQ(NumberParameters("'$1' || \"$2\" || '''$3' -- $4\n + $5 /* $6 */"),
            "'$1' || \"$2\" || '''$3' -- $4\n + ?5 /* $6 */");
  EXPECT_EQ(NumberParameters("a$ $x '$1"), "a$ $x '$1");
}

}  // namespace
}  // namespace selaras::sql
