#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_QR_CODE_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_QR_CODE_H_

// A QR code (ISO/IEC 18004) as a matrix of modules and as a vector drawing. Pure; equal text gives equal modules.

#include <cairo.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::approval::letters {

class QrCode {
 public:
  // Bytes of `text` as they are, with medium error correction (about 15 %), or low where medium is too big.
  // kInvalidArgument: empty, holds a NUL, or above 2953 bytes, what the largest symbol carries at low.
  static absl::StatusOr<QrCode> Encode(absl::string_view text);

  // Modules along a side, without the quiet zone: 21, 25 … 177.
  int side() const { return side_; }
  // REQUIRES: 0 <= row, column < side().
  bool IsDark(int row, int column) const { return dark_[row * side_ + column]; }

  // Side of the whole drawing in millimetres at which a telephone still reads it: modules of at least 0.4 mm with
  // a quiet zone of four modules, and at least 22 mm.
  double PrintedSideMm() const;

  // Fills the dark modules of a square of side `side_pt`, quiet zone included, whose upper left corner is (x, y).
  void Draw(cairo_t* canvas, double x_pt, double y_pt, double side_pt) const;

 private:
  QrCode(int side, std::vector<bool> dark) : side_(side), dark_(std::move(dark)) {}

  int side_;
  std::vector<bool> dark_;  // row-major
};

}  // namespace selaras::approval::letters

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_QR_CODE_H_
