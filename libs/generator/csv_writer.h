#ifndef SELARAS_LIBS_GENERATOR_CSV_WRITER_H_
#define SELARAS_LIBS_GENERATOR_CSV_WRITER_H_

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::generator {

// Writes one CSV file (RFC 4180, `\n`), field by field. Numbers are printed without locale, decimals with a
// fixed count of digits, so that equal values give equal bytes.
class CsvWriter {
 public:
  CsvWriter(std::string path, absl::string_view header, char separator = ',', bool bom = false);

  CsvWriter& Add(absl::string_view text);
  CsvWriter& Add(const std::string& text) { return Add(absl::string_view(text)); }
  CsvWriter& Add(const char* text) { return Add(absl::string_view(text)); }
  CsvWriter& Add(int64_t number);
  CsvWriter& Add(int number) { return Add(static_cast<int64_t>(number)); }
  CsvWriter& Add(bool flag) { return Add(static_cast<int64_t>(flag ? 1 : 0)); }
  CsvWriter& Add(absl::CivilDay day);
  CsvWriter& Add(const std::optional<absl::CivilDay>& day) { return day.has_value() ? Add(*day) : Add(""); }
  CsvWriter& Add(absl::CivilMonth month);
  // decimals: 0 … 6; trailing zeros stay.
  CsvWriter& AddDecimal(double value, int decimals);
  void EndRow();
  // The row just ended, without its line end; valid until the next Add.
  absl::string_view LastRow() const { return last_row_; }
  // Rows written, the header not counted.
  int64_t rows() const { return rows_; }
  // Flushes. Errors: UNKNOWN when the file could not be written.
  absl::Status Close();

 private:
  void Separate();

  const std::string path_;
  const char separator_;
  std::ofstream out_;
  std::string buffer_;
  bool at_start_ = true;
  int64_t rows_ = 0;
  size_t row_start_ = 0;
  std::string last_row_;
};

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_CSV_WRITER_H_
