#include "services/needs/store/sql_record_store.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/sql/outbox.h"
#include "libs/sql/requests.h"
#include "services/needs/store/tell.h"

namespace selaras::needs {
namespace {

constexpr absl::string_view kAnyOfKind = "select 1 from records where tenant = $1 and kind = $2 limit 1";
constexpr absl::string_view kCountDifferent =
    "select count(*) from incoming_records i left join records r on r.tenant = i.tenant and r.kind = i.kind "
    "and "
    "r.unit_code = i.unit_code and r.record_key = i.record_key "
    "where i.tenant = $1 and i.kind = $2 and (r.content is null or r.content <> i.content)";
constexpr absl::string_view kKeepReplaced =
    "insert into record_history (tenant, kind, unit_code, record_key, known_from, known_to, content) "
    "select r.tenant, r.kind, r.unit_code, r.record_key, r.revision, cast($3 as bigint), r.content "
    "from incoming_records i join records r on r.tenant = i.tenant and r.kind = i.kind and "
    "r.unit_code = i.unit_code and r.record_key = i.record_key "
    "where i.tenant = $1 and i.kind = $2 and r.content <> i.content";
// `where` also keeps SQLite from reading `on conflict` as a join's condition.
constexpr absl::string_view kReplace =
    "insert into records (tenant, kind, unit_code, record_key, content, revision) "
    "select tenant, kind, unit_code, record_key, content, cast($3 as bigint) from incoming_records "
    "where tenant = $1 and kind = $2 "
    "on conflict (tenant, kind, unit_code, record_key) do update set content = excluded.content, "
    "revision = excluded.revision where records.content <> excluded.content";
constexpr absl::string_view kClearIncoming = "delete from incoming_records where tenant = $1 and kind = $2";
constexpr absl::string_view kInsertImport =
    "insert into record_imports (tenant, import_id, revision, create_time) values ($1, $2, $3, $4)";
constexpr absl::string_view kInsertFile =
    "insert into record_import_files (tenant, import_id, sequence, file, rows_read, landed, unchanged, "
    "refused) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8)";
constexpr absl::string_view kSelectImport =
    "select revision, create_time from record_imports where tenant = $1 and import_id = $2";
constexpr absl::string_view kSelectFiles =
    "select file, rows_read, landed, unchanged, refused from record_import_files where tenant = $1 and "
    "import_id = $2 "
    "order by sequence";
constexpr absl::string_view kSelectFaults =
    "select sequence, file, line, column_name, value_shape, reason from record_faults "
    "where tenant = $1 and import_id = $2 and sequence > $3 order by sequence limit $4";
constexpr absl::string_view kCountFaults =
    "select count(*) from record_faults where tenant = $1 and import_id = $2";
constexpr absl::string_view kSelectRecords =
    "select kind, unit_code, record_key, content from records where tenant = $1 and revision <= $2 "
    "union all select kind, unit_code, record_key, content from record_history "
    "where tenant = $1 and known_from <= $2 and known_to > $2";
constexpr absl::string_view kSelectRecordsOfKind =
    "select kind, unit_code, record_key, content from records where tenant = $1 and kind = $3 and "
    "revision <= $2 "
    "union all select kind, unit_code, record_key, content from record_history "
    "where tenant = $1 and kind = $3 and known_from <= $2 and known_to > $2";

std::string RevisionCounter(absl::string_view tenant) {
  return absl::StrCat("records/", tenant);
}

// Of the tenant; taken when the first file lands something.
class RevisionOnDemand {
 public:
  RevisionOnDemand(sql::Connection& conn, absl::string_view tenant)
      : conn_(conn), counter_(RevisionCounter(tenant)) {}

  absl::StatusOr<int64_t> Take() {
    if (!taken_) {
      SELARAS_ASSIGN_OR_RETURN(taken_, sql::NextRevision(conn_, counter_));
    }
    return *taken_;
  }
  // The taken one, or the last of all.
  absl::StatusOr<int64_t> Newest() {
    if (taken_) return *taken_;
    return sql::LastRevision(conn_, counter_);
  }

