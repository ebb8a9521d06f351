#include "services/needs/store/sql_snapshot_store.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/sql/requests.h"
#include "services/needs/store/tell.h"

namespace selaras::needs {
namespace {

#define SNAPSHOT_COLUMNS                                                                                    \
  "snapshot_id, tenant, version, state, registry_revision, effective_date, needs_revision, policy_hash, "   \
  "content_hash, create_time, end_time, posts_done, posts_total, failure_reason, attempts, posts, target, " \
  "critical, "                                                                                              \
  "incumbents, ceiling, shortage, surplus, measured_posts, actor"

constexpr absl::string_view kInsert =
    "insert into need_snapshots (tenant, snapshot_id, version, state, registry_revision, effective_date, "
    "needs_revision, policy_hash, content_hash, create_time, posts_done, posts_total, failure_reason, owner, "
    "lease_until, attempts, posts, target, critical, incumbents, ceiling, shortage, surplus, measured_posts, "
    "actor) "
    "values ($1, $2, 1, 1, $3, $4, $5, $6, '', $7, 0, 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $8)";
constexpr absl::string_view kSelectOne =
    "select " SNAPSHOT_COLUMNS " from need_snapshots where tenant = $1 and snapshot_id = $2";
constexpr absl::string_view kSelectNewest =
    "select " SNAPSHOT_COLUMNS
    " from need_snapshots where tenant = $1 "
    "and ($3 = '' or create_time < $2 or (create_time = $2 and snapshot_id < $3)) "
    "order by create_time desc, snapshot_id desc limit $4";
constexpr absl::string_view kCount = "select count(*) from need_snapshots where tenant = $1";
constexpr absl::string_view kClaim =
    "update need_snapshots set owner = $1, lease_until = $3, attempts = attempts + 1, version = version + 1 "
    "where (tenant, snapshot_id) in (select tenant, snapshot_id from need_snapshots where state = 1 "
    "and lease_until <= $2 order by create_time, snapshot_id limit 1) returning " SNAPSHOT_COLUMNS;
constexpr absl::string_view kProgress =
    "update need_snapshots set registry_revision = $4, posts_done = $5, posts_total = $6, lease_until = $7, "
    "version = version + 1 where tenant = $1 and snapshot_id = $2 and owner = $3 and state = 1";
constexpr absl::string_view kRelease =
    "update need_snapshots set owner = '', lease_until = $4, version = version + 1 "
    "where tenant = $1 and snapshot_id = $2 and owner = $3 and state = 1";
constexpr absl::string_view kFail =
    "update need_snapshots set state = 3, failure_reason = $4, end_time = $5, owner = '', version = version "
    "+ 1 "
    "where tenant = $1 and snapshot_id = $2 and owner = $3 and state = 1";
constexpr absl::string_view kFinish =
    "update need_snapshots set state = 2, registry_revision = $4, policy_hash = $5, content_hash = $6, "
    "end_time = $7, "
    "posts_done = $8, posts_total = $8, posts = $8, target = $9, critical = $10, incumbents = $11, ceiling = "
    "$12, "
    "shortage = $13, surplus = $14, measured_posts = $15, owner = '', version = version + 1 "
    "where tenant = $1 and snapshot_id = $2 and owner = $3 and state = 1";

#define CURVE_COLUMNS                                                                                     \
  "post, org_unit, position, agency, critical, target, ceiling, incumbents, shortage, surplus, urgency, " \
  "raw_target, "                                                                                          \
  "raw_low, raw_high, basis, reason_id, reason_en"
#define CURVE_FILTER \
  "tenant = $1 and snapshot_id = $2 and ($3 = '' or org_unit = $3) and ($4 = '' or position = $4)"

constexpr absl::string_view kCurvesByPost =
    "select " CURVE_COLUMNS " from need_curves where " CURVE_FILTER " and post > $5 order by post limit $6";
constexpr absl::string_view kCurvesByShortage =
    "select " CURVE_COLUMNS " from need_curves where " CURVE_FILTER
    " and ($5 = '' or shortage < $7 or (shortage = $7 and post > $5)) order by shortage desc, post limit $6";
constexpr absl::string_view kCurvesBySurplus =
    "select " CURVE_COLUMNS " from need_curves where " CURVE_FILTER
    " and ($5 = '' or surplus < $7 or (surplus = $7 and post > $5)) order by surplus desc, post limit $6";
constexpr absl::string_view kCountCurves = "select count(*) from need_curves where " CURVE_FILTER;

// Units strictly below another: their path begins with its path, and is longer.
#define LOAD_FILTER                                                                                         \
  "l.tenant = $1 and l.snapshot_id = $2 and ($3 = '' or exists (select 1 from unit_loads a where a.tenant " \
  "= $1 and "                                                                                               \
  "a.snapshot_id = $2 and a.org_unit = $3 and l.path > a.path and substr(l.path, 1, length(a.path)) = "     \
  "a.path))"

constexpr absl::string_view kLoads =
    "select l.org_unit, l.display_name, l.path, l.incumbents, l.raw_target, l.load_index, l.load_order, "
    "l.band, "
    "l.perceived_load, l.complaint_rate from unit_loads l where " LOAD_FILTER
    " and ($4 = '' or l.load_order < $5 or (l.load_order = $5 and l.org_unit > $4)) "
    "order by l.load_order desc, l.org_unit limit $6";
constexpr absl::string_view kCountLoads = "select count(*) from unit_loads l where " LOAD_FILTER;

Snapshot ReadSnapshot(const sql::Row& row) {
  Snapshot snapshot;
  snapshot.id = std::string(row.Text(0));
  snapshot.tenant = std::string(row.Text(1));
  snapshot.version = row.Int64(2);
  snapshot.state = static_cast<SnapshotState>(row.Int64(3));
  snapshot.registry_revision = row.Int64(4);
  snapshot.effective_date = ParseCivilDay(row.Text(5)).value_or(absl::CivilDay());
  snapshot.needs_revision = row.Int64(6);
  snapshot.policy_hash = std::string(row.Text(7));
  snapshot.content_hash = std::string(row.Text(8));
  snapshot.create_time = absl::FromUnixMicros(row.Int64(9));
  if (const auto end = row.OptionalInt64(10)) snapshot.end_time = absl::FromUnixMicros(*end);
  snapshot.posts_done = row.Int64(11);
  snapshot.posts_total = row.Int64(12);
  snapshot.failure_reason = std::string(row.Text(13));
  snapshot.attempts = row.Int64(14);
  snapshot.totals = {row.Int64(15), row.Int64(16), row.Int64(17), row.Int64(18),
                     row.Int64(19), row.Int64(20), row.Int64(21), row.Int64(22)};
  snapshot.actor = std::string(row.Text(23));
  return snapshot;
}

StoredCurve ReadCurve(const sql::Row& row) {
  StoredCurve curve;
  curve.post = {std::string(row.Text(0)),           std::string(row.Text(1)),
                std::string(row.Text(2)),           std::string(row.Text(3)),
                static_cast<int32_t>(row.Int64(6)), static_cast<int32_t>(row.Int64(7))};
  curve.critical = static_cast<int32_t>(row.Int64(4));
  curve.target = static_cast<int32_t>(row.Int64(5));
  curve.shortage = static_cast<int32_t>(row.Int64(8));
  curve.surplus = static_cast<int32_t>(row.Int64(9));
  for (absl::string_view seat : absl::StrSplit(row.Text(10), ',', absl::SkipEmpty())) {
    int32_t urgency = 0;
    if (absl::SimpleAtoi(seat, &urgency)) curve.urgency.push_back(urgency);
  }
  curve.raw = row.Double(11);
  curve.low = row.Double(12);
  curve.high = row.Double(13);
  curve.basis = static_cast<Basis>(row.Int64(14));
  curve.reason_id = std::string(row.Text(15));
  curve.reason_en = std::string(row.Text(16));
  return curve;
}

absl::Status InsertCurves(sql::Connection& conn, const Snapshot& snapshot,
                          const std::vector<NeedCurve>& curves) {
  constexpr absl::string_view kColumns[] = {
      "tenant",  "snapshot_id", "post",       "org_unit",  "position", "agency",  "critical",
      "target",  "ceiling",     "incumbents", "shortage",  "surplus",  "urgency", "raw_target",
      "raw_low", "raw_high",    "basis",      "reason_id", "reason_en"};
  size_t next = 0;
  std::string urgency;
  return conn
      .BulkInsert("need_curves", kColumns,
                  [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
                    if (next == curves.size()) return false;
                    const NeedCurve& curve = curves[next++];
                    urgency = absl::StrJoin(curve.urgency, ",");
                    const sql::Value cells[] = {snapshot.tenant,
                                                snapshot.id,
                                                curve.post.name,
                                                curve.post.org_unit,
                                                curve.post.position,
                                                curve.post.agency,
                                                curve.critical,
                                                curve.target,
                                                curve.post.ceiling,
                                                curve.post.incumbents,
                                                curve.shortage(),
                                                curve.surplus(),
                                                urgency,
                                                curve.raw.ToDouble(),
                                                curve.low.ToDouble(),
                                                curve.high.ToDouble(),
                                                static_cast<int>(curve.basis),
                                                curve.reason_id,
                                                curve.reason_en};
                    std::copy(std::begin(cells), std::end(cells), row.begin());
                    return true;
                  })
      .status();
}

absl::Status InsertLoads(sql::Connection& conn, const Snapshot& snapshot,
                         const std::vector<UnitLoad>& loads) {
  constexpr absl::string_view kColumns[] = {"tenant",     "snapshot_id", "org_unit",       "display_name",
                                            "path",       "incumbents",  "raw_target",     "load_index",
                                            "load_order", "band",        "perceived_load", "complaint_rate"};
  size_t next = 0;
  return conn
      .BulkInsert("unit_loads", kColumns,
                  [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
                    if (next == loads.size()) return false;
                    const UnitLoad& load = loads[next++];
                    const sql::Value cells[] = {
                        snapshot.tenant,   snapshot.id,         load.org_unit,
                        load.display_name, load.path,           load.incumbents,
                        load.raw,          load.load_index,     load.load_index.value_or(-1.0),
                        load.band,         load.perceived_load, load.complaint_rate};
                    std::copy(std::begin(cells), std::end(cells), row.begin());
                    return true;
                  })
      .status();
}

evidence::LeafContent LeafOf(const Snapshot& snapshot) {
  const Totals& totals = snapshot.totals;
  return {.service = "needs",
          .kind = "NeedsAnalyzed",
          .subject = absl::StrCat("needSnapshots/", snapshot.id),
          .actor = snapshot.actor,
          .time = snapshot.end_time.value_or(snapshot.create_time),
          .fields = {{"content_sha256", snapshot.content_hash},
                     {"policy_sha256", snapshot.policy_hash},
                     {"registry_revision", absl::StrCat(snapshot.registry_revision)},
                     {"needs_revision", absl::StrCat(snapshot.needs_revision)},
                     {"effective_date", FormatCivilDay(snapshot.effective_date)},
                     {"posts", absl::StrCat(totals.posts)},
                     {"target", absl::StrCat(totals.target)},
                     {"shortage", absl::StrCat(totals.shortage)},
                     {"surplus", absl::StrCat(totals.surplus)}}};
}

}  // namespace

absl::StatusOr<Snapshot> SqlSnapshotStore::Create(absl::string_view tenant, const RequestIdentity& request,
                                                  const Snapshot& snapshot) {
  std::string id;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    const sql::RequestKey key{tenant, request.principal, request.request_id, "AnalyzeNeeds",
                              request.request_hash};
    SELARAS_ASSIGN_OR_RETURN(
        id, sql::RunOnce(conn, key, snapshot.create_time, [&]() -> absl::StatusOr<std::string> {
          SELARAS_RETURN_IF_ERROR(conn.Execute(
              kInsert, {tenant, snapshot.id, snapshot.registry_revision,
                        FormatCivilDay(snapshot.effective_date), snapshot.needs_revision,
                        snapshot.policy_hash, absl::ToUnixMicros(snapshot.create_time), snapshot.actor}));
          return snapshot.id;
        }));
    return absl::OkStatus();
  }));
  return Get(tenant, id);
}

