#include "services/matching/bundle/bundle_rows.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/csv/heading.h"
#include "services/matching/bundle/outside_id.h"
#include "services/registry/domain/cell.h"
#include "services/registry/domain/checks.h"
#include "services/registry/domain/nip.h"
#include "services/registry/domain/record.h"

namespace selaras::matching {
namespace {

absl::Status Refused(const char* reason, Metadata metadata) {
  return Error(absl::StatusCode::kInvalidArgument, reason, metadata);
}

}  // namespace

std::optional<int64_t> BundleRow::Int(int column) const {
  int64_t value;
  return absl::SimpleAtoi(values[column], &value) ? std::make_optional(value) : std::nullopt;
}

std::optional<double> BundleRow::Real(int column) const {
  double value;
  return absl::SimpleAtod(values[column], &value) ? std::make_optional(value) : std::nullopt;
}

std::optional<bool> BundleRow::Flag(int column) const {
  return values[column].empty() ? std::nullopt : std::make_optional(values[column] == "1");
}

std::optional<absl::CivilDay> BundleRow::Date(int column) const {
  return registry::ParseDay(values[column]);
}

void BundleRows::AddFault(int64_t line, absl::string_view column, std::string shape, absl::string_view reason,
                          bool warning) {
  sink_(
      {std::string(table_.file), line, std::string(column), std::move(shape), std::string(reason), warning});
}

absl::Status BundleRows::Open() {
  const absl::StatusOr<std::vector<std::string>> header = csv_.ReadHeader();
  if (!header.ok()) {
    const bool of_the_file = header.status().message() == "IMPORT_FILE_EMPTY" ||
                             header.status().message() == "IMPORT_FILE_NOT_UTF8";
    if (!of_the_file) return header.status();
    return Refused("BUNDLE_FILE_UNREADABLE", {{"file", std::string(table_.file)}});
  }
  width_ = header->size();
  cell_of_.assign(table_.columns.size(), -1);
  std::vector<size_t> unread;
  // An own heading goes before the one of the province folder.
  for (const bool own : {true, false}) {
    for (size_t cell = 0; cell < header->size(); ++cell) {
      const absl::string_view heading = absl::StripAsciiWhitespace((*header)[cell]);
      for (size_t c = 0; c < table_.columns.size(); ++c) {
        const BundleColumn& column = table_.columns[c];
        const absl::string_view wanted = own ? column.cell.name : column.alias;
        if (!wanted.empty() && cell_of_[c] < 0 && absl::EqualsIgnoreCase(wanted, heading)) {
          cell_of_[c] = static_cast<int>(cell);
        }
      }
    }
  }
  for (size_t cell = 0; cell < header->size(); ++cell) {
    if (std::find(cell_of_.begin(), cell_of_.end(), static_cast<int>(cell)) == cell_of_.end())
      unread.push_back(cell);
  }
  for (const size_t cell : unread) {
    ignored_.push_back(csv::ReportedHeading((*header)[cell], cell, unread.size() < header->size()));
  }
  for (size_t c = 0; c < table_.columns.size(); ++c) {
    if (!table_.columns[c].cell.required || cell_of_[c] >= 0) continue;
    return Refused("BUNDLE_COLUMN_MISSING", {{"file", std::string(table_.file)},
                                             {"column", std::string(table_.columns[c].cell.name)}});
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> BundleRows::Next(BundleRow* row) {
  csv::CsvReader::Row cells;
  for (;;) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, csv_.Next(&cells));
    if (!more) return false;
    SELARAS_ASSIGN_OR_RETURN(const bool landed, Read(cells, row));
    if (landed && Check(row)) return true;
  }
}

absl::StatusOr<bool> BundleRows::Read(const csv::CsvReader::Row& cells, BundleRow* row) {
  row->line = cells.line;
  row->doubtful = false;
  row->on_record = true;
  if (cells.broken) {
    AddFault(cells.line, "", absl::StrCat(cells.cells.size() + 1, " cells"), "IMPORT_QUOTE_OPEN");
    return false;
  }
  // Spreadsheets end rows with separators too many; text behind them is something else.
  const bool surplus = cells.cells.size() > width_ &&
                       std::any_of(cells.cells.begin() + width_, cells.cells.end(), [](absl::string_view c) {
                         return !absl::StripAsciiWhitespace(c).empty();
                       });
  if (cells.cells.size() < width_ || surplus) {
    AddFault(cells.line, "", absl::StrCat(cells.cells.size(), " cells of ", width_),
             "IMPORT_CELLS_MISCOUNTED");
    return false;
  }
  bool ok = true;
  row->values.resize(table_.columns.size());
  row->shapes.resize(table_.columns.size());
  for (size_t c = 0; c < table_.columns.size(); ++c) {
    const BundleColumn& column = table_.columns[c];
    const absl::string_view text = cell_of_[c] < 0 ? absl::string_view() : cells.cells[cell_of_[c]];
    if (column.is_id && !text.empty() &&
        (column.is_person ? LooksLikePersonalNumber(text) : registry::ParseNip(text).ok())) {
      return Refused("BUNDLE_ID_IS_NIP", {{"file", std::string(table_.file)},
                                          {"line", absl::StrCat(cells.line)},
                                          {"column", std::string(column.cell.name)}});
    }
    absl::string_view reason = registry::ReadCell(column.cell, text, &row->values[c]);
    if (reason.empty() && column.is_id && !row->values[c].empty() && !IsOutsideId(row->values[c])) {
      reason = "BUNDLE_CODE_FORM";
    }
    row->shapes[c] = registry::ShapeOf(text);
    if (reason.empty()) continue;
    AddFault(cells.line, column.cell.name, row->shapes[c], reason);
    ok = false;
  }
  return ok;
}

// Checks between the cells, the registry's own.
bool BundleRows::Check(BundleRow* row) {
  if (table_.schema == nullptr) return true;
  std::vector<std::string> stored(registry::StoredSize(*table_.schema));
  for (size_t c = 0; c < table_.columns.size(); ++c) {
    if (table_.columns[c].stored >= 0) stored[table_.columns[c].stored] = row->values[c];
  }
  const std::string text = registry::EncodeRecord(stored);
  const registry::RecordView view(text);
  bool ok = true;
  for (const registry::Fault& fault : registry::CheckRecord(*table_.schema, view, "", day_)) {
    AddFault(row->line, fault.column, "", fault.reason, fault.warning);
    row->doubtful |= fault.warning;
    ok &= fault.warning;
  }
  const auto [from, to] = registry::ValidityOf(*table_.schema, view);
  const registry::Day today = registry::ToDay(day_);
  row->on_record = from <= today && (table_.schema->validity == registry::Validity::kEvent || to > today);
  return ok;
}

}  // namespace selaras::matching
