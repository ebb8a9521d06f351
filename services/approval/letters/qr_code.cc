#include "services/approval/letters/qr_code.h"

#include <qrencode.h>

#include <algorithm>
#include <memory>

#include "absl/status/status.h"

namespace selaras::approval::letters {
namespace {

constexpr int kQuietModules = 4;        // ISO/IEC 18004 §9.1
constexpr double kModuleMm = 0.4;       // chosen: read by cheap cameras from office print at 300 dpi
constexpr double kSmallestSideMm = 22;  // chosen, so that small codes are found on the page
constexpr size_t kMostBytes = 2953;

}  // namespace

absl::StatusOr<QrCode> QrCode::Encode(absl::string_view text) {
  if (text.empty() || text.size() > kMostBytes || text.find('\0') != absl::string_view::npos) {
    return absl::InvalidArgumentError("QR code: text must have 1 to 2953 bytes and no NUL");
  }
  for (const QRecLevel level : {QR_ECLEVEL_M, QR_ECLEVEL_L}) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()),
                          0, level),
        &QRcode_free);
    if (code == nullptr) continue;  // too big at this level
    std::vector<bool> dark(static_cast<size_t>(code->width) * code->width);
    for (size_t i = 0; i < dark.size(); ++i) dark[i] = (code->data[i] & 1) != 0;
    return QrCode(code->width, std::move(dark));
  }
  return absl::InternalError("QR code: the encoder refused the text");
}

double QrCode::PrintedSideMm() const {
  return std::max(kSmallestSideMm, (side_ + 2 * kQuietModules) * kModuleMm);
}

void QrCode::Draw(cairo_t* canvas, double x_pt, double y_pt, double side_pt) const {
  const double module = side_pt / (side_ + 2 * kQuietModules);
  for (int row = 0; row < side_; ++row) {
    for (int column = 0; column < side_;) {
      int end = column;
      while (end < side_ && IsDark(row, end)) ++end;
      // A run at once: fewer bytes, and no hairlines between neighbours.
      if (end > column) {
        cairo_rectangle(canvas, x_pt + (column + kQuietModules) * module,
                        y_pt + (row + kQuietModules) * module, (end - column) * module, module);
      }
      column = end + 1;
    }
  }
  cairo_fill(canvas);
}

}  // namespace selaras::approval::letters
