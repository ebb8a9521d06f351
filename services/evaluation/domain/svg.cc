#include "services/evaluation/domain/svg.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace selaras::evaluation {
namespace {

std::string Px(double value) {
  std::string text = absl::StrFormat("%.1f", value);
  if (text.size() > 2 && text.substr(text.size() - 2) == ".0") text.resize(text.size() - 2);
  return text;
}

}  // namespace

std::string Escape(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string Decimal(double value, int places) {
  std::string text = absl::StrFormat("%.*f", places, std::abs(value));
  std::string whole = text.substr(0, text.find('.')), rest;
  if (places > 0) rest = text.substr(whole.size() + 1);
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3)
    whole.insert(static_cast<size_t>(at), ".");
  const bool zero = rest.empty() && whole == "0";
  return absl::StrCat(value < 0 && !zero ? "−" : "", whole, rest.empty() ? "" : ",", rest);
}

std::vector<double> Ticks(double low, double high) {
  const double raw = (high - low) / 5, power = std::pow(10, std::floor(std::log10(raw)));
  double step = 10 * power;
  for (double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= raw * 0.999) {
      step = factor * power;
      break;
    }
  }
  std::vector<double> ticks;
  for (auto at = static_cast<int64_t>(std::ceil(low / step - 1e-9));
       static_cast<double>(at) * step <= high + step * 1e-9; ++at) {
    ticks.push_back(static_cast<double>(at) * step);
  }
  return ticks;
}

Svg::Svg(absl::string_view id, int width, int height, absl::string_view title,
         absl::string_view description) {
  out_ = absl::StrCat("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ", width, " ", height,
                      "\" width=\"", width, "\" height=\"", height, "\" role=\"img\" aria-labelledby=\"", id,
                      "-t ", id, "-d\" font-family=\"sans-serif\" font-size=\"13\">\n<title id=\"", id,
                      "-t\">", Escape(title), "</title>\n<desc id=\"", id, "-d\">", Escape(description),
                      "</desc>\n<rect width=\"", width, "\" height=\"", height, "\" fill=\"#fff\"/>\n");
}

void Svg::Line(double x1, double y1, double x2, double y2, absl::string_view style) {
  absl::StrAppend(&out_, "<line x1=\"", Px(x1), "\" y1=\"", Px(y1), "\" x2=\"", Px(x2), "\" y2=\"", Px(y2),
                  "\" ", style, "/>\n");
}

void Svg::Polyline(absl::Span<const std::pair<double, double>> points, absl::string_view style) {
  absl::StrAppend(&out_, "<polyline fill=\"none\" points=\"");
  for (const auto& [x, y] : points) absl::StrAppend(&out_, Px(x), ",", Px(y), " ");
  absl::StrAppend(&out_, "\" ", style, "/>\n");
}

void Svg::Rect(double x, double y, double width, double height, absl::string_view style) {
  absl::StrAppend(&out_, "<rect x=\"", Px(x), "\" y=\"", Px(y), "\" width=\"", Px(width), "\" height=\"",
                  Px(height), "\" ", style, "/>\n");
}

void Svg::Circle(double x, double y, double radius, absl::string_view style) {
  absl::StrAppend(&out_, "<circle cx=\"", Px(x), "\" cy=\"", Px(y), "\" r=\"", Px(radius), "\" ", style,
                  "/>\n");
}

void Svg::Diamond(double x, double y, double radius, absl::string_view style) {
  absl::StrAppend(&out_, "<polygon points=\"", Px(x), ",", Px(y - radius), " ", Px(x + radius), ",", Px(y),
                  " ", Px(x), ",", Px(y + radius), " ", Px(x - radius), ",", Px(y), "\" ", style, "/>\n");
}

void Svg::Text(double x, double y, absl::string_view text, Anchor anchor, absl::string_view style) {
  constexpr absl::string_view kAnchors[] = {"start", "middle", "end"};
  absl::StrAppend(&out_, "<text x=\"", Px(x), "\" y=\"", Px(y), "\" text-anchor=\"",
                  kAnchors[static_cast<int>(anchor)], "\" ", style, ">", Escape(text), "</text>\n");
}

std::string Svg::Finish() {
  return absl::StrCat(out_, "</svg>\n");
}

}  // namespace selaras::evaluation
