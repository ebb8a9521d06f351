#include "services/needs/app/record_importer.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/csv/csv_reader.h"
#include "libs/csv/heading.h"
#include "services/needs/domain/record.h"

namespace selaras::needs {
namespace {

// A word that the caller chose, if it looks like a name of a file or column; anything else is not repeated.
std::string Shown(absl::string_view word) {
  const bool plain = word.size() <= 40 && std::all_of(word.begin(), word.end(), [](char c) {
                       return absl::ascii_isalpha(c) || c == '_' || c == '.' || c == '-';
                     });
  return plain ? std::string(word) : "?";
}

using RecordKey = std::pair<absl::string_view, absl::string_view>;  // unit code, key

// Turns the upload's pieces into one stream of bytes per file.
class FileStream {
 public:
  FileStream(const UploadSource& source, int64_t max_bytes) : source_(source), left_(max_bytes) {}

  // Moves to the next file; false at the end. What is left of the present one is skipped.
  absl::StatusOr<bool> NextFile(std::string* name) {
    while (!ended_ && !waiting_) {
      SELARAS_RETURN_IF_ERROR(Pull());
      if (!waiting_) held_.bytes.clear();
    }
    if (!waiting_) return false;
    waiting_ = false;
    *name = file_ = held_.file;
    digest_.Add(absl::StrCat("f ", file_.size(), " ", file_, "\n"));
    return true;
  }

  // Appends the next bytes of the present file; false: that was its end.
  absl::StatusOr<bool> Read(std::string* buffer) {
    if (!waiting_) {
      buffer->append(held_.bytes);
      held_.bytes.clear();
      if (!ended_) SELARAS_RETURN_IF_ERROR(Pull());
    }
    return !waiting_ && !(ended_ && held_.bytes.empty());
  }

  std::string Hash() { return std::string(AsBytes(digest_.Finish())); }

 private:
  absl::Status Pull() {
    UploadChunk chunk;
    SELARAS_ASSIGN_OR_RETURN(const bool more, source_(&chunk));
    if (!more) {
      ended_ = true;
      return absl::OkStatus();
    }
    if (chunk.file.empty() && file_.empty()) {
      return InvalidField("file", "the first piece of an upload names its file, such as workloads.csv");
    }
    left_ -= static_cast<int64_t>(chunk.bytes.size());
    if (left_ < 0) return Error(absl::StatusCode::kResourceExhausted, "RECORD_IMPORT_TOO_LARGE");
    waiting_ = !chunk.file.empty() && chunk.file != file_;
    if (chunk.file.empty()) chunk.file = file_;
    digest_.Add(absl::StrCat("b ", chunk.bytes.size(), "\n"));
    digest_.Add(chunk.bytes);
    held_ = std::move(chunk);
    return absl::OkStatus();
  }

  const UploadSource& source_;
  int64_t left_;
  Sha256Stream digest_;
  std::string file_;
  UploadChunk held_;
  bool waiting_ = false;  // held_ belongs to the next file
  bool ended_ = false;
};

class FileImporter {
 public:
  FileImporter(std::string name, const ImportLimits& limits, ReadImport& out)
      : limits_(limits), out_(out), name_(std::move(name)) {}

  absl::Status Run(FileStream& stream, absl::flat_hash_set<RecordKey>* keys_by_kind) {
    PreparedImport::File& file = out_.import.files.emplace_back();
    file.counts.file = name_;
    const RecordSchema* schema = FindRecordSchema(name_);
    if (schema == nullptr) {
      Note(1, "", "", "IMPORT_FILE_NAME_UNKNOWN");
      return absl::OkStatus();
    }
    file.kind = schema->kind;
    csv::CsvReader reader([&](std::string* buffer) { return stream.Read(buffer); });
    const absl::StatusOr<std::vector<std::string>> header = reader.ReadHeader();
    if (!header.ok()) {
      // The reader's own refusals carry no reason payload; anything else comes from the source.
      if (!absl::IsInvalidArgument(header.status()) || !ReasonOf(header.status()).empty())
        return header.status();
      Note(1, "", "", header.status().message());
      return absl::OkStatus();
    }
    if (!PlaceColumns(*schema, *header)) return absl::OkStatus();
    header_size_ = header->size();
    return ReadRows(*schema, reader, keys_by_kind[static_cast<int>(schema->kind)], file);
  }

