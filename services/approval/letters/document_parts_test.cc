#include "services/approval/letters/document_parts.h"

#include "libs/testing/status_matchers.h"
#include "services/approval/letters/testing/pdf_text.h"

namespace selaras::approval::letters {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::StatusIs;
using ::testing::HasSubstr;

std::string Png(int width, int height) {
  cairo_surface_t* image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  std::string bytes;
  const auto append = [](void* out, const unsigned char* data, unsigned int count) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(data), count);
    return CAIRO_STATUS_SUCCESS;
  };
  cairo_surface_write_to_png_stream(image, append, &bytes);
  cairo_surface_destroy(image);
  return bytes;
}

absl::Status AddEmblem(std::string png) {
  PageFlow flow({});
  return AddLetterhead(flow, {.agency = "Pemerintah Kota Metro", .emblem_png = std::move(png)});
}

TEST(DocumentPartsTest, AnEmblemIsAPngOfReasonableSize) {
  EXPECT_THAT(AddEmblem(Png(300, 400)), IsOk());
  EXPECT_THAT(AddEmblem("GIF89a"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("emblem_png")));
  EXPECT_THAT(AddEmblem(Png(300, 400).substr(0, 60)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(AddEmblem(Png(2001, 10)), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(DocumentPartsTest, ALetterheadWithAnEmblemIsDrawnAlikeEachTime) {
  std::string first;
  for (int i = 0; i < 2; ++i) {
    PageFlow flow({});
    ASSERT_THAT(AddLetterhead(
                    flow, {"Pemerintah Kota Metro", "Dinas Kesehatan", {"Jalan A", "Jalan B"}, Png(30, 40)}),
                IsOk());
    const auto pdf = flow.Finish({"Surat", "Dinas", absl::CivilDay(2026, 4, 2)});
    ASSERT_THAT(pdf.status(), IsOk());
    EXPECT_THAT(*pdf, HasSubstr("/Subtype /Image"));
    if (i == 0) first = *pdf;
    EXPECT_TRUE(*pdf == first);
  }
}

TEST(DocumentPartsTest, ASignatureInAnothersNameSaysSo) {
  PageFlow flow({});
  const auto row = SignatureRow(flow, {"Ditetapkan di Metro"},
                                {.office = "Sekretaris Daerah",
                                 .on_behalf_of = "Wali Kota Metro",
                                 .note = "Ditandatangani secara elektronik"},
                                {});
  ASSERT_TRUE(row.ok());
  flow.Add(*row);
  const auto pdf = flow.Finish({"Surat", "Dinas", absl::CivilDay(2026, 4, 2)});
  SELARAS_READ_PDF_OR_SKIP(pages, pdf);
  EXPECT_THAT(pages[0], ::testing::StartsWith("Ditetapkan di Metro a.n. WALI KOTA METRO SEKRETARIS DAERAH, "
                                              "Ditandatangani secara elektronik (....."));
}

}  // namespace
}  // namespace selaras::approval::letters
