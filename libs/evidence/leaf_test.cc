#include "libs/evidence/leaf.h"

#include <algorithm>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/testing/status_matchers.h"

namespace selaras::evidence {
namespace {

using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;

LeafContent Decree() {
  return {.service = "approval",
          .kind = "DecreeIssued",
          .subject = "decrees/01jr",
          .actor = "secretary-1",
          .time = absl::FromUnixMicros(1775008800123456),
          .fields = {{"move", "moves/7"}, {"case", "cases/3"}}};
}

// The bytes of docs/formats.md.
TEST(LeafTest, HasTheDocumentedForm) {
  EXPECT_EQ(CanonicalContent(Decree()),
            "selaras-content 1\n"
            "service 8:approval\n"
            "kind 12:DecreeIssued\n"
            "subject 12:decrees/01jr\n"
            "actor 11:secretary-1\n"
            "time 1775008800123456\n"
            "fields 2\n"
            "field 4:case 7:cases/3\n"
            "field 4:move 7:moves/7\n");
  const std::string salt(kSaltBytes, 's');
  const std::string commitment =
      Sha256Hex(absl::StrCat("selaras-commitment 1\n32:", salt, CanonicalContent(Decree())));
  EXPECT_EQ(EncodeLeaf(LeafOf(Decree(), salt)), absl::StrCat("selaras-leaf 1\n"
                                                             "service 8:approval\n"
                                                             "kind 12:DecreeIssued\n"
                                                             "subject 12:decrees/01jr\n"
                                                             "time 1775008800123456\n"
                                                             "commitment ",
                                                             commitment, "\n"));
}

TEST(LeafTest, OrderOfFieldsMeansNothing) {
  LeafContent turned = Decree();
  std::reverse(turned.fields.begin(), turned.fields.end());
  EXPECT_EQ(CanonicalContent(turned), CanonicalContent(Decree()));
}

// Texts that try to end early, to look like a next line, or to move a boundary.
TEST(LeafTest, DifferentContentsNeverMeet) {
  const std::vector<std::string> texts = {"",  "a", "b", "ab", "1:a", "\nkind 1:a", std::string("\0", 1),
                                          " ", "\n"};
  std::set<std::string> seen;
  size_t made = 0;
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      for (const auto& fields : std::vector<std::vector<std::pair<std::string, std::string>>>{
               {}, {{a, b}}, {{a, ""}, {b, ""}}, {{a + b, ""}}}) {
        const LeafContent content = {.service = a, .kind = b, .time = absl::UnixEpoch(), .fields = fields};
        const std::string canonical = CanonicalContent(content);
        LeafContent sorted = content;
        std::sort(sorted.fields.begin(), sorted.fields.end());
        EXPECT_THAT(DecodeContent(canonical), IsOkAndHolds(sorted));
        seen.insert(canonical);
        ++made;
      }
    }
  }
  // Per pair (a, b), {a+b, ""} meets {a, b} where b is empty; {{a,""},{b,""}} meets nothing else.
  EXPECT_EQ(seen.size(), made - texts.size());
}

TEST(LeafTest, EveryAlterationOfALeafIsAnotherLeafOrNone) {
  const Leaf leaf = LeafOf(Decree(), std::string(kSaltBytes, 's'));
  const std::string text = EncodeLeaf(leaf);
  ASSERT_THAT(DecodeLeaf(text), IsOkAndHolds(leaf));
  for (size_t at = 0; at < text.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string altered = text;
      if (altered[at] == static_cast<char>(byte)) continue;
      altered[at] = static_cast<char>(byte);
      const absl::StatusOr<Leaf> decoded = DecodeLeaf(altered);
      EXPECT_FALSE(decoded.ok() && *decoded == leaf) << at << " " << byte;
    }
  }
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_THAT(DecodeLeaf(text.substr(0, size)), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(DecodeLeaf(text + "\n"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(DecodeContent(text), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(LeafTest, HostileLengthsAreRefused) {
  for (const char* size : {"-1", "99", "9223372036854775807", "99999999999999999999", "08", "+8", " 8", ""}) {
    EXPECT_THAT(DecodeLeaf(absl::StrCat("selaras-leaf 1\nservice ", size, ":approval\n")),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << size;
  }
  EXPECT_THAT(DecodeContent("selaras-content 1\nservice 0:\nkind 0:\nsubject 0:\nactor 0:\ntime 0\nfields "
                            "9223372036854775807\n"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(LeafTest, TheCommitmentBindsSaltAndContent) {
  const std::string canonical = CanonicalContent(Decree());
  EXPECT_NE(Commit(std::string(32, 'a'), canonical), Commit(std::string(32, 'b'), canonical));
  // Moving a byte from the content to the salt is no way to the same commitment.
  EXPECT_NE(Commit("saltx", "content"), Commit("salt", "xcontent"));
}

}  // namespace
}  // namespace selaras::evidence
