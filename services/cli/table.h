// A table for people: aligned columns on a terminal or in a pipe. Numbers right, text left; width in code
// points.
//
//   Table table({{"post"}, {"short", Align::kRight}});
//   table.Add({"Bidan, Puskesmas Tebet", "3"});
//   std::cout << table.ToString();
#ifndef SELARAS_SERVICES_CLI_TABLE_H_
#define SELARAS_SERVICES_CLI_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace selaras::cli {

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // REQUIRES as many cells as columns.
  void Add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  // Header, rule, rows; every line ends with a line feed and has no trailing blanks.
  std::string ToString() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// 1234567 → "1,234,567".
std::string Thousands(int64_t value);
// Code points of UTF-8 text; invalid bytes count one each.
size_t DisplayWidth(absl::string_view text);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_TABLE_H_
