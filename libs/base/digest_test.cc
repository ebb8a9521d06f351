#include "libs/base/digest.h"

#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using testing::IsOkAndHolds;
using testing::StatusIs;

// FIPS 180-4 examples.
TEST(DigestTest, Sha256OfKnownTexts) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(DigestTest, PiecesGiveTheSameAsTheWholeAndTheStreamStartsAnew) {
  Sha256Stream stream;
  stream.Add("a");
  stream.Add("");
  stream.Add("bc");
  EXPECT_EQ(stream.Finish(), Sha256("abc"));
  EXPECT_EQ(stream.Finish(), Sha256(""));
}

// RFC 4231, test case 2.
TEST(DigestTest, HmacOfKnownText) {
  EXPECT_EQ(HexEncode(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(DigestTest, HexComesBack) {
  const std::string bytes("\x00\x7f\x80\xff", 4);
  EXPECT_THAT(HexDecode("007F80ff"), IsOkAndHolds(bytes));
  EXPECT_THAT(HexDecode("0"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(HexDecode("0g"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(DigestTest, ComparesWholeTexts) {
  EXPECT_TRUE(EqualInConstantTime("abc", "abc"));
  EXPECT_FALSE(EqualInConstantTime("abc", "abd"));
  EXPECT_FALSE(EqualInConstantTime("abc", "ab"));
}

}  // namespace
}  // namespace selaras
