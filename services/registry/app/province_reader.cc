#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/csv/heading.h"
#include "services/registry/app/row_reader.h"
#include "services/registry/domain/cell.h"

namespace selaras::registry {
namespace {

class ProvinceReader final : public RowReader {
 public:
  explicit ProvinceReader(const RecordSchema& schema) : schema_(schema) {}

  std::vector<RecordKind> kinds() const override { return {schema_.kind}; }
  bool Bind(const std::vector<std::string>& header, std::vector<CellFault>& faults) override;
  bool Read(const std::vector<absl::string_view>& cells, std::vector<IncomingRecord>& records,
            std::vector<CellFault>& faults) override;
  std::string ShapeOfColumn(absl::string_view column) const override;

 private:
  const RecordSchema& schema_;
  std::vector<int> cell_of_;  // schema column → cell of the row; -1 = the file has none
  size_t width_ = 0;
  const std::vector<absl::string_view>* row_ = nullptr;
};

bool ProvinceReader::Bind(const std::vector<std::string>& header, std::vector<CellFault>& faults) {
  bool ok = true;
  width_ = header.size();
  cell_of_.assign(schema_.columns.size(), -1);
  std::vector<size_t> unknown;
  for (size_t cell = 0; cell < header.size(); ++cell) {
    const auto column = std::find_if(
        schema_.columns.begin(), schema_.columns.end(),
        [&](const Column& candidate) { return absl::EqualsIgnoreCase(candidate.name, header[cell]); });
    if (column == schema_.columns.end()) {
      unknown.push_back(cell);
    } else if (int& known = cell_of_[column - schema_.columns.begin()]; known >= 0) {
      faults.push_back({{column->name, "IMPORT_COLUMN_TWICE"}, "", "column"});
      ok = false;
    } else {
      known = static_cast<int>(cell);
    }
  }
  const bool any_known = unknown.size() < header.size();
  for (const size_t cell : unknown) {
    faults.push_back(
        {{"", "IMPORT_COLUMN_UNKNOWN", true}, csv::ReportedHeading(header[cell], cell, any_known), "column"});
  }
  for (size_t i = 0; i < schema_.columns.size(); ++i) {
    if (schema_.columns[i].required && cell_of_[i] < 0) {
      faults.push_back({{schema_.columns[i].name, "IMPORT_COLUMN_MISSING"}, "", "column"});
      ok = false;
    }
  }
  return ok;
}

bool ProvinceReader::Read(const std::vector<absl::string_view>& cells, std::vector<IncomingRecord>& records,
                          std::vector<CellFault>& faults) {
  row_ = &cells;
  // Spreadsheets end rows with separators too many; text behind them is something else.
  const bool surplus =
      cells.size() > width_ && std::any_of(cells.begin() + width_, cells.end(), [](absl::string_view c) {
        return !absl::StripAsciiWhitespace(c).empty();
      });
  if (cells.size() < width_ || surplus) {
    faults.push_back({{"", "IMPORT_CELLS_MISCOUNTED"}, "", absl::StrCat(cells.size(), " cells of ", width_)});
    return false;
  }
  IncomingRecord record;
  record.schema = &schema_;
  record.values.reserve(schema_.columns.size());
  bool ok = true;
  std::string value;
  for (size_t i = 0; i < schema_.columns.size(); ++i) {
    const Column& column = schema_.columns[i];
    const absl::string_view text = cell_of_[i] < 0 ? absl::string_view() : cells[cell_of_[i]];
    const absl::string_view reason = ReadCell(column, text, &value);
    if (!reason.empty()) {
      faults.push_back({{column.name, reason}, "", ShapeOf(text)});
      ok = false;
    }
    (column.subject ? record.subject_code : record.values.emplace_back()) = value;
  }
  if (ok) records.push_back(std::move(record));
  return ok;
}

std::string ProvinceReader::ShapeOfColumn(absl::string_view name) const {
  for (size_t i = 0; i < schema_.columns.size(); ++i) {
    if (schema_.columns[i].name != name || row_ == nullptr) continue;
    return cell_of_[i] < 0 ? "empty" : ShapeOf((*row_)[cell_of_[i]]);
  }
  return "";
}

}  // namespace

std::unique_ptr<RowReader> MakeProvinceReader(const RecordSchema& schema) {
  return std::make_unique<ProvinceReader>(schema);
}

}  // namespace selaras::registry
