#include "libs/base/catalogue.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace selaras {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::multiset<std::string> KeysOf(absl::string_view text) {
  const auto keys = Placeholders(text);
  return {keys.begin(), keys.end()};
}

bool IsReason(absl::string_view text) {
  return !text.empty() && absl::ascii_isupper(static_cast<unsigned char>(text[0])) &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == absl::string_view::npos;
}

// Holds for the whole file, so whoever adds a line has its test already.
TEST(CatalogueTest, EveryReasonHasBothLanguagesWithTheSamePlaceholders) {
  ASSERT_FALSE(Catalogue().empty());
  for (const CatalogueEntry& entry : Catalogue()) {
    SCOPED_TRACE(std::string(entry.reason));
    EXPECT_TRUE(IsReason(entry.reason));
    for (absl::string_view text : {entry.indonesian, entry.english}) {
      ASSERT_FALSE(text.empty());
      EXPECT_THAT(".?", HasSubstr(std::string(1, text.back()))) << "a whole sentence ends with a mark";
      EXPECT_EQ(std::count(text.begin(), text.end(), '{'), std::count(text.begin(), text.end(), '}'));
    }
    EXPECT_NE(entry.indonesian, entry.english);
    EXPECT_EQ(KeysOf(entry.indonesian), KeysOf(entry.english));
  }
}

TEST(CatalogueTest, ReasonsAreUnique) {
  for (size_t i = 1; i < Catalogue().size(); ++i) {
    EXPECT_LT(Catalogue()[i - 1].reason, Catalogue()[i].reason) << "stands twice in messages.inc";
  }
}

TEST(CatalogueTest, FillsPlaceholders) {
  EXPECT_EQ(Explain("INVALID_RESOURCE_NAME", Language::kEnglish, {{"template", "employees/{employee}"}}),
            "The resource name is malformed. Its form is employees/{employee}.");
  EXPECT_EQ(Explain("INVALID_FIELDS", Language::kIndonesian, {{"fields", "grade"}}),
            "Isian tidak sah: grade.");
  EXPECT_EQ(Explain("INVALID_FIELDS", Language::kEnglish, {}), "Invalid fields: {fields}.");
}

TEST(CatalogueTest, AnUnknownReasonIsStillExplained) {
  EXPECT_EQ(FindReason("NO_SUCH_REASON"), nullptr);
  EXPECT_THAT(Explain("NO_SUCH_REASON", Language::kEnglish, {}), HasSubstr("NO_SUCH_REASON"));
}

TEST(CatalogueTest, FindsPlaceholdersInOrder) {
  EXPECT_THAT(Placeholders("a {b} c {d}{b} {"), ElementsAre("b", "d", "b"));
  EXPECT_THAT(Placeholders("none"), ElementsAre());
}

}  // namespace
}  // namespace selaras
