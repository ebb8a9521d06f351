#ifndef SELARAS_LIBS_GENERATOR_CSV_TABLE_H_
#define SELARAS_LIBS_GENERATOR_CSV_TABLE_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::generator {

// A small CSV list read whole: RFC 4180 quoting, separator `,` or `;`, header first.
class CsvTable {
 public:
  // Errors: NOT_FOUND when the file cannot be opened, INVALID_ARGUMENT when it has no header.
  static absl::StatusOr<CsvTable> Read(const std::string& path);
  static CsvTable Parse(absl::string_view text);

  bool Has(absl::string_view column) const { return columns_.contains(column); }
  size_t size() const { return rows_.size(); }
  // Empty where the column is absent or the row is short.
  const std::string& Get(size_t row, absl::string_view column) const;

 private:
  absl::flat_hash_map<std::string, size_t> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_CSV_TABLE_H_
