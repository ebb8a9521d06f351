#include "services/approval/letters/qr_code.h"

#include <qrencode.h>

#include <memory>

#include "libs/testing/status_matchers.h"

namespace selaras::approval::letters {
namespace {

using ::selaras::testing::StatusIs;

std::string TextOf(size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += static_cast<char>('!' + text.size() % 90);
  return text;
}

// What stands on the page is what the encoder made: every module is drawn, read back at its centre, and compared.
TEST(QrCodeTest, DrawnModulesAreTheEncodersOwn) {
  constexpr int kPixels = 5, kQuiet = 4;
  for (const size_t bytes : {1u, 40u, 300u, 1200u}) {
    const std::string text = TextOf(bytes);
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> expected(
        QRcode_encodeData(static_cast<int>(bytes), reinterpret_cast<const unsigned char*>(text.data()), 0,
                          QR_ECLEVEL_M),
        &QRcode_free);
    ASSERT_NE(expected, nullptr);
    SELARAS_ASSERT_OK_AND_ASSIGN(const QrCode code, QrCode::Encode(text));
    ASSERT_EQ(code.side(), expected->width);

    const int side = (code.side() + 2 * kQuiet) * kPixels;
    cairo_surface_t* image = cairo_image_surface_create(CAIRO_FORMAT_A8, side, side);
    cairo_t* canvas = cairo_create(image);
    code.Draw(canvas, 0, 0, side);
    cairo_destroy(canvas);
    cairo_surface_flush(image);
    const unsigned char* pixels = cairo_image_surface_get_data(image);
    const int stride = cairo_image_surface_get_stride(image);
    const auto is_dark = [&](int row, int column) {
      return pixels[(row * kPixels + kPixels / 2) * stride + column * kPixels + kPixels / 2] > 127;
    };
    for (int row = 0; row < code.side() + 2 * kQuiet; ++row) {
      for (int column = 0; column < code.side() + 2 * kQuiet; ++column) {
        const int r = row - kQuiet, c = column - kQuiet;
        const bool inside = r >= 0 && c >= 0 && r < code.side() && c < code.side();
        const bool dark = inside && (expected->data[r * expected->width + c] & 1) != 0;
        ASSERT_EQ(is_dark(row, column), dark) << bytes << " bytes, row " << r << ", column " << c;
        if (inside) {
          ASSERT_EQ(code.IsDark(r, c), dark);
        }
      }
    }
    cairo_surface_destroy(image);
  }
}

TEST(QrCodeTest, FallsBackToLowCorrectionAndRefusesWhatFitsNoSymbol) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const QrCode largest, QrCode::Encode(TextOf(2953)));
  EXPECT_EQ(largest.side(), 177);
  EXPECT_THAT(QrCode::Encode(TextOf(2954)).status(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(QrCode::Encode("").status(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(QrCode::Encode(absl::string_view("a\0b", 3)).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(QrCodeTest, PrintedLargeEnoughForACamera) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const QrCode small, QrCode::Encode("a"));
  EXPECT_EQ(small.PrintedSideMm(), 22);
  SELARAS_ASSERT_OK_AND_ASSIGN(const QrCode large, QrCode::Encode(TextOf(600)));
  EXPECT_GE(large.PrintedSideMm() / (large.side() + 8), 0.4);
}

}  // namespace
}  // namespace selaras::approval::letters
