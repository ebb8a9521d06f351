#include "services/registry/app/import_run.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/csv/csv_reader.h"
#include "services/registry/app/code_book.h"
#include "services/registry/app/record_lander.h"
#include "services/registry/app/row_reader.h"

namespace selaras::registry {
namespace {

// One file of one import.
class FileRun {
 public:
  FileRun(const ImportRunParts& parts, const Import& import, ImportFile file, CodeBook& book,
          RecordLander& lander, const ImportRunHooks& hooks)
      : parts_(parts), import_(import), file_(std::move(file)), book_(book), lander_(lander), hooks_(hooks) {}

  absl::Status Run(RowReader& reader, int chunk_rows);

 private:
  struct Waiting {
    int64_t line;
    std::vector<IncomingRecord> records;
  };

  absl::Status ReadHeader(RowReader& reader, csv::CsvReader& csv, bool* readable);
  // Replays what an earlier run has done, so that the lander knows which keys this file has had.
  absl::Status Replay(RowReader& reader, csv::CsvReader& csv);
  void HandleRow(RowReader& reader, const csv::CsvReader::Row& row);
  // Units whose parent came later in the file.
  void HandleWaiting();
  Landing LandAll(std::vector<IncomingRecord>& records, std::vector<Fault>& faults);
  void Count(Landing landing, bool warned);
  void AddFault(int64_t line, absl::string_view column, std::string shape, const Fault& fault);
  absl::Status Commit(bool finished);

  const ImportRunParts& parts_;
  const Import& import_;
  ImportFile file_;
  CodeBook& book_;
  RecordLander& lander_;
  const ImportRunHooks& hooks_;
  ImportFile before_;
  std::vector<StoredFault> faults_;
  int64_t next_fault_ = 1;
  int64_t faults_of_file_ = 0;
  std::vector<Waiting> waiting_;
};

absl::Status FileRun::Run(RowReader& reader, int chunk_rows) {
  SELARAS_ASSIGN_OR_RETURN(const int64_t last, parts_.imports.LastFaultNumber(import_.tenant, import_.id));
  next_fault_ = last + 1;
  before_ = file_;
  int64_t fetched = 0;
  csv::CsvReader csv([&](std::string* buffer) -> absl::StatusOr<bool> {
    SELARAS_ASSIGN_OR_RETURN(const std::string bytes,
                             parts_.imports.ReadBytes(import_.tenant, import_.id, file_.file, fetched));
    fetched += static_cast<int64_t>(bytes.size());
    buffer->append(bytes);
    return !bytes.empty();
  });
  bool readable = false;
  SELARAS_RETURN_IF_ERROR(ReadHeader(reader, csv, &readable));
  if (!readable) return Commit(true);
  SELARAS_RETURN_IF_ERROR(lander_.Begin(reader.kinds()));
  SELARAS_RETURN_IF_ERROR(Replay(reader, csv));
  csv::CsvReader::Row row;
  int rows = 0;
  for (;;) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, csv.Next(&row));
    if (!more) break;
    HandleRow(reader, row);
    file_.position = row.offset;
    if (++rows % chunk_rows == 0) SELARAS_RETURN_IF_ERROR(Commit(false));
  }
  HandleWaiting();
  return Commit(true);
}

absl::Status FileRun::ReadHeader(RowReader& reader, csv::CsvReader& csv, bool* readable) {
  const auto header = csv.ReadHeader();
  std::vector<CellFault> faults;
  if (header.ok()) {
    *readable = reader.Bind(*header, faults);
  } else if (header.status().message() == "IMPORT_FILE_EMPTY") {
    faults.push_back({{"", "IMPORT_FILE_EMPTY"}, "", "empty"});
  } else if (header.status().message() == "IMPORT_FILE_NOT_UTF8") {
    faults.push_back({{"", "IMPORT_FILE_NOT_UTF8"}, "", "bytes, not UTF-8"});
  } else {
    return header.status();
  }
  if (file_.done > 0) return absl::OkStatus();  // told by the run before
  for (CellFault& fault : faults) {
    AddFault(1, fault.column.empty() ? fault.fault.column : fault.column, std::move(fault.shape),
             fault.fault);
  }
  return absl::OkStatus();
}

