#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_TEXT_LAYOUT_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_TEXT_LAYOUT_H_

// Text broken into lines by Pango, ready to be drawn line by line on any page. Lengths are points (1/72 inch).

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::approval::letters {

// DEFAULT of every document: in fonts-dejavu-core, which the suite installs.
inline constexpr char kFontFamily[] = "DejaVu Serif";

enum class Align { kLeft, kCentre, kRight, kJustify };

struct TextStyle {
  double size_pt = 10;
  bool bold = false;
  bool underlined = false;
  Align align = Align::kLeft;
  double line_spacing = 1.12;  // times the font's own line height
  double letter_spacing_pt = 0;
};

struct TextLine {
  std::shared_ptr<PangoLayout> layout;  // keeps `line` alive
  PangoLayoutLine* line = nullptr;
  double left_pt = 0;      // from the left edge of the column
  double baseline_pt = 0;  // from the top of the line
  double height_pt = 0;
};

// Draws with the line's top at `top_pt` and the column's left edge at `left_pt`.
void DrawLine(cairo_t* canvas, const TextLine& line, double left_pt, double top_pt);

// Lines of `text` in a column of `width_pt`; line breaks in the text are kept. Empty text has no lines. The fonts
// of a thread are loaded once and kept until it ends. Equal arguments give equal lines where the same fonts are
// installed. kInvalidArgument, never repeating the text: not UTF-8; control or direction-changing characters, with
// which a name could make a decree read otherwise than it is; characters that no installed font has.
// kFailedPrecondition: the font family is not installed.
absl::StatusOr<std::vector<TextLine>> LayOut(absl::string_view text, const TextStyle& style, double width_pt,
                                             const std::string& font_family);

}  // namespace selaras::approval::letters

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_TEXT_LAYOUT_H_
