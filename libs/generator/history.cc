#include "libs/generator/history.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/csv/csv_reader.h"
#include "libs/generator/csv_table.h"

namespace selaras::generator {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
// Below this a measured correlation is noise.
constexpr double kLeastPersistence = 0.1;

struct Line {
  double mean = 0, slope = 0, centre = 0, slope_variance = 0;
  int count = 0;
};

// Least squares over the months on record.
Line FitLine(const std::vector<double>& values) {
  Line line;
  double months = 0, sum = 0;
  for (size_t t = 0; t < values.size(); ++t) {
    if (std::isnan(values[t])) continue;
    ++line.count, months += static_cast<double>(t), sum += values[t];
  }
  if (line.count < 3) return line;
  line.centre = months / line.count;
  line.mean = sum / line.count;
  double xx = 0, xy = 0, squares = 0;
  for (size_t t = 0; t < values.size(); ++t) {
    if (std::isnan(values[t])) continue;
    const double x = static_cast<double>(t) - line.centre;
    xx += x * x, xy += x * (values[t] - line.mean);
  }
  line.slope = xy / xx;
  for (size_t t = 0; t < values.size(); ++t) {
    if (std::isnan(values[t])) continue;
    const double rest = values[t] - line.mean - line.slope * (static_cast<double>(t) - line.centre);
    squares += rest * rest;
  }
  line.slope_variance = squares / (line.count - 2) / xx;
  return line;
}

// Relative to the mean; NaN where no value is on record.
double Residual(const HistorySeries& series, size_t t, double season) {
  return series.values[t] / series.mean - 1 - series.slope * (static_cast<double>(t) - series.centre) -
         season;
}

struct Noise {
  double squares = 0, products = 0;
  int count = 0;
  void Add(const Noise& other) { squares += other.squares, products += other.products, count += other.count; }
};

// Of unit_code, month, indicator and value in a row.
using Places = std::array<size_t, 4>;

absl::StatusOr<Places> PlacesOf(const std::vector<std::string>& header) {
  constexpr absl::string_view kColumns[] = {"unit_code", "month", "indicator", "value"};
  Places places;
  for (size_t i = 0; i < places.size(); ++i) {
    places[i] = static_cast<size_t>(std::find(header.begin(), header.end(), kColumns[i]) - header.begin());
    if (places[i] == header.size()) {
      return absl::InvalidArgumentError(absl::StrCat("indicators.csv: no column ", kColumns[i]));
    }
  }
  return places;
}

}  // namespace

const HistorySeries* HistoryUnit::Find(absl::string_view word) const {
  for (const HistorySeries& one : series) {
    if (one.word == word) return &one;
  }
  return nullptr;
}

const HistoryUnit* History::Find(absl::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &units_[found->second];
}

absl::StatusOr<History> History::Read(const std::string& folder) {
  History history;
  SELARAS_RETURN_IF_ERROR(history.ReadUnits(folder));
  SELARAS_RETURN_IF_ERROR(history.ReadRows(folder));
  if (history.months() < kLeastMonths) {
    return absl::FailedPreconditionError(
        absl::StrCat("indicators.csv has ", history.months(), " months; ", kLeastMonths, " are needed"));
  }
  history.FitLines();
  history.FitSeasons();
  history.FitNoise();
  return history;
}

absl::Status History::ReadUnits(const std::string& folder) {
  SELARAS_ASSIGN_OR_RETURN(const CsvTable table, CsvTable::Read(absl::StrCat(folder, "/org_units.csv")));
  for (const char* column : {"unit_code", "kind"}) {
    if (!table.Has(column))
      return absl::InvalidArgumentError(absl::StrCat("org_units.csv: no column ", column));
  }
  for (size_t row = 0; row < table.size(); ++row) {
    if (by_code_.emplace(table.Get(row, "unit_code"), units_.size()).second) {
      units_.push_back({table.Get(row, "unit_code"), table.Get(row, "kind"), {}});
    }
  }
  return absl::OkStatus();
}

absl::Status History::ReadRows(const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/indicators.csv");
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  csv::CsvReader reader([&](std::string* buffer) -> absl::StatusOr<bool> {
    char block[1 << 16];
    file.read(block, sizeof(block));
    buffer->append(block, static_cast<size_t>(file.gcount()));
    return file.gcount() > 0;
  });
  SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> header, reader.ReadHeader());
  SELARAS_ASSIGN_OR_RETURN(const Places places, PlacesOf(header));
  std::vector<Reading> readings;
  csv::CsvReader::Row row;
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, reader.Next(&row));
    if (!more) break;
    if (row.broken || *std::max_element(places.begin(), places.end()) >= row.cells.size() ||
        !AddReading(row.cells[places[0]], row.cells[places[1]], row.cells[places[2]], row.cells[places[3]],
                    &readings)) {
      ++unreadable_rows_;
    }
  }
  for (const Reading& reading : readings) {
    std::vector<double>& values = units_[reading.unit].series[reading.series].values;
    if (values.empty()) values.assign(static_cast<size_t>(months()), kNone);
    values[static_cast<size_t>(reading.month - first_)] = reading.value;
  }
  return absl::OkStatus();
}

