// A chart as data: one or more panels above one x axis. Drawn as text (text_plot.h) or as SVG (svg_plot.h).
#ifndef SELARAS_SERVICES_CLI_PLOT_CHART_H_
#define SELARAS_SERVICES_CLI_PLOT_CHART_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace selaras::cli {

struct ChartPoint {
  int64_t x, y;
};

struct Series {
  std::string name;
  std::vector<ChartPoint> points;  // Ascending by x.
  bool dashed = false;             // A bound or a comparison; drawn without dots.
};

struct Panel {
  std::string y_title;  // With its unit.
  std::vector<Series> series;
};

struct Mark {
  int64_t x;
  std::string text;
};

struct Chart {
  std::string title, subtitle;
  std::string x_title;  // With its unit.
  std::vector<Panel> panels;
  std::optional<Mark> mark;   // A value of x of its own meaning.
  char thousands_mark = '.';  // As the reader writes numbers.
};

// Round numbers that cover [low, high], ascending: steps of 1, 2 or 5 times a power of ten, about `count` of them and at
// least two. The first is ≤ low and the last ≥ high.
std::vector<int64_t> RoundTicks(int64_t low, int64_t high, int count);

// 1234567 → "1.234.567".
std::string Grouped(int64_t value, char mark);

// Least and greatest x over all panels, and y of one panel. REQUIRES: at least one point.
struct Range {
  int64_t low, high;
};
Range RangeOfX(const Chart& chart);
Range RangeOfY(const Panel& panel);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_PLOT_CHART_H_
