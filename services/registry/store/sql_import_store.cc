#include "services/registry/store/sql_import_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/feed/feed.h"
#include "libs/sql/outbox.h"
#include "services/registry/store/fact_sql.h"

namespace selaras::registry {
namespace {

constexpr absl::string_view kFaultColumns[] = {"tenant",      "import_id",   "fault_no", "file",   "line",
                                               "column_name", "value_shape", "reason",   "warning"};

absl::Status ReadFiles(sql::Connection& conn, Import& import) {
  import.files.clear();
  return conn.Query(
      "select file, received_bytes, complete, finished, position, done, total, landed, unchanged, refused, "
      "warned, sha256 "
      "from import_files where tenant = $1 and import_id = $2 order by file",
      {import.tenant, import.id}, [&](const sql::Row& row) {
        import.files.push_back({std::string(row.Text(0)), row.Int64(1), row.Bool(2), row.Bool(3),
                                row.Int64(4), row.Int64(5), row.Int64(6), row.Int64(7), row.Int64(8),
                                row.Int64(9), row.Int64(10), std::string(row.Text(11))});
        return absl::OkStatus();
      });
}

absl::StatusOr<Import> Load(sql::Connection& conn, absl::string_view tenant, absl::string_view id) {
  Import import;
  import.tenant = std::string(tenant);
  import.id = std::string(id);
  SELARAS_ASSIGN_OR_RETURN(
      const bool found,
      conn.QueryOne(
          "select version, state, layout, effective_day, revision, create_time, end_time, failure_reason, "
          "employees, posts, actor from imports where tenant = $1 and import_id = $2",
          {tenant, id}, [&](const sql::Row& row) {
            import.version = row.Int64(0);
            import.state = static_cast<ImportState>(row.Int64(1));
            import.layout = static_cast<ImportLayout>(row.Int64(2));
            import.effective_day = static_cast<Day>(row.Int64(3));
            import.revision = row.Int64(4);
            import.create_time = absl::FromUnixMicros(row.Int64(5));
            if (row.Int64(6) != 0) import.end_time = absl::FromUnixMicros(row.Int64(6));
            import.failure_reason = std::string(row.Text(7));
            import.employees = row.Int64(8);
            import.posts = row.Int64(9);
            import.actor = std::string(row.Text(10));
            return absl::OkStatus();
          }));
  if (!found) return Error(absl::StatusCode::kNotFound, "IMPORT_NOT_FOUND");
  SELARAS_RETURN_IF_ERROR(ReadFiles(conn, import));
  return import;
}

absl::Status Save(sql::Connection& conn, const Import& import) {
  return conn.Execute(
      "update imports set version = $3, state = $4, effective_day = $5, revision = $6, end_time = $7, "
      "failure_reason = $8, employees = $9, posts = $10, actor = $11 where tenant = $1 and import_id = $2",
      {import.tenant, import.id, import.version, static_cast<int>(import.state), import.effective_day,
       import.revision, import.end_time == absl::InfinitePast() ? 0 : absl::ToUnixMicros(import.end_time),
       import.failure_reason, import.employees, import.posts, import.actor});
}

absl::StatusOr<std::string> HashBytes(sql::Connection& conn, absl::string_view tenant, absl::string_view id,
                                      absl::string_view file) {
  Sha256Stream stream;
  SELARAS_RETURN_IF_ERROR(conn.Query(
      "select bytes from import_chunks where tenant = $1 and import_id = $2 and file = $3 order by start",
      {tenant, id, file}, [&](const sql::Row& row) {
        stream.Add(row.Bytes(0));
        return row.status();
      }));
  const Sha256Digest digest = stream.Finish();
  return HexEncode(digest);
}

// What landed, and from which bytes: whoever has the files can show that these were they.
absl::Status TellFinished(sql::Connection& conn, IdSource& ids, const Import& import) {
  evidence::LeafContent leaf{.service = "registry",
                             .kind = "ImportFinished",
                             .subject = absl::StrCat("imports/", import.id),
                             .actor = import.actor,
                             .time = import.end_time};
  leaf.fields = {{"revision", absl::StrCat(import.revision)},
                 {"effective_date", FormatCivilDay(FromDay(import.effective_day))},
                 {"employees", absl::StrCat(import.employees)},
                 {"posts", absl::StrCat(import.posts)}};
  for (const ImportFile& file : import.files) {
    leaf.fields.emplace_back(absl::StrCat("file.", file.file, ".sha256"), file.sha256);
    for (const auto& [count, value] :
         {std::pair("rows", file.total), std::pair("landed", file.landed),
          std::pair("unchanged", file.unchanged), std::pair("refused", file.refused)}) {
      leaf.fields.emplace_back(absl::StrCat("file.", file.file, ".", count), absl::StrCat(value));
    }
  }
  SELARAS_RETURN_IF_ERROR(sql::AppendEvent(conn, {.event_id = ids.NewId(),
                                                  .kind = leaf.kind,
                                                  .tenant = import.tenant,
                                                  .time = import.end_time,
                                                  .payload = leaf.subject})
                              .status());
  return feed::AppendLeaf(conn, ids, {.tenant = import.tenant}, leaf).status();
}

absl::Status Insert(sql::Connection& conn, const Import& import) {
  SELARAS_RETURN_IF_ERROR(
      conn.Execute("insert into imports (tenant, import_id, version, state, layout, effective_day, revision, "
                   "create_time, end_time, "
                   "failure_reason, employees, posts) values ($1, $2, 1, $3, $4, $5, 0, $6, 0, '', 0, 0)",
                   {import.tenant, import.id, static_cast<int>(import.state), static_cast<int>(import.layout),
                    import.effective_day, absl::ToUnixMicros(import.create_time)}));
  for (const ImportFile& file : import.files) {
    SELARAS_RETURN_IF_ERROR(
        conn.Execute("insert into import_files (tenant, import_id, file, received_bytes, complete, finished, "
                     "position, done, total, "
                     "landed, unchanged, refused, warned) values ($1, $2, $3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
                     {import.tenant, import.id, file.file}));
  }
  return absl::OkStatus();
}

absl::Status InsertFaults(sql::Connection& conn, absl::string_view tenant, absl::string_view id,
                          const std::vector<StoredFault>& faults) {
  size_t next = 0;
  if (faults.empty()) return absl::OkStatus();
  return conn
      .BulkInsert("import_faults", kFaultColumns,
                  [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
                    if (next == faults.size()) return false;
                    const StoredFault& fault = faults[next++];
                    row[0] = tenant;
                    row[1] = id;
                    row[2] = fault.number;
                    row[3] = fault.file;
                    row[4] = fault.line;
                    row[5] = fault.column;
                    row[6] = fault.value_shape;
                    row[7] = fault.reason;
                    row[8] = fault.warning;
                    return true;
                  })
      .status();
}

}  // namespace

absl::StatusOr<Import> SqlImportStore::Create(const Import& import, absl::string_view principal,
                                              absl::string_view request_id) {
  Import made = import;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const std::optional<std::string> earlier,
        conn.QueryText("select answer from acts where tenant = $1 and principal = $2 and request_id = $3",
                       {import.tenant, principal, request_id}));
    if (earlier.has_value()) {
      SELARAS_ASSIGN_OR_RETURN(made, Load(conn, import.tenant, *earlier));
      return absl::OkStatus();
    }
    SELARAS_RETURN_IF_ERROR(Insert(conn, import));
    SELARAS_RETURN_IF_ERROR(conn.Execute(
        "insert into acts (tenant, principal, request_id, fingerprint, answer, request_time) "
        "values ($1, $2, $3, $4, $5, $6)",
        {import.tenant, principal, request_id, "import", import.id, absl::ToUnixMicros(import.create_time)}));
    SELARAS_ASSIGN_OR_RETURN(made, Load(conn, import.tenant, import.id));
    return absl::OkStatus();
  }));
  return made;
}

