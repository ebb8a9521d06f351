#include "services/cli/plot/chart.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"

namespace selaras::cli {
namespace {

constexpr Range kNothing = {std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()};

void Include(int64_t value, Range& range) {
  range.low = std::min(range.low, value);
  range.high = std::max(range.high, value);
}

int64_t FloorTo(int64_t value, int64_t step) {
  const int64_t down = value / step * step;
  return down > value ? down - step : down;
}

}  // namespace

std::vector<int64_t> RoundTicks(int64_t low, int64_t high, int count) {
  const int64_t span = std::max<int64_t>(high - low, 1);
  int64_t step = 1;
  for (int64_t power = 1; span / step > count; power *= 10) {
    for (const int64_t factor : {1, 2, 5}) {
      step = factor * power;
      if (span / step <= count) break;
    }
  }
  std::vector<int64_t> ticks = {FloorTo(low, step)};
  while (ticks.back() < high || ticks.size() < 2) ticks.push_back(ticks.back() + step);
  return ticks;
}

std::string Grouped(int64_t value, char mark) {
  std::string digits =
      absl::StrCat(value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(at, 1, mark);
  return value < 0 ? absl::StrCat("-", digits) : digits;
}

Range RangeOfX(const Chart& chart) {
  Range range = kNothing;
  for (const Panel& panel : chart.panels) {
    for (const Series& series : panel.series) {
      for (const ChartPoint& point : series.points) Include(point.x, range);
    }
  }
  if (chart.mark.has_value()) Include(chart.mark->x, range);
  return range;
}

Range RangeOfY(const Panel& panel) {
  Range range = kNothing;
  for (const Series& series : panel.series) {
    for (const ChartPoint& point : series.points) Include(point.y, range);
  }
  return range;
}

}  // namespace selaras::cli
