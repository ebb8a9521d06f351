#include "services/approval/letters/page_flow.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/letters/testing/pdf_text.h"

namespace selaras::approval::letters {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

const DocumentFacts kFacts{"Surat", "Badan", absl::CivilDay(2026, 4, 2)};

Row Line(const PageFlow& flow, std::string text) {
  return {.cells = {TextCell(0, flow.width_mm(), std::move(text))}};
}

// Words by which a place in a long text is known again: "k0 k1 k2 …".
std::string Counted(int words) {
  std::string text;
  for (int i = 0; i < words; ++i) absl::StrAppend(&text, "kata", i, " ");
  return text;
}

TEST(PageFlowTest, AnEmptyDocumentIsOnePage) {
  const auto pdf = PageFlow({}).Finish(kFacts);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_THAT(pages, ::testing::ElementsAre("Halaman 1 dari 1"));
}

TEST(PageFlowTest, ALongParagraphGoesOnWithoutLosingAWordAndEveryPageIsNumbered) {
  PageFlow flow({.footer = "Nomor 7"});
  const std::string text = Counted(2500);
  flow.Add({.cells = {TextCell(0, flow.width_mm(), text, {.align = Align::kJustify})}});
  const auto pdf = flow.Finish(kFacts);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  ASSERT_GE(pages.size(), 3u);
  std::string joined;
  for (size_t i = 0; i < pages.size(); ++i) {
    const std::string footer = absl::StrCat("Nomor 7 Halaman ", i + 1, " dari ", pages.size());
    ASSERT_TRUE(absl::EndsWith(pages[i], footer)) << pages[i];
    absl::StrAppend(&joined, pages[i].substr(0, pages[i].size() - footer.size()));
  }
  EXPECT_EQ(joined, text);
}

// One line alone at the foot or the head of a page is a fault of typesetting. A page holds 55 lines here: wherever near
// its end a paragraph begins, three lines stay whole, and four are parted into two and two or not at all.
TEST(PageFlowTest, NoLineStandsAlone) {
  int parted = 0;
  for (int before = 48; before < 60; ++before) {
    PageFlow flow({});
    for (int i = 0; i < before; ++i) flow.Add(Line(flow, "baris"));
    flow.Add(Line(flow, "satu\ndua\ntiga"));
    flow.Add(Line(flow, "empat\nlima\nenam\ntujuh"));
    const auto pdf = flow.Finish(kFacts);
    SELARAS_READ_PDF_OR_SKIP(pages, pdf);
    EXPECT_THAT(pages, ::testing::Contains(HasSubstr("satu dua tiga"))) << before;
    for (const std::string& page : pages) {
      EXPECT_EQ(absl::StrContains(page, "empat"), absl::StrContains(page, "lima")) << before;
      EXPECT_EQ(absl::StrContains(page, "enam"), absl::StrContains(page, "tujuh")) << before;
      parted += absl::StrContains(page, "enam") && !absl::StrContains(page, "lima");
    }
  }
  EXPECT_GE(parted, 1);  // else the page is not as long as this test believes
}

TEST(PageFlowTest, WhatBelongsTogetherMovesTogether) {
  PageFlow flow({});
  for (int i = 0; i < 50; ++i) flow.Add(Line(flow, "baris"));
  std::vector<Row> rows;
  for (int i = 0; i < 20; ++i) rows.push_back(Line(flow, absl::StrCat("bersama", i)));
  flow.AddTogether(rows);
  const auto pdf = flow.Finish(kFacts);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  ASSERT_THAT(pages, SizeIs(2));
  EXPECT_THAT(pages[0], Not(HasSubstr("bersama")));
  EXPECT_THAT(pages[1], HasSubstr("bersama0 "));
}

// More than a page can hold flows on instead of failing or looping.
TEST(PageFlowTest, WhatIsTallerThanAPageGoesOn) {
  PageFlow flow({});
  std::vector<Row> rows(150, Line(flow, "bersama"));
  flow.AddTogether(rows);
  Row whole = Line(flow, Counted(1500));
  whole.whole = true;
  flow.Add(whole);
  flow.Add({.cells = {{0, 10, {Piece{.picture = {400, [](cairo_t*, double, double) {}}}}}}});
  const auto pdf = flow.Finish(kFacts);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_GE(pages.size(), 5u);
  EXPECT_THAT(pages, ::testing::Contains(HasSubstr("kata1499")));
}

TEST(PageFlowTest, ATableRepeatsItsHeadAndNeverTearsARow) {
  PageFlow flow({}, Orientation::kLandscape);
  Table table{.columns = {{"Nomor", 30, Align::kCentre}, {"Uraian", 100}}};
  for (int i = 0; i < 60; ++i)
    table.rows.push_back({absl::StrCat("n", i), absl::StrCat("awal", i, "\ntengah\nakhir", i)});
  flow.AddTable(table, {Line(flow, "Judul")}, {Line(flow, "Penutup")});
  flow.Add(Line(flow, Counted(900)));
  const auto pdf = flow.Finish(kFacts);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  ASSERT_GE(pages.size(), 4u);
  EXPECT_TRUE(absl::StartsWith(pages[0], "Judul Nomor Uraian n0 awal0"));
  for (int i = 0; i < 60; ++i) {
    const std::string row = absl::StrCat("n", i, " awal", i, " tengah akhir", i, " ");
    EXPECT_THAT(pages, ::testing::Contains(AllOf(HasSubstr(row), HasSubstr("Nomor Uraian"))).Times(1)) << row;
  }
  EXPECT_THAT(pages, ::testing::Contains(HasSubstr("akhir59 Penutup")));
  // The head ends with the table.
  EXPECT_THAT(pages.back(), Not(HasSubstr("Nomor Uraian")));
}

TEST(PageFlowTest, ATableWithoutRowsIsItsHead) {
  PageFlow flow({});
  flow.AddTable({.columns = {{"Nama", 50}}, .numbered_columns = true}, {}, {Line(flow, "Penutup")});
  const auto pdf = flow.Finish(kFacts);
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_THAT(pages[0], ::testing::StartsWith("Nama 1 Penutup"));
}

// A name must not be able to make the document read otherwise than it is, nor turn into boxes.
TEST(PageFlowTest, TextThatCannotBeShownAsItIsIsRefused) {
  for (const char* text : {"a\xff", "a\x01", "a\u202Eb", "a\u2066b", "\U000F0000"}) {
    PageFlow flow({});
    flow.Add(Line(flow, text));
    EXPECT_THAT(flow.Finish(kFacts).status(), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(PageFlowTest, AMissingFontIsNamedAndNeverReplaced) {
  PageFlow flow({.font_family = "No Such Family"});
  flow.Add(Line(flow, "teks"));
  EXPECT_THAT(flow.Finish(kFacts).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("No Such Family")));
}

}  // namespace
}  // namespace selaras::approval::letters
