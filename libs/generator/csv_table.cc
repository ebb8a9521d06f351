#include "libs/generator/csv_table.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace selaras::generator {

CsvTable CsvTable::Parse(absl::string_view text) {
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  const absl::string_view header = text.substr(0, text.find('\n'));
  const char separator = header.find(';') != absl::string_view::npos ? ';' : ',';
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string field;
  bool quoted = false;
  auto end_row = [&] {
    row.push_back(std::move(field));
    field.clear();
    if (row.size() > 1 || !row[0].empty()) rows.push_back(std::move(row));
    row.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += '"';
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == separator) {
      row.push_back(std::move(field));
      field.clear();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      field += c;
    }
  }
  if (!field.empty() || !row.empty()) end_row();
  CsvTable table;
  if (rows.empty()) return table;
  for (size_t i = 0; i < rows[0].size(); ++i) table.columns_.emplace(rows[0][i], i);
  table.rows_.assign(std::make_move_iterator(rows.begin() + 1), std::make_move_iterator(rows.end()));
  return table;
}

absl::StatusOr<CsvTable> CsvTable::Read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  CsvTable table = Parse(text);
  if (table.columns_.empty()) return absl::InvalidArgumentError(absl::StrCat(path, " has no header line"));
  return table;
}

const std::string& CsvTable::Get(size_t row, absl::string_view column) const {
  static const std::string* const kEmpty = new std::string();
  const auto found = columns_.find(column);
  if (found == columns_.end() || found->second >= rows_[row].size()) return *kEmpty;
  return rows_[row][found->second];
}

}  // namespace selaras::generator
