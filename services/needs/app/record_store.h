#ifndef SELARAS_SERVICES_NEEDS_APP_RECORD_STORE_H_
#define SELARAS_SERVICES_NEEDS_APP_RECORD_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/needs/app/record_batch.h"
#include "services/needs/domain/record.h"

namespace selaras::needs {

// Why a row, or a column of its file, was refused. Holds the shape of the value, never the value.
struct RecordFault {
  int64_t sequence = 0;  // from 1 in an import
  std::string file;
  int64_t line = 0;  // 1 = header
  std::string column;
  std::string value_shape;
  std::string reason;  // of the catalogue
};

struct ImportedFile {
  std::string file;
  int64_t rows = 0;
  int64_t landed = 0;     // brought something new
  int64_t unchanged = 0;  // were known as they are
  int64_t refused = 0;
};

struct RecordImport {
  std::string id;
  std::vector<ImportedFile> files;
  int64_t revision = 0;  // newest of the tenant after it
  absl::Time create_time;
};

// One import, read and checked, ready to land.
struct PreparedImport {
  std::string id;
  absl::Time create_time;
  struct File {
    ImportedFile counts;  // landed and unchanged still 0
    RecordKind kind = RecordKind::kWorkload;
    RecordBatch records;
  };
  std::vector<File> files;
  std::vector<RecordFault> faults;
};

// Identity of a repeated request (libs/sql/requests.h).
struct RequestIdentity {
  std::string principal;
  std::string request_id;
  std::string request_hash;
  std::string actor = {};        // account for the evidence
  std::string traceparent = {};  // "" = none
};

// Durable records. Thread-safe. Its behaviour is fixed by sql_record_store_test.cc on every database.
class RecordStore {
 public:
  virtual ~RecordStore() = default;

  // Lands all files in one transaction, with event and leaf `RecordsImported`. A new revision is taken only if a record is new or changed. A request
  // that was landed before returns the first result. kAlreadyExists, reason REQUEST_ID_REUSED: another
  // request by that id.
  virtual absl::StatusOr<RecordImport> Land(absl::string_view tenant, const RequestIdentity& request,
                                            const PreparedImport& import) = 0;

  // kNotFound, reason RECORD_IMPORT_NOT_FOUND.
  virtual absl::StatusOr<RecordImport> GetImport(absl::string_view tenant, absl::string_view import_id) = 0;

  // Faults behind `after`, ascending, at most `limit`.
  virtual absl::StatusOr<std::vector<RecordFault>> ListFaults(absl::string_view tenant,
                                                              absl::string_view import_id, int64_t after,
                                                              int limit) = 0;
  virtual absl::StatusOr<int64_t> CountFaults(absl::string_view tenant, absl::string_view import_id) = 0;

  // Newest revision; 0 = nothing was ever landed.
  virtual absl::StatusOr<int64_t> Revision(absl::string_view tenant) = 0;

  // Every record as believed at `revision`, in no order. An error of `visit` ends it and is returned.
  virtual absl::Status ReadRecords(absl::string_view tenant, int64_t revision,
                                   absl::FunctionRef<absl::Status(const Record&)> visit) = 0;
  // The same for the records of one kind.
  virtual absl::Status ReadRecordsOf(absl::string_view tenant, RecordKind kind, int64_t revision,
                                     absl::FunctionRef<absl::Status(const Record&)> visit) = 0;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_RECORD_STORE_H_