bool History::AddReading(absl::string_view unit, absl::string_view month, absl::string_view word,
                         absl::string_view value, std::vector<Reading>* readings) {
  Reading reading;
  const auto found = by_code_.find(unit);
  if (found == by_code_.end() || !absl::ParseCivilTime(month, &reading.month) ||
      !absl::SimpleAtod(value, &reading.value) || !std::isfinite(reading.value) || reading.value < 0) {
    return false;
  }
  reading.unit = found->second;
  std::vector<HistorySeries>& series = units_[reading.unit].series;
  const auto at =
      std::find_if(series.begin(), series.end(), [&](const HistorySeries& one) { return one.word == word; });
  reading.series = static_cast<size_t>(at - series.begin());
  if (at == series.end()) series.push_back({std::string(word)});
  first_ = readings->empty() ? reading.month : std::min(first_, reading.month);
  last_ = readings->empty() ? reading.month : std::max(last_, reading.month);
  bool& whole = whole_.emplace(word, true).first->second;
  whole = whole && reading.value == std::floor(reading.value);
  readings->push_back(reading);
  return true;
}

int History::CalendarMonth(size_t t) const {
  return (first_ + static_cast<int64_t>(t)).month() - 1;
}

void History::FitLines() {
  for (HistoryUnit& unit : units_) {
    for (HistorySeries& series : unit.series) {
      const Line line = FitLine(series.values);
      series.fitted = line.count >= kLeastMonths;
      series.mean = line.mean, series.centre = line.centre;
      patterns_[{unit.kind, series.word}];
      persistence_[series.word] = 0;
      if (!series.fitted || line.mean <= 0) continue;
      const double square = line.slope * line.slope;
      const double kept = square > 0 ? std::max(0.0, 1 - line.slope_variance / square) : 0;
      series.slope = kept * line.slope / line.mean;
    }
  }
}

void History::FitSeasons() {
  struct Sums {
    double sum[12] = {};
    int count[12] = {};
  };
  std::map<std::pair<std::string, std::string>, Sums> all;
  for (const HistoryUnit& unit : units_) {
    for (const HistorySeries& series : unit.series) {
      if (!series.fitted || series.mean <= 0) continue;
      Sums& sums = all[{unit.kind, series.word}];
      for (size_t t = 0; t < series.values.size(); ++t) {
        if (std::isnan(series.values[t])) continue;
        sums.sum[CalendarMonth(t)] += Residual(series, t, 0), ++sums.count[CalendarMonth(t)];
      }
    }
  }
  for (const auto& [key, sums] : all) {
    double(&season)[12] = patterns_[key].season;
    double total = 0;
    for (int m = 0; m < 12; ++m) {
      season[m] = sums.count[m] > 0 ? sums.sum[m] / sums.count[m] : 0;
      total += season[m];
    }
    for (double& value : season) value -= total / 12;
  }
}

void History::FitNoise() {
  std::map<std::pair<std::string, std::string>, Noise> by_kind;
  std::map<std::string, Noise> by_word;
  for (HistoryUnit& unit : units_) {
    for (HistorySeries& series : unit.series) {
      if (!series.fitted || series.mean <= 0) continue;
      const CommonPattern& pattern = patterns_[{unit.kind, series.word}];
      Noise own;
      double before = kNone;
      for (size_t t = 0; t < series.values.size(); ++t) {
        const double rest = Residual(series, t, pattern.season[CalendarMonth(t)]);
        if (!std::isnan(rest)) own.squares += rest * rest, ++own.count;
        if (!std::isnan(rest) && !std::isnan(before)) own.products += rest * before;
        series.last_residual = std::isnan(rest) ? 0 : rest;
        before = rest;
      }
      own.count -= 2;  // level and slope are fitted
      series.deviation = std::sqrt(own.squares / own.count);
      by_kind[{unit.kind, series.word}].Add(own);
      by_word[series.word].Add(own);
    }
  }
  for (const auto& [key, noise] : by_kind) patterns_[key].deviation = std::sqrt(noise.squares / noise.count);
  for (const auto& [word, noise] : by_word) {
    // A fitted line takes about 2/n off the correlation (M. G. Kendall, Biometrika 41, 1954).
    const double measured = noise.squares > 0 ? noise.products / noise.squares + 2.0 / months() : 0;
    persistence_[word] = measured < kLeastPersistence ? 0 : std::min(measured, 0.9);
  }
}

}  // namespace selaras::generator