absl::Status FileRun::Replay(RowReader& reader, csv::CsvReader& csv) {
  const ImportFile reached = file_;
  csv::CsvReader::Row row;
  std::vector<IncomingRecord> records;
  std::vector<CellFault> cell_faults;
  std::vector<Fault> faults;
  for (int64_t i = 0; i < reached.done; ++i) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, csv.Next(&row));
    if (!more) break;
    records.clear();
    if (!row.broken && reader.Read(row.cells, records, cell_faults)) LandAll(records, faults);
    cell_faults.clear();
    faults.clear();
  }
  lander_.TakeWrites();
  return absl::OkStatus();
}

Landing FileRun::LandAll(std::vector<IncomingRecord>& records, std::vector<Fault>& faults) {
  Landing all = Landing::kUnchanged;
  bool first = true;
  for (IncomingRecord& record : records) {
    // A record with its own parent in the same file may come back.
    const bool may_wait = record.schema->kind == RecordKind::kOrgUnit;
    const Landing landing = lander_.Land(may_wait ? record : std::move(record), faults);
    if (first && (landing == Landing::kRefused || landing == Landing::kDeferred)) return landing;
    // What hangs on the first record may be refused: then its fault is a warning about the row.
    if (landing == Landing::kRefused && !faults.empty()) faults.back().warning = true;
    if (landing == Landing::kLanded) all = Landing::kLanded;
    first = false;
  }
  return all;
}

void FileRun::HandleRow(RowReader& reader, const csv::CsvReader::Row& row) {
  ++file_.done;
  if (row.broken) {
    AddFault(row.line, "", absl::StrCat(row.cells.size() + 1, " cells"), {"", "IMPORT_QUOTE_OPEN"});
    return Count(Landing::kRefused, false);
  }
  std::vector<IncomingRecord> records;
  std::vector<CellFault> cell_faults;
  const bool readable = reader.Read(row.cells, records, cell_faults);
  for (CellFault& fault : cell_faults) {
    AddFault(row.line, fault.column.empty() ? fault.fault.column : fault.column, std::move(fault.shape),
             fault.fault);
  }
  if (!readable) return Count(Landing::kRefused, false);
  std::vector<Fault> faults;
  const Landing landing = LandAll(records, faults);
  if (landing == Landing::kDeferred) {
    waiting_.push_back({row.line, std::move(records)});
    return;
  }
  for (const Fault& fault : faults)
    AddFault(row.line, fault.column, reader.ShapeOfColumn(fault.column), fault);
  Count(landing, !faults.empty() || !cell_faults.empty());
}

void FileRun::HandleWaiting() {
  for (bool progress = true; progress && !waiting_.empty();) {
    progress = false;
    std::vector<Waiting> again;
    for (Waiting& waiting : waiting_) {
      std::vector<Fault> faults;
      const Landing landing = LandAll(waiting.records, faults);
      if (landing == Landing::kDeferred) {
        again.push_back(std::move(waiting));
        continue;
      }
      progress = true;
      for (const Fault& fault : faults) AddFault(waiting.line, fault.column, "", fault);
      Count(landing, !faults.empty());
    }
    waiting_ = std::move(again);
  }
  for (Waiting& waiting : waiting_) {
    AddFault(waiting.line, "parent_code", "", {"parent_code", "IMPORT_REFERENCE_UNKNOWN"});
    Count(Landing::kRefused, false);
  }
  waiting_.clear();
}

void FileRun::Count(Landing landing, bool warned) {
  if (landing == Landing::kLanded) ++file_.landed;
  if (landing == Landing::kUnchanged) ++file_.unchanged;
  if (landing == Landing::kRefused) ++file_.refused;
  if (warned && landing != Landing::kRefused) ++file_.warned;
}

