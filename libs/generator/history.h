#ifndef SELARAS_LIBS_GENERATOR_HISTORY_H_
#define SELARAS_LIBS_GENERATOR_HISTORY_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::generator {

// What one indicator of one unit did in the months on record, as the numbers from which it is continued: relative to
// its mean, value = mean · (1 + slope · (t − centre) + season + shock + noise), t in months.
struct HistorySeries {
  std::string word;            // of indicators.csv
  std::vector<double> values;  // one per month of the history; NaN where none is on record
  double mean = 0;
  // Per month, shrunk towards 0 by what chance alone would give: 24 months of noise show a slope too, and continuing
  // it would part units that are alike.
  double slope = 0;
  double centre = 0;         // months after the first
  double deviation = 0;      // of the noise, standard, relative
  double last_residual = 0;  // relative, of the last month
  bool fitted = false;       // false: fewer than kLeastMonths values
};

struct HistoryUnit {
  std::string code, kind;
  std::vector<HistorySeries> series;  // in the order of the file

  const HistorySeries* Find(absl::string_view word) const;
};

// Common to the units of one kind in one indicator.
struct CommonPattern {
  double season[12] = {};  // relative; sums to 0
  double deviation = 0;    // of the noise, root mean square over units
};

// indicators.csv of a province folder with the kinds of its units.
class History {
 public:
  static constexpr int kLeastMonths = 12;

  // Rows that cannot be read (a unit that org_units.csv does not have, a month or number of another form) are left
  // out and counted. Errors: NOT_FOUND (no such file), INVALID_ARGUMENT (a column is missing), FAILED_PRECONDITION
  // (fewer than kLeastMonths months). Linear in rows.
  static absl::StatusOr<History> Read(const std::string& folder);

  absl::CivilMonth first() const { return first_; }
  absl::CivilMonth last() const { return last_; }
  int months() const { return static_cast<int>(last_ - first_) + 1; }
  // In the order of org_units.csv.
  const std::vector<HistoryUnit>& units() const { return units_; }
  // Null: no such unit.
  const HistoryUnit* Find(absl::string_view code) const;
  // REQUIRES: some unit of the kind has the word.
  const CommonPattern& Pattern(const std::string& kind, const std::string& word) const {
    return patterns_.at({kind, word});
  }
  // Correlation of the noise of one month with that of the month before, 0 … 0.9, over all units.
  double Persistence(const std::string& word) const { return persistence_.at(word); }
  bool Has(const std::string& word) const { return whole_.contains(word); }
  // Every value on record of this word is whole.
  bool IsWhole(const std::string& word) const { return whole_.at(word); }
  int unreadable_rows() const { return unreadable_rows_; }

 private:
  absl::Status ReadUnits(const std::string& folder);
  struct Reading {
    size_t unit, series;
    absl::CivilMonth month;
    double value;
  };

  absl::Status ReadRows(const std::string& folder);
  // False: the row cannot be read.
  bool AddReading(absl::string_view unit, absl::string_view month, absl::string_view word,
                  absl::string_view value, std::vector<Reading>* readings);
  // In this order: seasons are what lines leave, noise is what both leave.
  void FitLines();
  void FitSeasons();
  void FitNoise();
  // 0 … 11, of the t-th month on record.
  int CalendarMonth(size_t t) const;

  absl::CivilMonth first_, last_;
  std::vector<HistoryUnit> units_;
  std::map<std::string, size_t, std::less<>> by_code_;
  std::map<std::pair<std::string, std::string>, CommonPattern> patterns_;
  std::map<std::string, double> persistence_;
  std::map<std::string, bool> whole_;
  int unreadable_rows_ = 0;
};

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_HISTORY_H_