absl::StatusOr<Import> SqlImportStore::Get(absl::string_view tenant, absl::string_view id) {
  Import import;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(import, Load(conn, tenant, id));
    return absl::OkStatus();
  }));
  return import;
}

absl::Status SqlImportStore::Append(absl::string_view tenant, absl::string_view id, absl::string_view file,
                                    int64_t offset, absl::string_view bytes, bool last) {
  return db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const Import import, Load(conn, tenant, id));
    if (import.state != ImportState::kReceiving) {
      return Error(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_RECEIVING");
    }
    const auto found = std::find_if(import.files.begin(), import.files.end(),
                                    [&](const ImportFile& candidate) { return candidate.file == file; });
    if (found == import.files.end()) return Error(absl::StatusCode::kNotFound, "IMPORT_FILE_UNKNOWN");
    if (found->complete) return Error(absl::StatusCode::kFailedPrecondition, "IMPORT_FILE_COMPLETE");
    if (found->received_bytes != offset) {
      return Error(absl::StatusCode::kOutOfRange, "IMPORT_WRONG_OFFSET",
                   {{"offset", absl::StrCat(found->received_bytes)}});
    }
    if (!bytes.empty()) {
      SELARAS_RETURN_IF_ERROR(conn.Execute(
          "insert into import_chunks (tenant, import_id, file, start, bytes) values ($1, $2, $3, $4, $5)",
          {tenant, id, file, offset, sql::Bytes(bytes)}));
    }
    return conn.Execute(
        "update import_files set received_bytes = $4, complete = $5 where tenant = $1 and import_id = $2 and "
        "file = $3",
        {tenant, id, file, offset + static_cast<int64_t>(bytes.size()), last});
  });
}