absl::StatusOr<std::vector<Snapshot>> SqlSnapshotStore::Select(absl::string_view sql,
                                                               absl::Span<const sql::Value> params) {
  std::vector<Snapshot> snapshots;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    snapshots.clear();
    return conn.Query(sql, params, [&](const sql::Row& row) {
      snapshots.push_back(ReadSnapshot(row));
      return absl::OkStatus();
    });
  }));
  return snapshots;
}

absl::StatusOr<int64_t> SqlSnapshotStore::SelectCount(absl::string_view sql,
                                                      absl::Span<const sql::Value> params) {
  int64_t count = 0;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::optional<int64_t> found, conn.QueryInt64(sql, params));
    count = found.value_or(0);
    return absl::OkStatus();
  }));
  return count;
}

absl::StatusOr<bool> SqlSnapshotStore::Change(absl::string_view sql, absl::Span<const sql::Value> params) {
  int64_t changed = 0;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(changed, conn.ExecuteCounted(sql, params));
    return absl::OkStatus();
  }));
  return changed == 1;
}

absl::StatusOr<Snapshot> SqlSnapshotStore::Get(absl::string_view tenant, absl::string_view id) {
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Snapshot> found, Select(kSelectOne, {tenant, id}));
  if (found.empty()) return Error(absl::StatusCode::kNotFound, "NEED_SNAPSHOT_NOT_FOUND");
  return found[0];
}

