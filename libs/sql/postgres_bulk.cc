#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/sql/postgres_codec.h"
#include "libs/sql/postgres_connection.h"

namespace selaras::sql {

// One bulk insert. Without a conflict clause: COPY in its binary form. With one: `insert .. select from
// unnest(arrays)` in batches, since COPY knows no conflicts; it needs no staging table, whose creation would
// cost more than a small batch and leave dead rows in the catalogue. Measured before on this kind of
// rows: 1.5 times the time of COPY.
class PostgresBulk {
 public:
  PostgresBulk(PostgresConnection& conn, absl::string_view table, absl::Span<const absl::string_view> columns)
      : conn_(conn),
        table_(table),
        columns_(absl::StrJoin(columns, ", ")),
        row_(columns.size()),
        span_(absl::MakeSpan(row_)) {}

  // Asks the server for the columns' types.
  absl::Status Prepare();
  absl::StatusOr<int64_t> Copy(RowSource rows);
  absl::StatusOr<int64_t> Upsert(RowSource rows, absl::string_view on_conflict);

 private:
  static constexpr size_t kCopyBytes = 64 << 10;
  static constexpr int kBatchRows = 5000;
  static constexpr size_t kBatchBytes = 16 << 20;

  absl::Status SendCopyRows(RowSource rows);
  absl::Status SendCopyBuffer();
  absl::Status AppendRow();
  absl::StatusOr<int64_t> RunBatch(absl::string_view sql, int row_count);

  PostgresConnection& conn_;
  const absl::string_view table_;
  const std::string columns_;
  std::vector<Oid> types_;
  std::vector<Value> row_;
  const absl::Span<Value> span_;
  std::string buffer_;
  std::vector<std::string> arrays_;  // one per column: fields without the array's header
};

absl::Status PostgresBulk::Prepare() {
  std::string sql = absl::StrCat("insert into ", table_, " (", columns_, ") values (");
  for (size_t i = 1; i <= row_.size(); ++i) absl::StrAppend(&sql, i > 1 ? ", $" : "$", i);
  SELARAS_ASSIGN_OR_RETURN(const auto* const statement, conn_.Prepared(absl::StrCat(sql, ")")));
  types_ = statement->parameter_types;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> PostgresBulk::Copy(RowSource rows) {
  PGconn* const raw = conn_.connection_.get();
  SELARAS_RETURN_IF_ERROR(
      conn_.RunScript(absl::StrCat("copy ", table_, " (", columns_, ") from stdin (format binary)")));
  const absl::Status sent = SendCopyRows(rows);
  PQputCopyEnd(raw, sent.ok() ? nullptr : "the source of rows failed");
  absl::Status answer;
  int64_t inserted = 0;
  while (const PostgresConnection::Result result{PQgetResult(raw)}) {
    if (answer.ok()) answer = conn_.Check(result.get(), "inserting rows");
    const std::string count = PQcmdTuples(result.get());
    if (!count.empty()) inserted = std::stoll(count);
  }
  if (!sent.ok() && sent.code() != absl::StatusCode::kUnavailable) return sent;
  SELARAS_RETURN_IF_ERROR(answer);
  SELARAS_RETURN_IF_ERROR(sent);
  return inserted;
}

absl::Status PostgresBulk::SendCopyRows(RowSource rows) {
  // Signature, flags, length of the header's extension.
  buffer_.assign("PGCOPY\n\377\r\n\0", 11);
  AppendBigEndian32(0, buffer_);
  AppendBigEndian32(0, buffer_);
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, rows(span_));
    if (!more) break;
    SELARAS_RETURN_IF_ERROR(conn_.MayGoOn());
    AppendBigEndian16(static_cast<uint16_t>(row_.size()), buffer_);
    SELARAS_RETURN_IF_ERROR(AppendRow());
    if (buffer_.size() >= kCopyBytes) SELARAS_RETURN_IF_ERROR(SendCopyBuffer());
  }
  AppendBigEndian16(0xFFFF, buffer_);
  return SendCopyBuffer();
}