 private:
  void Note(int64_t line, absl::string_view column, absl::string_view shape, absl::string_view reason) {
    if (++noted_ > limits_.max_faults) return;
    RecordFault fault;
    fault.sequence = static_cast<int64_t>(out_.import.faults.size()) + 1;
    fault.file = Shown(name_);
    fault.line = line;
    fault.column = std::string(column);
    fault.value_shape = std::string(shape);
    fault.reason = std::string(reason);
    out_.import.faults.push_back(std::move(fault));
  }

  bool PlaceColumns(const RecordSchema& schema, const std::vector<std::string>& header) {
    absl::flat_hash_map<absl::string_view, int> places;
    bool sound = true;
    const bool any_known = std::any_of(header.begin(), header.end(), [&](absl::string_view heading) {
      return (schema.has_unit && heading == "unit_code") ||
             std::any_of(schema.columns.begin(), schema.columns.end(),
                         [&](const RecordColumn& column) { return column.name == heading; });
    });
    for (size_t i = 0; i < header.size(); ++i) {
      if (!places.try_emplace(header[i], static_cast<int>(i)).second) {
        Note(1, csv::ReportedHeading(header[i], i, any_known), "", "IMPORT_COLUMN_TWICE");
        sound = false;
      }
    }
    const auto place = [&](absl::string_view column, bool needed) {
      const auto found = places.find(column);
      places_.push_back(found == places.end() ? -1 : found->second);
      if (found != places.end()) {
        places.erase(found);
      } else if (needed) {
        Note(1, column, "", "IMPORT_COLUMN_MISSING");
        sound = false;
      }
    };
    if (schema.has_unit) place("unit_code", true);
    for (const RecordColumn& column : schema.columns) {
      place(column.name, column.required || (column.key && column.name != "grade"));
    }
    for (size_t i = 0; i < header.size(); ++i) {
      const auto left = places.find(header[i]);
      if (left == places.end() || left->second != static_cast<int>(i)) continue;
      Note(1, csv::ReportedHeading(header[i], i, any_known), "", "IMPORT_COLUMN_UNKNOWN");
    }
    return sound;
  }

  absl::Status ReadRows(const RecordSchema& schema, csv::CsvReader& reader,
                        absl::flat_hash_set<RecordKey>& keys, PreparedImport::File& file) {
    csv::CsvReader::Row row;
    std::vector<absl::string_view> cells(places_.size());
    std::vector<CellFault> faults;
    for (;;) {
      SELARAS_ASSIGN_OR_RETURN(const bool more, reader.Next(&row));
      if (!more) return absl::OkStatus();
      ++file.counts.rows;
      if (row.broken || row.cells.size() != header_size_) {
        ++file.counts.refused;
        Note(row.line, "", absl::StrCat(row.cells.size(), " cells"),
             row.broken ? "IMPORT_QUOTE_OPEN" : "IMPORT_CELLS_MISCOUNTED");
        continue;
      }
      for (size_t i = 0; i < places_.size(); ++i) {
        cells[i] = places_[i] < 0 ? absl::string_view() : row.cells[places_[i]];
      }
      faults.clear();
      const std::optional<Record> record = ReadRecord(schema, cells, &faults);
      for (const CellFault& fault : faults) Note(row.line, fault.column, fault.value_shape, fault.reason);
      if (!record) {
        ++file.counts.refused;
      } else if (keys.contains(RecordKey(record->unit_code, record->key))) {
        ++file.counts.refused;
        Note(row.line, "", "", "IMPORT_KEY_DUPLICATE");
      } else {
        const RecordBatch::Row& kept = file.records.Add(*record);
        keys.insert({kept.unit_code, kept.key});
      }
    }
  }

  const ImportLimits& limits_;
  ReadImport& out_;
  const std::string name_;
  std::vector<int> places_;  // of unit_code and each column in the file; -1 = not there
  size_t header_size_ = 0;
  int64_t noted_ = 0;
};

}  // namespace

absl::StatusOr<ReadImport> ReadUpload(const UploadSource& source, const ImportLimits& limits) {
  ReadImport out;
  // Keys point into the batches of `out`, whose strings stay where they are.
  std::array<absl::flat_hash_set<RecordKey>, 8> keys;
  FileStream stream(source, limits.max_bytes);
  std::string name;
  for (;;) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, stream.NextFile(&name));
    if (!more) break;
    SELARAS_RETURN_IF_ERROR(FileImporter(name, limits, out).Run(stream, keys.data()));
  }
  out.content_hash = stream.Hash();
  return out;
}

}  // namespace selaras::needs