absl::StatusOr<Import> SqlImportStore::Update(absl::string_view tenant, absl::string_view id,
                                              absl::FunctionRef<absl::Status(Import&)> change) {
  Import import;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(import, Load(conn, tenant, id));
    const bool was_imported = import.state == ImportState::kImported;
    SELARAS_RETURN_IF_ERROR(change(import));
    ++import.version;
    SELARAS_RETURN_IF_ERROR(Save(conn, import));
    if (was_imported || import.state != ImportState::kImported) return absl::OkStatus();
    SELARAS_RETURN_IF_ERROR(TellFinished(conn, ids_, import));
    failpoint::Reach("registry.import.before_commit");
    return absl::OkStatus();
  }));
  if (import.state == ImportState::kImported) failpoint::Reach("registry.import.after_commit");
  return import;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> SqlImportStore::InState(ImportState state) {
  std::vector<std::pair<std::string, std::string>> imports;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    imports.clear();
    return conn.Query(
        "select tenant, import_id from imports where state = $1 order by create_time, import_id",
        {static_cast<int>(state)}, [&](const sql::Row& row) {
          imports.push_back({std::string(row.Text(0)), std::string(row.Text(1))});
          return absl::OkStatus();
        });
  }));
  return imports;
}

absl::StatusOr<std::string> SqlImportStore::ReadBytes(absl::string_view tenant, absl::string_view id,
                                                      absl::string_view file, int64_t start) {
  std::string bytes;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    bytes.clear();
    return conn
        .QueryOne(
            "select start, bytes from import_chunks where tenant = $1 and import_id = $2 and file = $3 "
            "and start <= $4 order by start desc limit 1",
            {tenant, id, file, start},
            [&](const sql::Row& row) {
              const size_t skip = static_cast<size_t>(start - row.Int64(0));
              const absl::string_view all = row.Bytes(1);
              if (skip < all.size()) bytes = std::string(all.substr(skip));
              return absl::OkStatus();
            })
        .status();
  }));
  return bytes;
}

absl::StatusOr<int64_t> SqlImportStore::CommitChunk(absl::string_view tenant, absl::string_view id,
                                                    const ImportChunk& chunk, absl::Time now) {
  int64_t revision = 0;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(Import import, Load(conn, tenant, id));
    if (import.state != ImportState::kImporting) {
      return Error(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_IMPORTING");
    }
    const auto stored =
        std::find_if(import.files.begin(), import.files.end(),
                     [&](const ImportFile& candidate) { return candidate.file == chunk.file.file; });
    if (stored == import.files.end() || stored->finished || stored->done != chunk.rows_before) {
      return absl::AbortedError("another process runs this import");
    }
    if (!chunk.writes.empty()) {
      SELARAS_ASSIGN_OR_RETURN(import.revision, TakeRevision(conn, tenant));
      SELARAS_RETURN_IF_ERROR(
          WriteRevision(conn, tenant, import.revision, absl::StrCat("import:", id), now, chunk.writes));
    }
    revision = import.revision;
    SELARAS_RETURN_IF_ERROR(InsertFaults(conn, tenant, id, chunk.faults));
    const ImportFile& file = chunk.file;
    SELARAS_RETURN_IF_ERROR(
        conn.Execute("update import_files set finished = $4, position = $5, done = $6, total = $7, landed = "
                     "$8, unchanged = $9, "
                     "refused = $10, warned = $11 where tenant = $1 and import_id = $2 and file = $3",
                     {tenant, id, file.file, file.finished, file.position, file.done, file.total, file.landed,
                      file.unchanged, file.refused, file.warned}));
    if (chunk.drop_bytes) {
      SELARAS_ASSIGN_OR_RETURN(const std::string sha256, HashBytes(conn, tenant, id, file.file));
      SELARAS_RETURN_IF_ERROR(conn.Execute(
          "update import_files set sha256 = $4 where tenant = $1 and import_id = $2 and file = $3",
          {tenant, id, file.file, sha256}));
      SELARAS_RETURN_IF_ERROR(
          conn.Execute("delete from import_chunks where tenant = $1 and import_id = $2 and file = $3",
                       {tenant, id, file.file}));
    }
    ++import.version;
    return Save(conn, import);
  }));
  return revision;
}

absl::StatusOr<int64_t> SqlImportStore::LastFaultNumber(absl::string_view tenant, absl::string_view id) {
  int64_t number = 0;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const std::optional<int64_t> last,
        conn.QueryInt64("select max(fault_no) from import_faults where tenant = $1 and import_id = $2",
                        {tenant, id}));
    number = last.value_or(0);
    return absl::OkStatus();
  }));
  return number;
}

absl::StatusOr<std::vector<StoredFault>> SqlImportStore::ReadFaults(absl::string_view tenant,
                                                                    absl::string_view id, int64_t after,
                                                                    int limit) {
  std::vector<StoredFault> faults;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    faults.clear();
    return conn.Query(
        "select fault_no, file, line, column_name, value_shape, reason, warning from import_faults "
        "where tenant = $1 and import_id = $2 and fault_no > $3 order by fault_no limit $4",
        {tenant, id, after, limit}, [&](const sql::Row& row) {
          faults.push_back({row.Int64(0), std::string(row.Text(1)), row.Int64(2), std::string(row.Text(3)),
                            std::string(row.Text(4)), std::string(row.Text(5)), row.Bool(6)});
          return absl::OkStatus();
        });
  }));
  return faults;
}

}  // namespace selaras::registry
