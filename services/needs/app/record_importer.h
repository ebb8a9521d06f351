#ifndef SELARAS_SERVICES_NEEDS_APP_RECORD_IMPORTER_H_
#define SELARAS_SERVICES_NEEDS_APP_RECORD_IMPORTER_H_

// Reads the files of one import as they stream in, checks every row, and keeps the good ones for landing.

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "services/needs/app/record_store.h"

namespace selaras::needs {

// The next piece of the upload; false at its end. An empty file name goes on with the file before.
struct UploadChunk {
  std::string file;
  std::string bytes;
};
using UploadSource = std::function<absl::StatusOr<bool>(UploadChunk* chunk)>;

struct ImportLimits {
  // Of the whole upload; rows are kept in memory until they land, about twice this.
  int64_t max_bytes = int64_t{1} << 30;
  // Kept per file; more are counted but not listed.
  int64_t max_faults = 10'000;
};

struct ReadImport {
  PreparedImport import;     // without id and time
  std::string content_hash;  // SHA-256 of file names and bytes
};

// A row lands or is refused with its faults (line, column, shape of the value, reason). Of a file that is
// unknown, not UTF-8, empty, or lacks a needed column, one fault says so and nothing lands. Columns that are
// not known are reported once with line 1 and ignored. A row whose key came before in the same import is
// refused. kResourceExhausted, reason RECORD_IMPORT_TOO_LARGE; kInvalidArgument: the first piece names no
// file; or an error of the source.
absl::StatusOr<ReadImport> ReadUpload(const UploadSource& source, const ImportLimits& limits);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_RECORD_IMPORTER_H_
