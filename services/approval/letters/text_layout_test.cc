#include "services/approval/letters/text_layout.h"

#include "libs/testing/status_matchers.h"

namespace selaras::approval::letters {
namespace {

int GlyphsOf(const TextLine& line) {
  int count = 0;
  for (const GSList* run = line.line->runs; run != nullptr; run = run->next) {
    count += static_cast<const PangoLayoutRun*>(run->data)->glyphs->num_glyphs;
  }
  return count;
}

// A name that is broken must not come out with a hyphen of ours: as many glyphs as letters.
TEST(TextLayoutTest, ANameTooLongForItsColumnBreaksWithoutAHyphen) {
  const std::string name = "Sastrowidjojotjokroaminotoputra";
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto lines, LayOut(name, {}, 57, kFontFamily));
  ASSERT_GE(lines.size(), 2u);
  int glyphs = 0;
  for (const TextLine& line : lines) glyphs += GlyphsOf(line);
  EXPECT_EQ(glyphs, static_cast<int>(name.size()));
}

TEST(TextLayoutTest, NoTextHasNoLinesAndLineBreaksAreKept) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto none, LayOut("", {}, 100, kFontFamily));
  EXPECT_TRUE(none.empty());
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto two, LayOut("a\nb", {}, 100, kFontFamily));
  EXPECT_EQ(two.size(), 2u);
}

TEST(TextLayoutTest, ALineStandsWhereItsColumnWantsIt) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto left, LayOut("kata", {.align = Align::kLeft}, 200, kFontFamily));
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto centre,
                               LayOut("kata", {.align = Align::kCentre}, 200, kFontFamily));
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto right, LayOut("kata", {.align = Align::kRight}, 200, kFontFamily));
  EXPECT_EQ(left[0].left_pt, 0);
  EXPECT_NEAR(centre[0].left_pt * 2, right[0].left_pt, 0.1);
  EXPECT_GT(right[0].left_pt, 150);
}

}  // namespace
}  // namespace selaras::approval::letters
