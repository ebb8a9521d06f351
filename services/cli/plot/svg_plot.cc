#include "services/cli/plot/svg_plot.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

constexpr int kWidth = 900, kLeft = 120, kRight = 40, kHead = 90, kPanel = 300, kGap = 52, kFoot = 70;
constexpr char kInk[] = "#1f2933";
constexpr const char* kColours[] = {"#0b5cad", "#b45309", "#0f766e"};

std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

class SvgPlotter {
 public:
  explicit SvgPlotter(const Chart& chart) : chart_(chart), x_(RangeOfX(chart)) {
    x_ticks_ = RoundTicks(x_.low, x_.high, 9);
    x_.low = std::min(x_.low, x_ticks_.front());
    x_.high = std::max(x_.high, x_ticks_.back());
  }

  std::string Draw() {
    const int panels = static_cast<int>(chart_.panels.size());
    const int height = kHead + panels * kPanel + (panels - 1) * kGap + kFoot;
    absl::StrAppendFormat(
        &out_,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
        "role=\"img\" font-family=\"sans-serif\" font-size=\"13\" fill=\"%s\">\n",
        kWidth, height, kWidth, height, kInk);
    absl::StrAppend(&out_, "<title>", Escaped(chart_.title), "</title>\n");
    absl::StrAppendFormat(&out_, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", kWidth, height);
    Text(kLeft, 30, "start", chart_.title, "font-size=\"19\" font-weight=\"bold\"");
    Text(kLeft, 50, "start", chart_.subtitle, "fill=\"#52606d\"");
    int top = kHead;
    for (const Panel& panel : chart_.panels) {
      DrawPanel(panel, top);
      top += kPanel + kGap;
    }
    Text((kLeft + kWidth - kRight) / 2.0, height - 18, "middle", chart_.x_title, "");
    out_ += "</svg>\n";
    return std::move(out_);
  }

 private:
  double X(int64_t x) const {
    return kLeft + static_cast<double>(x - x_.low) / static_cast<double>(x_.high - x_.low) *
                       (kWidth - kLeft - kRight);
  }

  void Text(double x, double y, const char* anchor, const std::string& text, const char* attributes) {
    if (text.empty()) return;
    absl::StrAppendFormat(&out_, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>\n", x, y,
                          anchor, attributes, Escaped(text));
  }
  void Line(double x1, double y1, double x2, double y2, const char* attributes) {
    absl::StrAppendFormat(&out_, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2,
                          y2, attributes);
  }

  void DrawPanel(const Panel& panel, int top) {
    const Range range = RangeOfY(panel);
    const std::vector<int64_t> ticks = RoundTicks(range.low, range.high, 6);
    const int bottom = top + kPanel;
    const auto y_of = [&](int64_t y) {
      return bottom - static_cast<double>(y - ticks.front()) /
                          static_cast<double>(ticks.back() - ticks.front()) * kPanel;
    };
    for (const int64_t tick : ticks) {
      Line(kLeft, y_of(tick), kWidth - kRight, y_of(tick), "stroke=\"#e4e7eb\"");
      Text(kLeft - 8, y_of(tick) + 4.5, "end", Grouped(tick, chart_.thousands_mark), "");
    }
    for (const int64_t tick : x_ticks_) {
      Line(X(tick), top, X(tick), bottom, "stroke=\"#e4e7eb\"");
      Text(X(tick), bottom + 19, "middle", Grouped(tick, chart_.thousands_mark), "");
    }
    Line(kLeft, top, kLeft, bottom, "stroke=\"#1f2933\"");
    Line(kLeft, bottom, kWidth - kRight, bottom, "stroke=\"#1f2933\"");
    Text(kLeft, top - 9, "start", panel.y_title, "font-weight=\"bold\"");
    if (chart_.mark.has_value()) DrawMark(top, bottom);
    int number = 0;
    for (const Series& series : panel.series) DrawSeries(series, kColours[number++ % 3], y_of);
    if (panel.series.size() > 1) DrawLegend(panel, top);
  }

  void DrawMark(int top, int bottom) {
    const double x = X(chart_.mark->x);
    Line(x, top, x, bottom, "stroke=\"#b91c1c\" stroke-dasharray=\"4 4\"");
    const bool right = x < (kLeft + kWidth - kRight) / 2.0;
    Text(right ? x + 6 : x - 6, bottom - 8, right ? "start" : "end", chart_.mark->text,
         "fill=\"#b91c1c\" stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\"");
  }

  template <typename YOf>
  void DrawSeries(const Series& series, const char* colour, const YOf& y_of) {
    std::string path;
    for (const ChartPoint& point : series.points) {
      absl::StrAppendFormat(&path, "%s%.1f,%.1f", path.empty() ? "" : " ", X(point.x), y_of(point.y));
    }
    absl::StrAppendFormat(&out_,
                          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>\n",
                          path, colour, series.dashed ? " stroke-dasharray=\"6 5\"" : "");
    if (series.dashed) return;
    for (const ChartPoint& point : series.points) {
      absl::StrAppendFormat(
          &out_, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"><title>%s; %s</title></circle>\n",
          X(point.x), y_of(point.y), colour, Grouped(point.x, chart_.thousands_mark),
          Grouped(point.y, chart_.thousands_mark));
    }
  }

  void DrawLegend(const Panel& panel, int top) {
    double x = kWidth - kRight;
    int number = static_cast<int>(panel.series.size());
    for (auto series = panel.series.rbegin(); series != panel.series.rend(); ++series) {
      --number;
      Text(x, top - 9, "end", series->name, "");
      x -= 7.0 * static_cast<double>(DisplayWidth(series->name)) + 8;
      const std::string stroke = absl::StrCat("stroke=\"", kColours[number % 3], "\" stroke-width=\"2\"",
                                              series->dashed ? " stroke-dasharray=\"6 5\"" : "");
      Line(x - 26, top - 13, x, top - 13, stroke.c_str());
      x -= 46;
    }
  }

  const Chart& chart_;
  Range x_;
  std::vector<int64_t> x_ticks_;
  std::string out_;
};

}  // namespace

std::string SvgPlot(const Chart& chart) {
  const Range x = RangeOfX(chart);
  for (const Panel& panel : chart.panels) {
    if (RangeOfY(panel).high < RangeOfY(panel).low) return "";
  }
  return x.high < x.low ? "" : SvgPlotter(chart).Draw();
}

}  // namespace selaras::cli
