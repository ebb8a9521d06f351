#ifndef SELARAS_LIBS_GENERATOR_DIRT_H_
#define SELARAS_LIBS_GENERATOR_DIRT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/generator/csv_writer.h"
#include "nlohmann/json.hpp"

namespace selaras::generator {

// Plants bad rows into the tables about persons. Every bad row is additional: it is made from the row before
// it, breaks one rule, and no other row depends on it, so that an importer that leaves it out loses nothing
// else. Each kind of a table appears before any appears twice.
class Dirt {
 public:
  explicit Dirt(double share) : share_(share) {}

  // Begins a table of this many good rows.
  void Begin(absl::string_view table, absl::string_view header, int64_t rows);
  // Call after each good row: adds the bad rows that are due.
  void After(CsvWriter* writer);

  int64_t total() const { return total_; }
  // {"kind": count}, over all tables.
  nlohmann::ordered_json ByKind() const { return by_kind_; }
  // {"table": {"kind": count}}.
  nlohmann::ordered_json ByTable() const { return by_table_; }

 private:
  void Write(CsvWriter* writer);

  const double share_;
  std::string table_;
  std::vector<std::string> columns_;
  int64_t rows_ = 0, seen_ = 0, due_ = 0, done_ = 0, total_ = 0;
  nlohmann::ordered_json by_kind_ = nlohmann::ordered_json::object();
  nlohmann::ordered_json by_table_ = nlohmann::ordered_json::object();
};

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_DIRT_H_
