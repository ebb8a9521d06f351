#include "libs/resource/page_token.h"

#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOkAndHolds;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

TEST(PageTokenTest, ACursorComesBackForItsQuery) {
  const PageTokenCodec codec("key");
  for (const PageCursor& cursor :
       {PageCursor{"Zainal", "id1"}, PageCursor{"", std::string("\0\xff", 2)}, PageCursor{}}) {
    const std::string token = codec.Encode("t1|all", cursor);
    EXPECT_THAT(codec.Decode("t1|all", token), IsOkAndHolds(cursor));
    EXPECT_EQ(token.find_first_of("+/ \n"), std::string::npos) << token;
    EXPECT_EQ(codec.Encode("t1|all", cursor), token);
  }
  EXPECT_THAT(codec.Decode("t1|all", ""), IsOkAndHolds(IsEmpty()));
}

TEST(PageTokenTest, ATokenOfAnotherQueryIsForeign) {
  const PageTokenCodec codec("key");
  EXPECT_THAT(codec.Decode("t2|all", codec.Encode("t1|all", {"x"})),
              FailsWith(kInvalid, "PAGE_TOKEN_FOREIGN"));
}

TEST(PageTokenTest, ATokenOfAnotherKeyIsInvalid) {
  EXPECT_THAT(PageTokenCodec("a").Decode("q", PageTokenCodec("b").Encode("q", {"x"})),
              FailsWith(kInvalid, "PAGE_TOKEN_INVALID"));
}

TEST(PageTokenTest, NoAlterationPasses) {
  const PageTokenCodec codec("key");
  const std::string token = codec.Encode("q", {"Zainal", "id1"});
  for (size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'z', '-', '!'}) {
      std::string altered = token;
      if (altered[i] == c) continue;
      altered[i] = c;
      const auto cursor = codec.Decode("q", altered);
      // The last character of base64 carries bits that nobody reads: then the content is the same.
      if (cursor.ok()) {
        EXPECT_EQ(*cursor, (PageCursor{"Zainal", "id1"}));
        EXPECT_EQ(i, token.size() - 1);
      } else {
        EXPECT_THAT(cursor, FailsWith(kInvalid, "PAGE_TOKEN_INVALID"));
      }
    }
    EXPECT_THAT(codec.Decode("q", absl::string_view(token).substr(0, i)).ok(), i == 0);
  }
}

TEST(PageTokenTest, RandomTextIsInvalid) {
  const uint64_t seed = 20261121;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 random(seed);
  const PageTokenCodec codec("key");
  constexpr absl::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";
  for (int i = 0; i < 2000; ++i) {
    std::string token(1 + random() % 200, 'A');
    for (char& c : token) c = kAlphabet[random() % kAlphabet.size()];
    EXPECT_THAT(codec.Decode("q", token), FailsWith(kInvalid, "PAGE_TOKEN_INVALID")) << token;
  }
}

// A sort key may be a person's name: it cannot be read off the token, base64 or not.
TEST(PageTokenTest, TheCursorIsNotReadable) {
  const std::string token = PageTokenCodec("key").Encode("q", {"Zainal Abidin", "id1"});
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
  EXPECT_FALSE(absl::StrContains(bytes, "Zainal"));
}

TEST(PageSizeTest, HasDefaultCeilingAndFloor) {
  EXPECT_THAT(ResolvePageSize(0), IsOkAndHolds(50));
  EXPECT_THAT(ResolvePageSize(1), IsOkAndHolds(1));
  EXPECT_THAT(ResolvePageSize(200), IsOkAndHolds(200));
  EXPECT_THAT(ResolvePageSize(201), IsOkAndHolds(200));
  EXPECT_THAT(ResolvePageSize(5000, {.default_size = 100, .max_size = 1000}), IsOkAndHolds(1000));
  EXPECT_THAT(ResolvePageSize(-1), FailsWith(kInvalid, "INVALID_PAGE_SIZE"));
}

}  // namespace
}  // namespace selaras