void FileRun::AddFault(int64_t line, absl::string_view column, std::string shape, const Fault& fault) {
  if (++faults_of_file_ > kMaxFaultsPerFile) return;
  faults_.push_back({next_fault_++, file_.file, line, std::string(column.substr(0, 64)), std::move(shape),
                     std::string(fault.reason), fault.warning});
}

absl::Status FileRun::Commit(bool finished) {
  ImportChunk chunk;
  file_.finished = finished;
  // Until the end is known, the number of rows is estimated from the bytes that the rows so far took.
  file_.total =
      finished || file_.position == 0 ? file_.done : file_.done * file_.received_bytes / file_.position;
  chunk.file = file_;
  chunk.rows_before = before_.done;
  chunk.faults = std::exchange(faults_, {});
  chunk.writes = lander_.TakeWrites();
  chunk.drop_bytes = finished;
  if (!chunk.writes.empty())
    chunk.writes.changes.push_back({0, 0, absl::StrCat("imports/", import_.id), "import"});
  SELARAS_RETURN_IF_ERROR(
      parts_.imports.CommitChunk(import_.tenant, import_.id, chunk, parts_.clock.Now()).status());
  hooks_.committed(chunk, before_);
  before_ = file_;
  return !finished && hooks_.stop() ? absl::CancelledError("import stopped between chunks")
                                    : absl::OkStatus();
}

// The province folder's order; other files (SIASN exports) come last.
size_t OrderOf(const ImportFile& file) {
  const RecordSchema* schema = FindSchemaOfFile(file.file);
  return schema == nullptr ? std::numeric_limits<size_t>::max() : schema - RecordSchemas().data();
}

absl::Status Finish(const ImportRunParts& parts, const Import& import) {
  SELARAS_ASSIGN_OR_RETURN(const int64_t newest, parts.facts.NewestRevision(import.tenant));
  const ReadAt at{newest, import.effective_day};
  SELARAS_ASSIGN_OR_RETURN(const int64_t employees,
                           parts.facts.CountStates(import.tenant, RecordKind::kProfile, at, ""));
  SELARAS_ASSIGN_OR_RETURN(const int64_t posts,
                           parts.facts.CountStates(import.tenant, RecordKind::kPost, at, ""));
  const absl::Time now = parts.clock.Now();
  return parts.imports
      .Update(import.tenant, import.id,
              [&](Import& stored) {
                if (stored.state != ImportState::kImporting)
                  return absl::CancelledError("import was cancelled");
                stored.state = ImportState::kImported;
                stored.end_time = now;
                stored.employees = employees;
                stored.posts = posts;
                return absl::OkStatus();
              })
      .status();
}

}  // namespace

absl::Status RunImport(const ImportRunParts& parts, absl::string_view tenant, absl::string_view id,
                       const ImportRunHooks& hooks) {
  SELARAS_ASSIGN_OR_RETURN(const Import import, parts.imports.Get(tenant, id));
  SELARAS_ASSIGN_OR_RETURN(CodeBook book, CodeBook::Load(parts.facts, tenant));
  RecordLander lander(parts.facts, parts.ids, book, tenant, import.effective_day);
  std::vector<ImportFile> files = import.files;
  std::stable_sort(files.begin(), files.end(),
                   [](const ImportFile& a, const ImportFile& b) { return OrderOf(a) < OrderOf(b); });
  for (const ImportFile& file : files) {
    if (file.finished) continue;
    if (hooks.stop()) return absl::CancelledError("import stopped between files");
    const RecordSchema* schema = FindSchemaOfFile(file.file);
    const std::unique_ptr<RowReader> reader =
        schema != nullptr ? MakeProvinceReader(*schema) : MakeSiasnReader(book);
    // Units wait for their parents within one chunk.
    const bool whole = schema != nullptr && schema->kind == RecordKind::kOrgUnit;
    FileRun run(parts, import, file, book, lander, hooks);
    SELARAS_RETURN_IF_ERROR(run.Run(*reader, whole ? std::numeric_limits<int>::max() : hooks.chunk_rows));
  }
  return Finish(parts, import);
}

}  // namespace selaras::registry
