#include "services/verify/token_reader.h"

#include <sstream>
#include <streambuf>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace selaras::verify {
namespace {

using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Throws;

// The number that `text` is, or -1 if it is refused.
int64_t NumberIn(const std::string& text, int64_t min = -1000, int64_t max = 1000) {
  std::istringstream in(text);
  TokenReader tokens(in, File::kInstance);
  try {
    const int64_t value = tokens.Number(min, max, "it");
    tokens.Finish();
    return value;
  } catch (const Wrong&) {
    return -1;
  }
}

TEST(TokenReaderTest, NumbersAreReadInOneFormOnly) {
  EXPECT_EQ(NumberIn("0"), 0);
  EXPECT_EQ(NumberIn("907"), 907);
  EXPECT_EQ(NumberIn("-20"), -20);
  for (const char* text :
       {"", "-", "-0", "00", "07", "-07", "+7", " 7", "7 ", "7.0", "7e1", "0x7", "--7", "7\n"}) {
    EXPECT_EQ(NumberIn(text), -1) << text;
  }
}

TEST(TokenReaderTest, NumbersStayInTheirRange) {
  EXPECT_EQ(NumberIn("1000"), 1000);
  EXPECT_EQ(NumberIn("1001"), -1);
  EXPECT_EQ(NumberIn("-1000"), -1000);
  EXPECT_EQ(NumberIn("-1001"), -1);
  const int64_t most = int64_t{1} << 62;
  EXPECT_EQ(NumberIn("4611686018427387904", -most, most), most);
  EXPECT_EQ(NumberIn("-4611686018427387904", -most, most), -most);
  EXPECT_EQ(NumberIn("4611686018427387905", -most, most), -1);
  // 2^64 + 7 and a number of 60 digits must not wrap into the range.
  EXPECT_EQ(NumberIn("18446744073709551623", -most, most), -1);
  EXPECT_EQ(NumberIn(std::string(60, '9'), -most, most), -1);
}

TEST(TokenReaderTest, WordsHoldOnlyTheirBytes) {
  std::istringstream in("Ab_9-x y\n");
  TokenReader tokens(in, File::kInstance);
  std::string word;
  tokens.Word("_-", "it", &word);
  EXPECT_EQ(word, "Ab_9-x");
  tokens.Expect(" ");
  tokens.Word("_-", "it", &word);
  EXPECT_EQ(word, "y");
  EXPECT_THROW(tokens.Word("_-", "it", &word), Wrong);
}

TEST(TokenReaderTest, WordsHaveALargestLength) {
  std::istringstream fits(std::string(200, 'a')), passes(std::string(201, 'a'));
  std::string word;
  TokenReader first(fits, File::kInstance), second(passes, File::kInstance);
  first.Word("", "it", &word);
  EXPECT_EQ(word.size(), 200u);
  EXPECT_THROW(second.Word("", "it", &word), Wrong);
}

TEST(TokenReaderTest, FaultsNameFileAndLine) {
  std::istringstream in("one\ntwo\nthree");
  TokenReader tokens(in, File::kCertificate);
  tokens.Expect("one\ntwo\n");
  try {
    tokens.Expect("thirty\n");
    FAIL();
  } catch (const Wrong& wrong) {
    EXPECT_EQ(wrong.file, File::kCertificate);
    EXPECT_EQ(wrong.line, 3);
    EXPECT_THAT(wrong.reason, HasSubstr("thirty"));
  }
}

// A zero byte is no end: what follows it would otherwise go unread.
TEST(TokenReaderTest, FinishRefusesWhatFollows) {
  for (const std::string& text : {std::string("end\n "), std::string("end\n\n"), std::string("end\n\0", 5)}) {
    std::istringstream in(text);
    TokenReader tokens(in, File::kInstance);
    tokens.Expect("end\n");
    EXPECT_THROW(tokens.Finish(), Wrong);
  }
}

TEST(TokenReaderTest, FinishHashesEveryByteAcrossBuffers) {
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += "7\n";
  std::istringstream in(text);
  TokenReader tokens(in, File::kInstance);
  for (int i = 0; i < 300'000; ++i) {
    ASSERT_EQ(tokens.Number(0, 9, "it"), 7);
    tokens.Expect("\n");
  }
  EXPECT_EQ(tokens.line(), 300'001);
  // From `yes 7 | head -n 300000 | sha256sum`.
  EXPECT_EQ(tokens.Finish(), "69c056e6515d4c304d9f308360ba399378d7caaae88942eb04588e9cf0b9c8e1");
}

// Gives a few bytes and then fails as a broken disk does.
class BrokenBuffer : public std::streambuf {
 protected:
  std::streamsize xsgetn(char* out, std::streamsize size) override {
    if (given_) throw std::ios_base::failure("broken");
    given_ = true;
    size = std::min<std::streamsize>(size, 3);
    std::fill_n(out, size, '1');
    return size;
  }
  int_type underflow() override { throw std::ios_base::failure("broken"); }

 private:
  bool given_ = false;
};

TEST(TokenReaderTest, AFailingDiskIsNoEndOfFile) {
  BrokenBuffer buffer;
  std::istream in(&buffer);
  in.clear();
  TokenReader tokens(in, File::kCertificate);
  tokens.Expect("111");
  in.clear();
  EXPECT_THAT([&] { tokens.Finish(); }, Throws<Unreadable>(Field(&Unreadable::file, File::kCertificate)));
}

}  // namespace
}  // namespace selaras::verify
