#ifndef SELARAS_SERVICES_REGISTRY_APP_IMPORT_STORE_H_
#define SELARAS_SERVICES_REGISTRY_APP_IMPORT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/app/facts.h"

namespace selaras::registry {

// Numbers as in import.proto (a test compares them).
enum class ImportState { kReceiving = 1, kImporting = 2, kImported = 3, kFailed = 4, kCancelled = 5 };
enum class ImportLayout { kProvince = 1, kSiasn = 2 };

struct ImportFile {
  std::string file;
  int64_t received_bytes = 0;
  bool complete = false;  // all bytes are here
  bool finished = false;  // all rows are handled
  int64_t position = 0;   // byte behind the last row handled
  int64_t done = 0;       // rows handled
  int64_t total = 0;      // rows of the file, known once it is being imported
  int64_t landed = 0;
  int64_t unchanged = 0;
  int64_t refused = 0;
  int64_t warned = 0;
  std::string sha256 = {};  // lower-case hex of the file's bytes; "" until it is imported
};

struct Import {
  std::string id;
  std::string tenant;
  int64_t version = 1;
  ImportState state = ImportState::kReceiving;
  ImportLayout layout = ImportLayout::kProvince;
  Day effective_day = 0;  // day from which changed states are true: the day of the start
  std::vector<ImportFile> files;
  int64_t revision = 0;
  absl::Time create_time;
  absl::Time end_time = absl::InfinitePast();  // InfinitePast = running
  std::string failure_reason;
  int64_t employees = 0;
  int64_t posts = 0;
  std::string actor = {};  // account that started it
};

struct StoredFault {
  int64_t number = 0;  // ascending from 1 in an import
  std::string file;
  int64_t line = 0;
  std::string column;
  std::string value_shape;
  std::string reason;
  bool warning = false;
};

// What handling some rows of one file came to.
struct ImportChunk {
  ImportFile file;  // the new state of the file's counters
  int64_t rows_before =
      0;  // rows handled before; another number in the store means that somebody else goes on
  std::vector<StoredFault> faults;
  FactWrites writes;
  bool drop_bytes = false;  // the file's uploaded bytes are no longer needed: only their hash is kept
};

// Imports, their uploaded bytes and faults. Thread-safe. Fixed by store/sql_store_test.cc on every backend.
class ImportStore {
 public:
  virtual ~ImportStore() = default;

  // A repeated request id (of the same principal) gives the import that it made first.
  virtual absl::StatusOr<Import> Create(const Import& import, absl::string_view principal,
                                        absl::string_view request_id) = 0;
  // kNotFound IMPORT_NOT_FOUND.
  virtual absl::StatusOr<Import> Get(absl::string_view tenant, absl::string_view id) = 0;
  // Appends bytes at `offset` to a file. kNotFound; kFailedPrecondition IMPORT_NOT_RECEIVING,
  // IMPORT_FILE_COMPLETE; kOutOfRange IMPORT_WRONG_OFFSET with the offset at which to go on.
  virtual absl::Status Append(absl::string_view tenant, absl::string_view id, absl::string_view file,
                              int64_t offset, absl::string_view bytes, bool last) = 0;
  // Loads, applies `change`, saves with the next version in one transaction; files are not saved. A change to
  // IMPORTED is told: event and leaf `ImportFinished` with counts and the hashes of the files.
  virtual absl::StatusOr<Import> Update(absl::string_view tenant, absl::string_view id,
                                        absl::FunctionRef<absl::Status(Import&)> change) = 0;
  // (tenant, id) of imports of every tenant in a state, oldest first.
  virtual absl::StatusOr<std::vector<std::pair<std::string, std::string>>> InState(ImportState state) = 0;

  // Bytes of a file from `start` (an exact beginning or 0) on: the chunk that holds byte `start`, from that
  // byte. Empty: behind the end.
  virtual absl::StatusOr<std::string> ReadBytes(absl::string_view tenant, absl::string_view id,
                                                absl::string_view file, int64_t start) = 0;

  // In one transaction: facts as the next revision (none without writes), faults, counters. Returns the
  // newest revision of the import. kFailedPrecondition IMPORT_NOT_IMPORTING: it was cancelled. kAborted:
  // another process has handled these rows.
  virtual absl::StatusOr<int64_t> CommitChunk(absl::string_view tenant, absl::string_view id,
                                              const ImportChunk& chunk, absl::Time now) = 0;

  // Faults are numbered without gaps, so this is also how many there are.
  virtual absl::StatusOr<int64_t> LastFaultNumber(absl::string_view tenant, absl::string_view id) = 0;
  // Faults with a number above `after`, ascending, at most `limit`.
  virtual absl::StatusOr<std::vector<StoredFault>> ReadFaults(absl::string_view tenant, absl::string_view id,
                                                              int64_t after, int limit) = 0;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_IMPORT_STORE_H_
