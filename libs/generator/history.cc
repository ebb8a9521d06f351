#include "libs/generator/history.h"

#include <algorithm>
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

struct SeasonSums {
  double sum[12] = {};
  int count[12] = {};
};

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
  history.Fit();
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
  constexpr absl::string_view kColumns[] = {"unit_code", "month", "indicator", "value"};
  size_t at[4];
  for (int i = 0; i < 4; ++i) {
    at[i] = static_cast<size_t>(std::find(header.begin(), header.end(), kColumns[i]) - header.begin());
    if (at[i] == header.size()) {
      return absl::InvalidArgumentError(absl::StrCat("indicators.csv: no column ", kColumns[i]));
    }
  }
  struct Reading {
    size_t unit, series;
    absl::CivilMonth month;
    double value;
  };
  std::vector<Reading> readings;
  csv::CsvReader::Row row;
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, reader.Next(&row));
    if (!more) break;
    Reading reading;
    const bool complete = !row.broken && *std::max_element(at, at + 4) < row.cells.size();
    const auto unit = complete ? by_code_.find(row.cells[at[0]]) : by_code_.end();
    if (unit == by_code_.end() || !absl::ParseCivilTime(row.cells[at[1]], &reading.month) ||
        !absl::SimpleAtod(row.cells[at[3]], &reading.value) || !std::isfinite(reading.value) ||
        reading.value < 0) {
      ++unreadable_rows_;
      continue;
    }
    reading.unit = unit->second;
    std::vector<HistorySeries>& series = units_[unit->second].series;
    reading.series = 0;
    while (reading.series < series.size() && series[reading.series].word != row.cells[at[2]])
      ++reading.series;
    if (reading.series == series.size()) series.push_back({std::string(row.cells[at[2]])});
    first_ = readings.empty() ? reading.month : std::min(first_, reading.month);
    last_ = readings.empty() ? reading.month : std::max(last_, reading.month);
    const double floor = static_cast<double>(static_cast<int64_t>(reading.value));
    bool& whole = whole_.emplace(row.cells[at[2]], true).first->second;
    whole = whole && reading.value == floor;
    readings.push_back(reading);
  }
  for (const Reading& reading : readings) {
    std::vector<double>& values = units_[reading.unit].series[reading.series].values;
    if (values.empty()) values.assign(static_cast<size_t>(months()), kNone);
    values[static_cast<size_t>(reading.month - first_)] = reading.value;
  }
  return absl::OkStatus();
}

void History::Fit() {
  std::map<std::pair<std::string, std::string>, SeasonSums> sums;
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
      SeasonSums& season = sums[{unit.kind, series.word}];
      for (size_t t = 0; t < series.values.size(); ++t) {
        if (std::isnan(series.values[t])) continue;
        const int month = (first_ + static_cast<int64_t>(t)).month() - 1;
        season.sum[month] += Residual(series, t, 0), ++season.count[month];
      }
    }
  }
  for (const auto& [key, season] : sums) {
    CommonPattern& pattern = patterns_[key];
    double total = 0;
    for (int m = 0; m < 12; ++m) {
      pattern.season[m] = season.count[m] > 0 ? season.sum[m] / season.count[m] : 0;
      total += pattern.season[m];
    }
    for (double& value : pattern.season) value -= total / 12;
  }
  struct Noise {
    double squares = 0, products = 0;
    int count = 0;
  };
  std::map<std::pair<std::string, std::string>, Noise> by_kind;
  std::map<std::string, Noise> by_word;
  for (HistoryUnit& unit : units_) {
    for (HistorySeries& series : unit.series) {
      if (!series.fitted || series.mean <= 0) continue;
      const CommonPattern& pattern = patterns_[{unit.kind, series.word}];
      Noise own;
      double before = kNone;
      for (size_t t = 0; t < series.values.size(); ++t) {
        const int month = (first_ + static_cast<int64_t>(t)).month() - 1;
        const double rest = Residual(series, t, pattern.season[month]);
        if (!std::isnan(rest)) own.squares += rest * rest, ++own.count;
        if (!std::isnan(rest) && !std::isnan(before)) own.products += rest * before;
        series.last_residual = std::isnan(rest) ? 0 : rest;
        before = rest;
      }
      series.deviation = std::sqrt(own.squares / (own.count - 2));
      for (Noise* all : {&by_kind[{unit.kind, series.word}], &by_word[series.word]}) {
        all->squares += own.squares, all->products += own.products, all->count += own.count - 2;
      }
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
