#include "services/cli/plot/text_plot.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

constexpr int kDotsAcross = 2, kDotsDown = 4;  // Of one braille cell.

// Rows of cells; a cell shows its character if it has one, else its dots.
class Canvas {
 public:
  Canvas(int columns, int rows, bool unicode)
      : columns_(columns), rows_(rows), unicode_(unicode), dots_(columns * rows, 0), text_(columns * rows) {}

  int dots_across() const { return unicode_ ? columns_ * kDotsAcross : columns_; }
  int dots_down() const { return unicode_ ? rows_ * kDotsDown : rows_; }

  // A dot; y counts downwards.
  void Dot(int x, int y) {
    static constexpr uint8_t kBits[kDotsDown][kDotsAcross] = {
        {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    if (x < 0 || y < 0 || x >= dots_across() || y >= dots_down()) return;
    if (!unicode_) {
      dots_[y * columns_ + x] = 1;
      return;
    }
    dots_[y / kDotsDown * columns_ + x / kDotsAcross] |= kBits[y % kDotsDown][x % kDotsAcross];
  }

  // Every `pace`-th dot of the way.
  void Line(int x0, int y0, int x1, int y1, int pace) {
    const int steps = std::max({std::abs(x1 - x0), std::abs(y1 - y0), 1});
    for (int k = 0; k <= steps; ++k) {
      if (k % pace != 0) continue;
      const double share = static_cast<double>(k) / steps;
      Dot(x0 + static_cast<int>(std::lround((x1 - x0) * share)),
          y0 + static_cast<int>(std::lround((y1 - y0) * share)));
    }
  }

  // A character over the cell of a dot.
  void Sign(int x, int y, const char* sign) {
    const int column = unicode_ ? x / kDotsAcross : x, row = unicode_ ? y / kDotsDown : y;
    text_[std::clamp(row, 0, rows_ - 1) * columns_ + std::clamp(column, 0, columns_ - 1)] = sign;
  }
  // The column of a dot in every row that is still empty there.
  void Upright(int x, const char* sign) {
    const int column = std::clamp(unicode_ ? x / kDotsAcross : x, 0, columns_ - 1);
    for (int row = 0; row < rows_; ++row) {
      const int cell = row * columns_ + column;
      if (text_[cell].empty() && dots_[cell] == 0) text_[cell] = sign;
    }
  }

  std::string Row(int row) const {
    std::string line;
    for (int cell = row * columns_; cell < (row + 1) * columns_; ++cell) {
      if (!text_[cell].empty()) {
        line += text_[cell];
      } else if (dots_[cell] == 0) {
        line += ' ';
      } else if (unicode_) {
        // U+2800 + the dots, in UTF-8.
        line += {'\xE2', static_cast<char>(0xA0 + (dots_[cell] >> 6)),
                 static_cast<char>(0x80 + (dots_[cell] & 0x3F))};
      } else {
        line += '.';
      }
    }
    return line;
  }

 private:
  const int columns_, rows_;
  const bool unicode_;
  std::vector<uint8_t> dots_;
  std::vector<std::string> text_;
};

int Scale(int64_t value, int64_t low, int64_t high, int last) {
  if (high <= low) return 0;
  const double share = (static_cast<double>(value) - static_cast<double>(low)) /
                       (static_cast<double>(high) - static_cast<double>(low));
  return static_cast<int>(std::lround(share * last));
}

std::string Cut(const std::string& text, size_t width) {
  if (DisplayWidth(text) <= width) return text;
  size_t bytes = 0;
  for (size_t seen = 0; bytes < text.size(); ++bytes) {
    if ((static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80 && seen++ == width) break;
  }
  return text.substr(0, bytes);
}

void AddLine(std::string line, size_t width, std::string& out) {
  line = Cut(line, width);
  line.erase(line.find_last_not_of(' ') + 1);
  absl::StrAppend(&out, line, "\n");
}

class TextPlotter {
 public:
  TextPlotter(const Chart& chart, const TextPlotOptions& options) : chart_(chart), options_(options) {
    x_ = RangeOfX(chart);
    for (const Panel& panel : chart.panels) {
      for (const int64_t tick : TicksOf(panel)) gutter_ = std::max(gutter_, Label(tick).size());
    }
    columns_ = std::max(10, options.width - static_cast<int>(gutter_) - 2);
  }

  std::string Draw() {
    std::string out;
    if (!chart_.title.empty()) Add(chart_.title, out);
    if (!chart_.subtitle.empty()) Add(chart_.subtitle, out);
    for (const Panel& panel : chart_.panels) DrawPanel(panel, out);
    Add(std::string(gutter_ + 2, ' ') + chart_.x_title, out);
    return out;
  }

 private:
  void Add(std::string line, std::string& out) const {
    AddLine(std::move(line), static_cast<size_t>(options_.width), out);
  }
  std::string Label(int64_t value) const { return Grouped(value, chart_.thousands_mark); }
  std::vector<int64_t> TicksOf(const Panel& panel) const {
    const Range y = RangeOfY(panel);
    return RoundTicks(y.low, y.high, std::max(2, options_.height / 3));
  }

  void DrawPanel(const Panel& panel, std::string& out) const {
    const std::vector<int64_t> ticks = TicksOf(panel);
    Canvas canvas(columns_, options_.height, options_.unicode);
    const int right = canvas.dots_across() - 1, bottom = canvas.dots_down() - 1;
    const auto x_of = [&](int64_t x) { return Scale(x, x_.low, x_.high, right); };
    const auto y_of = [&](int64_t y) { return bottom - Scale(y, ticks.front(), ticks.back(), bottom); };
    for (const Series& series : panel.series) {
      for (size_t k = 1; k < series.points.size(); ++k) {
        const ChartPoint &a = series.points[k - 1], &b = series.points[k];
        canvas.Line(x_of(a.x), y_of(a.y), x_of(b.x), y_of(b.y), series.dashed ? 4 : 1);
      }
    }
    for (const Series& series : panel.series) {
      if (series.dashed) continue;
      for (const ChartPoint& point : series.points)
        canvas.Sign(x_of(point.x), y_of(point.y), options_.unicode ? "●" : "*");
    }
    if (chart_.mark.has_value()) canvas.Upright(x_of(chart_.mark->x), options_.unicode ? "┊" : "|");

    Add(panel.y_title, out);
    for (int row = 0; row < options_.height; ++row) {
      std::string label;
      bool tick_here = false;
      for (const int64_t tick : ticks) {
        const int at = y_of(tick) / (options_.unicode ? kDotsDown : 1);
        if (at != row) continue;
        label = Label(tick);
        tick_here = true;
      }
      const char* const edge = options_.unicode ? (tick_here ? "┤" : "│") : (tick_here ? "+" : "|");
      Add(absl::StrCat(std::string(gutter_ - label.size(), ' '), label, " ", edge, canvas.Row(row)), out);
    }
    AddAxis(out);
  }

  // The rule, then labels of round numbers where they have room; the mark's own line below.
  void AddAxis(std::string& out) const {
    std::vector<std::string> rule(columns_, options_.unicode ? "─" : "-");
    std::string labels(columns_, ' ');
    size_t free_from = 0;
    for (const int64_t tick : RoundTicks(x_.low, x_.high, std::max(2, columns_ / 12))) {
      if (tick < x_.low || tick > x_.high) continue;
      const int at = Scale(tick, x_.low, x_.high, columns_ - 1);
      rule[at] = options_.unicode ? "┬" : "+";
      const std::string label = Label(tick);
      const int begin =
          std::clamp(at - static_cast<int>(label.size()) / 2, 0, columns_ - static_cast<int>(label.size()));
      if (static_cast<size_t>(begin) < free_from) continue;
      labels.replace(begin, label.size(), label);
      free_from = begin + label.size() + 1;
    }
    std::string line(gutter_ + 1, ' ');
    line += options_.unicode ? "└" : "+";
    for (const std::string& piece : rule) line += piece;
    Add(line, out);
    Add(std::string(gutter_ + 2, ' ') + labels, out);
    if (chart_.mark.has_value()) AddMark(out);
  }

  void AddMark(std::string& out) const {
    const int at = Scale(chart_.mark->x, x_.low, x_.high, columns_ - 1);
    const std::string sign = options_.unicode ? "┊" : "|";
    const int width = static_cast<int>(DisplayWidth(chart_.mark->text)) + 2;
    std::string line(gutter_ + 2, ' ');
    if (at + width <= columns_) {
      absl::StrAppend(&line, std::string(at, ' '), sign, " ", chart_.mark->text);
    } else {
      absl::StrAppend(&line, std::string(std::max(0, at - width + 1), ' '), chart_.mark->text, " ", sign);
    }
    Add(line, out);
  }

  const Chart& chart_;
  const TextPlotOptions& options_;
  Range x_;
  size_t gutter_ = 1;
  int columns_ = 0;
};

}  // namespace

std::string TextPlot(const Chart& chart, const TextPlotOptions& options) {
  const Range x = RangeOfX(chart);
  for (const Panel& panel : chart.panels) {
    if (RangeOfY(panel).high < RangeOfY(panel).low) return "";
  }
  return x.high < x.low ? "" : TextPlotter(chart, options).Draw();
}

bool TerminalSpeaksUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string lower = absl::AsciiStrToLower(value);
    return absl::StrContains(lower, "utf-8") || absl::StrContains(lower, "utf8");
  }
  return false;
}

}  // namespace selaras::cli