absl::StatusOr<std::vector<Snapshot>> SqlSnapshotStore::List(absl::string_view tenant, absl::Time before_time,
                                                             absl::string_view before_id, int limit) {
  const int64_t before = before_id.empty() ? 0 : absl::ToUnixMicros(before_time);
  return Select(kSelectNewest, {tenant, before, before_id, limit});
}

absl::StatusOr<int64_t> SqlSnapshotStore::Count(absl::string_view tenant) {
  return SelectCount(kCount, {tenant});
}

absl::StatusOr<std::optional<Snapshot>> SqlSnapshotStore::Claim(absl::string_view owner, absl::Time now,
                                                                absl::Time lease_until) {
  std::optional<Snapshot> claimed;
  // Mostly there is nothing to claim: look first, so that an idle worker never waits for writers nor holds
  // them up.
  SELARAS_ASSIGN_OR_RETURN(
      const int64_t waiting,
      SelectCount("select count(*) from need_snapshots where state = 1 and lease_until <= $1",
                  {absl::ToUnixMicros(now)}));
  if (waiting == 0) return claimed;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) {
    claimed.reset();
    return conn.Query(kClaim, {owner, absl::ToUnixMicros(now), absl::ToUnixMicros(lease_until)},
                      [&](const sql::Row& row) {
                        claimed = ReadSnapshot(row);
                        return absl::OkStatus();
                      });
  }));
  return claimed;
}

