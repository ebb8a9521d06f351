#include "libs/evidence/checkpoint.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/testing/status_matchers.h"

namespace selaras::evidence {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;

SigningKey Key(char fill) {
  return *SigningKey::FromSeed(std::string(kSeedBytes, fill));
}

Checkpoint State() {
  return {.origin = "selaras.lampung/evidence",
          .size = 41,
          .root = Sha256("root"),
          .time = absl::FromUnixMicros(1775008800123456)};
}

// RFC 8032 §7.1, test 2.
TEST(SigningKeyTest, SignsAsTheRfcDoes) {
  const SigningKey key =
      *SigningKey::FromSeed(*HexDecode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  EXPECT_EQ(absl::BytesToHexString(key.public_key()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(absl::BytesToHexString(key.Sign("\x72")),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(SignatureFits(key.public_key(), "\x72", key.Sign("\x72")));
  EXPECT_FALSE(SignatureFits(key.public_key(), "\x73", key.Sign("\x72")));
  EXPECT_FALSE(SignatureFits(key.public_key(), "\x72", ""));
  EXPECT_FALSE(SignatureFits("", "\x72", key.Sign("\x72")));
  EXPECT_THAT(SigningKey::FromSeed("short"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CheckpointTest, HasTheDocumentedForm) {
  const SignedCheckpoint signed_one = *SignCheckpoint(State(), Key('a'));
  const std::vector<std::string> lines = absl::StrSplit(FormatNote(signed_one), '\n');
  ASSERT_EQ(lines.size(), 7);
  EXPECT_EQ(lines[0], "selaras.lampung/evidence");
  EXPECT_EQ(lines[1], "41");
  EXPECT_EQ(lines[2], absl::Base64Escape(AsBytes(Sha256("root"))));
  EXPECT_EQ(lines[3], "time 1775008800123456");
  EXPECT_EQ(lines[4], "");
  EXPECT_EQ(
      lines[5],
      absl::StrCat("— selaras.lampung/evidence ",
                   absl::Base64Escape(absl::StrCat(*HexDecode(signed_one.key_id), signed_one.signature))));
  EXPECT_TRUE(SignatureFits(Key('a').public_key(),
                            absl::StrCat(lines[0], "\n", lines[1], "\n", lines[2], "\n", lines[3], "\n"),
                            signed_one.signature));
}

TEST(CheckpointTest, OnlyItsOwnKeyVerifies) {
  const SignedCheckpoint signed_one = *SignCheckpoint(State(), Key('a'));
  EXPECT_THAT(VerifyCheckpoint(signed_one, Key('a').public_key()), IsOk());
  EXPECT_THAT(VerifyCheckpoint(signed_one, Key('b').public_key()),
              StatusIs(absl::StatusCode::kPermissionDenied));
  SignedCheckpoint relabelled = signed_one;
  relabelled.key_id = KeyId(State().origin, Key('b').public_key());
  EXPECT_THAT(VerifyCheckpoint(relabelled, Key('b').public_key()),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST(CheckpointTest, NoAlteredByteOfANoteVerifies) {
  const SignedCheckpoint signed_one = *SignCheckpoint(State(), Key('a'));
  const std::string note = FormatNote(signed_one);
  ASSERT_THAT(ParseNote(note), IsOkAndHolds(signed_one));
  for (size_t at = 0; at < note.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string altered = note;
      altered[at] = static_cast<char>(altered[at] ^ (1 << bit));
      const absl::StatusOr<SignedCheckpoint> parsed = ParseNote(altered);
      EXPECT_FALSE(parsed.ok() && VerifyCheckpoint(*parsed, Key('a').public_key()).ok()) << at << " " << bit;
    }
  }
  EXPECT_THAT(ParseNote(note + "\n"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseNote(note.substr(0, note.size() - 1)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseNote(""), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CheckpointTest, OriginsThatWouldBreakTheNoteAreRefused) {
  for (const char* origin : {"", "two words", "line\nbreak", "a+b", "—"}) {
    Checkpoint state = State();
    state.origin = origin;
    EXPECT_THAT(SignCheckpoint(state, Key('a')), StatusIs(absl::StatusCode::kInvalidArgument)) << origin;
  }
}

}  // namespace
}  // namespace selaras::evidence
