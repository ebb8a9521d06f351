#ifndef SELARAS_SERVICES_EVALUATION_DOMAIN_SVG_H_
#define SELARAS_SERVICES_EVALUATION_DOMAIN_SVG_H_

// Just enough SVG for the plots of the report.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace selaras::evaluation {

// Text for HTML and SVG, also inside quotes.
std::string Escape(absl::string_view text);
// Indonesian: decimal comma, thousands by dots. At most `places` decimals, ending zeros dropped; U+2212 as minus.
std::string Decimal(double value, int places = 2);

// Round positions that cover [low, high] in 3 to 8 steps of 1, 2 or 5 times a power of ten. REQUIRES: low < high.
std::vector<double> Ticks(double low, double high);

enum class Anchor { kStart, kMiddle, kEnd };

class Svg {
 public:
  // `id` is unique in the page. `title` names the picture, `description` tells what it shows to who does not see it.
  Svg(absl::string_view id, int width, int height, absl::string_view title, absl::string_view description);

  // `style`: attributes as written, such as `stroke="#333"`.
  void Line(double x1, double y1, double x2, double y2, absl::string_view style);
  void Polyline(absl::Span<const std::pair<double, double>> points, absl::string_view style);
  void Rect(double x, double y, double width, double height, absl::string_view style);
  void Circle(double x, double y, double radius, absl::string_view style);
  void Diamond(double x, double y, double radius, absl::string_view style);
  // `text` is escaped.
  void Text(double x, double y, absl::string_view text, Anchor anchor = Anchor::kStart,
            absl::string_view style = "");

  std::string Finish();

 private:
  std::string out_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_DOMAIN_SVG_H_
