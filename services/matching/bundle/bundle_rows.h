// Rows of one file of a bundle: cells read to their canonical values, faults told, personal numbers refused.
//
//   BundleRows rows(*FindBundleTable("employees.csv"), day, source, sink);
//   SELARAS_RETURN_IF_ERROR(rows.Open());
//   for (BundleRow row;;) {
//     SELARAS_ASSIGN_OR_RETURN(const bool more, rows.Next(&row));
//     if (!more) break;
//     …row.values[table.Index("agency_code")]…
//   }
#ifndef SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_ROWS_H_
#define SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_ROWS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "libs/csv/csv_reader.h"
#include "services/matching/bundle/bundle_table.h"

namespace selaras::matching {

// A cell that breaks its column's rule. Never holds the value.
struct BundleFault {
  std::string file;
  int64_t line = 0;
  std::string column;
  std::string shape;
  std::string reason;    // Of the catalogue.
  bool warning = false;  // The row landed all the same.
};

struct BundleRow {
  int64_t line = 0;
  std::vector<std::string> values;  // As BundleTable::columns; empty = unknown.
  bool doubtful = false;            // It contradicts itself.
  bool on_record = true;            // True on the effective date, by the row's own dates.
  // Last: shape of a column's cell in this row.
  std::vector<std::string> shapes;

  absl::string_view Text(int column) const { return values[column]; }
  std::optional<int64_t> Int(int column) const;
  std::optional<double> Real(int column) const;
  std::optional<bool> Flag(int column) const;
  std::optional<absl::CivilDay> Date(int column) const;
};

// Not thread-safe. Memory: a row.
class BundleRows {
 public:
  using FaultSink = std::function<void(BundleFault fault)>;

  // All outlive it.
  BundleRows(const BundleTable& table, absl::CivilDay day, csv::CsvReader::Source source, FaultSink sink)
      : table_(table), day_(day), csv_(std::move(source)), sink_(std::move(sink)) {}

  // Reads the header. kInvalidArgument: BUNDLE_FILE_UNREADABLE, BUNDLE_COLUMN_MISSING.
  absl::Status Open();
  // Next row without a fault; false at the end. kInvalidArgument: BUNDLE_ID_IS_NIP.
  absl::StatusOr<bool> Next(BundleRow* row);

  // Headings that are not read, as they may be repeated.
  const std::vector<std::string>& ignored() const { return ignored_; }
  void AddFault(int64_t line, absl::string_view column, std::string shape, absl::string_view reason,
                bool warning = false);

 private:
  absl::StatusOr<bool> Read(const csv::CsvReader::Row& cells, BundleRow* row);
  bool Check(BundleRow* row);

  const BundleTable& table_;
  const absl::CivilDay day_;
  csv::CsvReader csv_;
  const FaultSink sink_;
  std::vector<int> cell_of_;
  size_t width_ = 0;
  std::vector<std::string> ignored_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_ROWS_H_