absl::StatusOr<bool> SqlSnapshotStore::Progress(absl::string_view owner, const Snapshot& snapshot,
                                                absl::Time lease_until) {
  return Change(kProgress, {snapshot.tenant, snapshot.id, owner, snapshot.registry_revision,
                            snapshot.posts_done, snapshot.posts_total, absl::ToUnixMicros(lease_until)});
}

absl::Status SqlSnapshotStore::Release(absl::string_view owner, const Snapshot& snapshot, absl::Time at) {
  return Change(kRelease, {snapshot.tenant, snapshot.id, owner, absl::ToUnixMicros(at)}).status();
}

absl::StatusOr<bool> SqlSnapshotStore::Fail(absl::string_view owner, const Snapshot& snapshot) {
  return Change(kFail, {snapshot.tenant, snapshot.id, owner, snapshot.failure_reason,
                        absl::ToUnixMicros(snapshot.end_time.value_or(snapshot.create_time))});
}

absl::StatusOr<bool> SqlSnapshotStore::Finish(absl::string_view owner, const Snapshot& snapshot,
                                              const Analysis& analysis) {
  bool held = false;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    const Totals& totals = snapshot.totals;
    SELARAS_ASSIGN_OR_RETURN(
        const int64_t changed,
        conn.ExecuteCounted(
            kFinish,
            {snapshot.tenant, snapshot.id, owner, snapshot.registry_revision, snapshot.policy_hash,
             snapshot.content_hash, absl::ToUnixMicros(snapshot.end_time.value_or(snapshot.create_time)),
             totals.posts, totals.target, totals.critical, totals.incumbents, totals.ceiling, totals.shortage,
             totals.surplus, totals.measured_posts}));
    held = changed == 1;
    if (!held) return absl::OkStatus();
    SELARAS_RETURN_IF_ERROR(InsertCurves(conn, snapshot, analysis.curves));
    SELARAS_RETURN_IF_ERROR(InsertLoads(conn, snapshot, analysis.loads));
    SELARAS_RETURN_IF_ERROR(Tell(conn, ids_, {.tenant = snapshot.tenant}, LeafOf(snapshot)));
    failpoint::Reach("needs.analyze.before_commit");
    return absl::OkStatus();
  }));
  if (held) failpoint::Reach("needs.analyze.after_commit");
  return held;
}