 private:
  sql::Connection& conn_;
  const std::string counter_;
  std::optional<int64_t> taken_;
};

// Straight into the table: nothing of this kind is there that could differ.
absl::StatusOr<int64_t> LandFirst(sql::Connection& conn, absl::string_view tenant,
                                  const PreparedImport::File& file, int64_t revision) {
  constexpr absl::string_view kColumns[] = {"tenant",     "kind",    "unit_code",
                                            "record_key", "content", "revision"};
  size_t next = 0;
  return conn.BulkInsert("records", kColumns, [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
    if (next == file.records.rows().size()) return false;
    const RecordBatch::Row& record = file.records.rows()[next++];
    row[0] = tenant;
    row[1] = static_cast<int>(file.kind);
    row[2] = record.unit_code;
    row[3] = record.key;
    row[4] = record.content;
    row[5] = revision;
    return true;
  });
}

// Puts the rows beside the table and moves over those that differ.
absl::StatusOr<int64_t> LandBesideOthers(sql::Connection& conn, absl::string_view tenant,
                                         const PreparedImport::File& file, RevisionOnDemand& revision) {
  constexpr absl::string_view kColumns[] = {"tenant", "kind", "unit_code", "record_key", "content"};
  const int kind = static_cast<int>(file.kind);
  size_t next = 0;
  SELARAS_RETURN_IF_ERROR(conn.BulkInsert("incoming_records", kColumns,
                                          [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
                                            if (next == file.records.rows().size()) return false;
                                            const RecordBatch::Row& record = file.records.rows()[next++];
                                            row[0] = tenant;
                                            row[1] = kind;
                                            row[2] = record.unit_code;
                                            row[3] = record.key;
                                            row[4] = record.content;
                                            return true;
                                          })
                              .status());
  SELARAS_ASSIGN_OR_RETURN(const std::optional<int64_t> different,
                           conn.QueryInt64(kCountDifferent, {tenant, kind}));
  if (different.value_or(0) > 0) {
    SELARAS_ASSIGN_OR_RETURN(const int64_t taken, revision.Take());
    SELARAS_RETURN_IF_ERROR(conn.Execute(kKeepReplaced, {tenant, kind, taken}));
    SELARAS_RETURN_IF_ERROR(conn.Execute(kReplace, {tenant, kind, taken}));
  }
  SELARAS_RETURN_IF_ERROR(conn.Execute(kClearIncoming, {tenant, kind}));
  return different.value_or(0);
}

absl::StatusOr<int64_t> LandFile(sql::Connection& conn, absl::string_view tenant,
                                 const PreparedImport::File& file, RevisionOnDemand& revision) {
  if (file.records.rows().empty()) return 0;
  SELARAS_ASSIGN_OR_RETURN(const std::optional<int64_t> known,
                           conn.QueryInt64(kAnyOfKind, {tenant, static_cast<int>(file.kind)}));
  if (known) return LandBesideOthers(conn, tenant, file, revision);
  SELARAS_ASSIGN_OR_RETURN(const int64_t taken, revision.Take());
  return LandFirst(conn, tenant, file, taken);
}

absl::Status InsertFaults(sql::Connection& conn, absl::string_view tenant, const PreparedImport& import) {
  constexpr absl::string_view kColumns[] = {"tenant", "import_id",   "sequence",    "file",
                                            "line",   "column_name", "value_shape", "reason"};
  size_t next = 0;
  return conn
      .BulkInsert("record_faults", kColumns,
                  [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
                    if (next == import.faults.size()) return false;
                    const RecordFault& fault = import.faults[next++];
                    row[0] = tenant;
                    row[1] = import.id;
                    row[2] = fault.sequence;
                    row[3] = fault.file;
                    row[4] = fault.line;
                    row[5] = fault.column;
                    row[6] = fault.value_shape;
                    row[7] = fault.reason;
                    return true;
                  })
      .status();
}

// Which bytes came (by the hash over names and contents of all files), and what they brought.
absl::Status LandAll(sql::Connection& conn, IdSource& ids, absl::string_view tenant,
                     const RequestIdentity& request, const PreparedImport& import) {
  evidence::LeafContent leaf{.service = "needs",
                             .kind = "RecordsImported",
                             .subject = absl::StrCat("recordImports/", import.id),
                             .actor = request.actor,
                             .time = import.create_time,
                             .fields = {{"content_sha256", request.request_hash}}};
  RevisionOnDemand revision(conn, tenant);
  int sequence = 0;
  for (const PreparedImport::File& file : import.files) {
    SELARAS_ASSIGN_OR_RETURN(const int64_t landed, LandFile(conn, tenant, file, revision));
    const int64_t unchanged = static_cast<int64_t>(file.records.rows().size()) - landed;
    SELARAS_RETURN_IF_ERROR(
        conn.Execute(kInsertFile, {tenant, import.id, ++sequence, file.counts.file, file.counts.rows, landed,
                                   unchanged, file.counts.refused}));
    for (const auto& [count, value] :
         {std::pair("rows", file.counts.rows), std::pair("landed", landed), std::pair("unchanged", unchanged),
          std::pair("refused", file.counts.refused)}) {
      leaf.fields.emplace_back(absl::StrCat("file.", file.counts.file, ".", count), absl::StrCat(value));
    }
  }
  SELARAS_RETURN_IF_ERROR(InsertFaults(conn, tenant, import));
  SELARAS_ASSIGN_OR_RETURN(const int64_t newest, revision.Newest());
  leaf.fields.emplace_back("needs_revision", absl::StrCat(newest));
  SELARAS_RETURN_IF_ERROR(
      conn.Execute(kInsertImport, {tenant, import.id, newest, absl::ToUnixMicros(import.create_time)}));
  return Tell(conn, ids, {std::string(tenant), "", request.traceparent}, leaf);
}

}  // namespace

absl::StatusOr<RecordImport> SqlRecordStore::Land(absl::string_view tenant, const RequestIdentity& request,
                                                  const PreparedImport& import) {
  std::string id;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    const sql::RequestKey key{tenant, request.principal, request.request_id, "ImportRecords",
                              request.request_hash};
    SELARAS_ASSIGN_OR_RETURN(
        id, sql::RunOnce(conn, key, import.create_time, [&]() -> absl::StatusOr<std::string> {
          SELARAS_RETURN_IF_ERROR(LandAll(conn, ids_, tenant, request, import));
          return import.id;
        }));
    return absl::OkStatus();
  }));
  return GetImport(tenant, id);
}

