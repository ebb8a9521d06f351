#ifndef SELARAS_LIBS_CSV_CSV_READER_H_
#define SELARAS_LIBS_CSV_CSV_READER_H_

// Rows of a CSV file (RFC 4180 and what spreadsheets make of it), streamed: UTF-8 with or without BOM,
// separator `,` `;` `|` or tab as found in the header line, quoted cells, CRLF or LF.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::csv {

class CsvReader {
 public:
  // Appends the next bytes of the file; false at its end.
  using Source = std::function<absl::StatusOr<bool>(std::string* buffer)>;

  // One row, valid until the next call.
  struct Row {
    int64_t line = 0;    // line on which it begins, header = 1
    int64_t offset = 0;  // byte after its end: where to go on after an interruption
    std::vector<absl::string_view> cells;
    // A quote was never closed, or text stands behind a closing quote: cells are not to be trusted. The row
    // then ends at the end of its first line.
    bool broken = false;
  };

  explicit CsvReader(Source source) : source_(std::move(source)) {}

  // Reads the header line. kInvalidArgument with message IMPORT_FILE_EMPTY or IMPORT_FILE_NOT_UTF8 (UTF-16,
  // or NUL bytes); other errors are the source's.
  absl::StatusOr<std::vector<std::string>> ReadHeader();

  // False at the end. Lines without any character are skipped.
  absl::StatusOr<bool> Next(Row* row);

 private:
  // A quoted cell may span lines, but a quote that is never closed must not swallow the file.
  static constexpr size_t kMaxRow = 1 << 16;

  absl::Status Fill();
  bool ParseRow(Row* row);
  // End of the first line at or behind the position; npos: not in the buffer yet.
  size_t LineEnd() const;

  Source source_;
  std::string buffer_;
  size_t position_ = 0;
  int64_t base_ = 0;  // file offset of buffer_[0]
  int64_t line_ = 1;
  bool ended_ = false;
  char separator_ = ',';
  std::vector<std::string> unescaped_;
};

}  // namespace selaras::csv

#endif  // SELARAS_LIBS_CSV_CSV_READER_H_