absl::StatusOr<std::vector<StoredCurve>> SqlSnapshotStore::ListCurves(absl::string_view tenant,
                                                                      const CurveQuery& query, int limit) {
  std::vector<StoredCurve> curves;
  const absl::string_view sql = query.order == CurveOrder::kShortage  ? kCurvesByShortage
                                : query.order == CurveOrder::kSurplus ? kCurvesBySurplus
                                                                      : kCurvesByPost;
  std::vector<sql::Value> params = {tenant,         query.snapshot_id, query.org_unit,
                                    query.position, query.after_post,  limit};
  if (query.order != CurveOrder::kPost) params.push_back(query.after_value);
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    curves.clear();
    return conn.Query(sql, params, [&](const sql::Row& row) {
      curves.push_back(ReadCurve(row));
      return absl::OkStatus();
    });
  }));
  return curves;
}

absl::StatusOr<int64_t> SqlSnapshotStore::CountCurves(absl::string_view tenant, const CurveQuery& query) {
  return SelectCount(kCountCurves, {tenant, query.snapshot_id, query.org_unit, query.position});
}

absl::StatusOr<std::vector<StoredLoad>> SqlSnapshotStore::ListLoads(absl::string_view tenant,
                                                                    const LoadQuery& query, int limit) {
  std::vector<StoredLoad> loads;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    loads.clear();
    return conn.Query(kLoads,
                      {tenant, query.snapshot_id, query.org_unit, query.after_unit, query.after_load, limit},
                      [&](const sql::Row& row) {
                        StoredLoad stored;
                        stored.load = {std::string(row.Text(0)),
                                       std::string(row.Text(1)),
                                       std::string(row.Text(2)),
                                       row.Int64(3),
                                       row.Double(4),
                                       row.OptionalDouble(5),
                                       std::string(row.Text(7)),
                                       row.OptionalDouble(8),
                                       row.OptionalDouble(9)};
                        stored.order = row.Double(6);
                        loads.push_back(std::move(stored));
                        return absl::OkStatus();
                      });
  }));
  return loads;
}

absl::StatusOr<int64_t> SqlSnapshotStore::CountLoads(absl::string_view tenant, const LoadQuery& query) {
  return SelectCount(kCountLoads, {tenant, query.snapshot_id, query.org_unit});
}

}  // namespace selaras::needs