absl::StatusOr<RecordImport> SqlRecordStore::GetImport(absl::string_view tenant,
                                                       absl::string_view import_id) {
  RecordImport import;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    import = RecordImport{std::string(import_id), {}, 0, absl::UnixEpoch()};
    SELARAS_ASSIGN_OR_RETURN(const bool found,
                             conn.QueryOne(kSelectImport, {tenant, import_id}, [&](const sql::Row& row) {
                               import.revision = row.Int64(0);
                               import.create_time = absl::FromUnixMicros(row.Int64(1));
                               return absl::OkStatus();
                             }));
    if (!found) return Error(absl::StatusCode::kNotFound, "RECORD_IMPORT_NOT_FOUND");
    return conn.Query(kSelectFiles, {tenant, import_id}, [&](const sql::Row& row) {
      import.files.push_back(
          {std::string(row.Text(0)), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4)});
      return absl::OkStatus();
    });
  }));
  return import;
}

absl::StatusOr<std::vector<RecordFault>> SqlRecordStore::ListFaults(absl::string_view tenant,
                                                                    absl::string_view import_id,
                                                                    int64_t after, int limit) {
  std::vector<RecordFault> faults;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    faults.clear();
    return conn.Query(kSelectFaults, {tenant, import_id, after, limit}, [&](const sql::Row& row) {
      faults.push_back({row.Int64(0), std::string(row.Text(1)), row.Int64(2), std::string(row.Text(3)),
                        std::string(row.Text(4)), std::string(row.Text(5))});
      return absl::OkStatus();
    });
  }));
  return faults;
}

absl::StatusOr<int64_t> SqlRecordStore::CountFaults(absl::string_view tenant, absl::string_view import_id) {
  int64_t count = 0;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::optional<int64_t> found,
                             conn.QueryInt64(kCountFaults, {tenant, import_id}));
    count = found.value_or(0);
    return absl::OkStatus();
  }));
  return count;
}

absl::StatusOr<int64_t> SqlRecordStore::Revision(absl::string_view tenant) {
  int64_t revision = 0;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(revision, sql::LastRevision(conn, RevisionCounter(tenant)));
    return absl::OkStatus();
  }));
  return revision;
}

absl::Status SqlRecordStore::ReadRecords(absl::string_view tenant, int64_t revision,
                                         absl::FunctionRef<absl::Status(const Record&)> visit) {
  return VisitRecords(kSelectRecords, {tenant, revision}, visit);
}

absl::Status SqlRecordStore::ReadRecordsOf(absl::string_view tenant, RecordKind kind, int64_t revision,
                                           absl::FunctionRef<absl::Status(const Record&)> visit) {
  return VisitRecords(kSelectRecordsOfKind, {tenant, revision, static_cast<int>(kind)}, visit);
}

absl::Status SqlRecordStore::VisitRecords(absl::string_view sql, absl::Span<const sql::Value> params,
                                          absl::FunctionRef<absl::Status(const Record&)> visit) {
  bool started = false;
  return db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    // `visit` cannot take back what it has seen.
    if (started) return absl::UnavailableError("the database connection was lost while records were read");
    Record record;
    return conn.Query(sql, params, [&](const sql::Row& row) {
      started = true;
      record.kind = static_cast<RecordKind>(row.Int64(0));
      record.unit_code = std::string(row.Text(1));
      record.key = std::string(row.Text(2));
      record.content = std::string(row.Text(3));
      return visit(record);
    });
  });
}

}  // namespace selaras::needs
