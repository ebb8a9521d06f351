#include "services/matching/store/sql_bundle_store.h"

#include <algorithm>
#include <utility>

#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/sql/requests.h"
#include "services/matching/store/bundle_json.h"
#include "services/matching/store/file_parts.h"
#include "services/matching/store/read_page.h"

namespace selaras::matching {
namespace {

using sql::Bytes;
using sql::Connection;
using sql::Row;

#define BUNDLE_COLUMNS "tenant, bundle_id, display_name, content_hash, effective_date, created_at, content"
constexpr char kInsert[] =
    "insert into instance_bundles (" BUNDLE_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7)";
constexpr char kSelect[] =
    "select " BUNDLE_COLUMNS " from instance_bundles where tenant = $1 and bundle_id = $2";
constexpr char kNewest[] = "select " BUNDLE_COLUMNS
                           " from instance_bundles where tenant = $1 and ($2 = '' or bundle_id < $2) order "
                           "by bundle_id desc limit $3";
constexpr char kCount[] = "select count(*) from instance_bundles where tenant = $1";
constexpr char kFiles[] =
    "select file, size, content from instance_bundle_files where tenant = $1 and bundle_id = $2 "
    "order by file, part";

absl::StatusOr<BundleRecord> RecordOfRow(const Row& row) {
  BundleRecord record;
  record.tenant = std::string(row.Text(0));
  record.id = std::string(row.Text(1));
  record.display_name = std::string(row.Text(2));
  record.content_hash = std::string(row.Text(3));
  SELARAS_ASSIGN_OR_RETURN(record.effective_date, ParseCivilDay(row.Text(4)));
  record.create_time = absl::FromUnixMicros(row.Int64(5));
  SELARAS_RETURN_IF_ERROR(FillFromJson(row.Text(6), record));
  return record;
}

absl::StatusOr<BundleRecord> Load(Connection& conn, absl::string_view tenant, absl::string_view id) {
  absl::StatusOr<BundleRecord> record =
      Error(absl::StatusCode::kNotFound, "BUNDLE_NOT_FOUND", {{"bundle", std::string(id)}});
  SELARAS_RETURN_IF_ERROR(conn.QueryOne(kSelect, {tenant, id},
                                        [&](const Row& row) {
                                          record = RecordOfRow(row);
                                          return record.status();
                                        })
                              .status());
  return record;
}

absl::Status InsertFile(Connection& conn, const BundleRecord& record, const std::string& file,
                        absl::string_view text) {
  const size_t parts = std::max<size_t>(1, (text.size() + kPartBytes - 1) / kPartBytes);
  size_t part = 0;
  std::string compressed;
  return conn
      .BulkInsert("instance_bundle_files", {"tenant", "bundle_id", "file", "part", "size", "content"},
                  [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
                    if (part == parts) return false;
                    const absl::string_view bytes = text.substr(part * kPartBytes, kPartBytes);
                    compressed = CompressPart(bytes);
                    row[0] = record.tenant;
                    row[1] = record.id;
                    row[2] = file;
                    row[3] = part++;
                    row[4] = bytes.size();
                    row[5] = Bytes(compressed);
                    return true;
                  })
      .status();
}

absl::Status Insert(Connection& conn, const BundleRecord& record, const BundleFiles& files) {
  SELARAS_RETURN_IF_ERROR(conn.Execute(
      kInsert,
      {record.tenant, record.id, record.display_name, record.content_hash,
       FormatCivilDay(record.effective_date), absl::ToUnixMicros(record.create_time), BundleJson(record)}));
  for (const auto& [file, text] : files) SELARAS_RETURN_IF_ERROR(InsertFile(conn, record, file, text));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<BundleRecord> SqlBundleStore::CreateBundle(const Act& act, const BundleRecord& record,
                                                          const BundleFiles& files) {
  absl::StatusOr<BundleRecord> stored = absl::InternalError("not stored");
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const std::string id,
        sql::RunOnce(conn, {act.tenant, act.principal, act.request_id, act.method, act.request_hash},
                     act.time, [&]() -> absl::StatusOr<std::string> {
                       SELARAS_RETURN_IF_ERROR(Insert(conn, record, files));
                       SELARAS_RETURN_IF_ERROR(log_.BundleImported(conn, act, record));
                       return record.id;
                     }));
    stored = Load(conn, act.tenant, id);
    failpoint::Reach("matching.import_bundle.before_commit");
    return stored.status();
  }));
  return stored;
}

absl::StatusOr<BundleRecord> SqlBundleStore::GetBundle(absl::string_view tenant, absl::string_view id) {
  absl::StatusOr<BundleRecord> record = absl::InternalError("not read");
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](Connection& conn) {
    record = Load(conn, tenant, id);
    return record.status();
  }));
  return record;
}

absl::StatusOr<Page<BundleRecord>> SqlBundleStore::ListBundles(absl::string_view tenant,
                                                               absl::string_view after, int limit) {
  return ReadPage<BundleRecord>(database_, kNewest, {tenant, after}, limit, kCount, {tenant}, RecordOfRow);
}

absl::StatusOr<BundleFiles> SqlBundleStore::ReadBundleFiles(absl::string_view tenant, absl::string_view id) {
  BundleFiles files;
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](Connection& conn) {
    files.clear();
    return conn.Query(kFiles, {tenant, id}, [&](const Row& row) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(const std::string part, ExpandPart(row.Bytes(2), row.Int64(1)));
      files[std::string(row.Text(0))] += part;
      return absl::OkStatus();
    });
  }));
  return files;
}

absl::Status SqlBundleStore::NoteKeysExported(const Act& act, absl::string_view plan, int64_t keys) {
  return database_.Transaction([&](Connection& conn) { return log_.KeysExported(conn, act, plan, keys); });
}

}  // namespace selaras::matching