absl::Status PostgresBulk::AppendRow() {
  for (size_t i = 0; i < row_.size(); ++i) {
    if (absl::Status status = AppendField(row_[i], types_[i], arrays_.empty() ? buffer_ : arrays_[i]);
        !status.ok()) {
      return WithContext(status, absl::StrCat("column ", i + 1, " of (", columns_, ")"));
    }
  }
  return absl::OkStatus();
}

absl::Status PostgresBulk::SendCopyBuffer() {
  const bool sent =
      PQputCopyData(conn_.connection_.get(), buffer_.data(), static_cast<int>(buffer_.size())) == 1;
  buffer_.clear();
  return sent ? absl::OkStatus() : absl::UnavailableError("the connection was lost while inserting rows");
}

absl::StatusOr<int64_t> PostgresBulk::Upsert(RowSource rows, absl::string_view on_conflict) {
  std::vector<std::string> sources;
  for (size_t i = 0; i < types_.size(); ++i) {
    if (!HasBinaryForm(types_[i])) return absl::InternalError("a column's type cannot be inserted in bulk");
    sources.push_back(absl::StrCat("cast($", i + 1, " as ", ArrayTypeName(types_[i]), ")"));
  }
  const std::string sql = absl::StrCat("insert into ", table_, " (", columns_, ") select * from unnest(",
                                       absl::StrJoin(sources, ", "), ") ", on_conflict);
  int64_t changed = 0;
  for (bool more = true; more;) {
    arrays_.assign(row_.size(), std::string());
    int row_count = 0;
    size_t bytes = 0;
    while (row_count < kBatchRows && bytes < kBatchBytes) {
      SELARAS_ASSIGN_OR_RETURN(more, rows(span_));
      if (!more) break;
      SELARAS_RETURN_IF_ERROR(conn_.MayGoOn());
      SELARAS_RETURN_IF_ERROR(AppendRow());
      ++row_count;
      bytes = 0;
      for (const std::string& array : arrays_) bytes += array.size();
    }
    if (row_count == 0) break;
    SELARAS_ASSIGN_OR_RETURN(const int64_t batch, RunBatch(sql, row_count));
    changed += batch;
  }
  return changed;
}

absl::StatusOr<int64_t> PostgresBulk::RunBatch(absl::string_view sql, int row_count) {
  SELARAS_ASSIGN_OR_RETURN(const auto* const statement, conn_.Prepared(sql));
  std::vector<std::string> encoded(arrays_.size());
  std::vector<const char*> pointers;
  std::vector<int> lengths;
  for (size_t i = 0; i < arrays_.size(); ++i) {
    // Dimensions, "has nulls" (allowed even if there are none), element type, size, first index.
    AppendBigEndian32(1, encoded[i]);
    AppendBigEndian32(1, encoded[i]);
    AppendBigEndian32(ElementType(types_[i]), encoded[i]);
    AppendBigEndian32(static_cast<uint32_t>(row_count), encoded[i]);
    AppendBigEndian32(1, encoded[i]);
    encoded[i] += arrays_[i];
    pointers.push_back(encoded[i].data());
    lengths.push_back(static_cast<int>(encoded[i].size()));
  }
  const std::vector<int> binary(arrays_.size(), 1);
  const PostgresConnection::Result result(PQexecPrepared(conn_.connection_.get(), statement->name.c_str(),
                                                         static_cast<int>(arrays_.size()), pointers.data(),
                                                         lengths.data(), binary.data(), 1));
  SELARAS_RETURN_IF_ERROR(conn_.Check(result.get(), "inserting rows"));
  const std::string count = PQcmdTuples(result.get());
  return count.empty() ? 0 : std::stoll(count);
}

absl::StatusOr<int64_t> PostgresConnection::RunBulkInsert(absl::string_view table,
                                                          absl::Span<const absl::string_view> columns,
                                                          RowSource rows, absl::string_view on_conflict) {
  PostgresBulk bulk(*this, table, columns);
  SELARAS_RETURN_IF_ERROR(bulk.Prepare());
  return on_conflict.empty() ? bulk.Copy(rows) : bulk.Upsert(rows, on_conflict);
}

}  // namespace selaras::sql
