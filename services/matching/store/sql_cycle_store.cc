#include "services/matching/store/sql_cycle_store.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/sql/requests.h"
#include "services/matching/store/plan_json.h"
#include "services/matching/store/plan_rows.h"
#include "services/matching/store/read_page.h"

namespace selaras::matching {
namespace {

using sql::Connection;
using sql::Row;

#define CYCLE_COLUMNS                                                                           \
  "tenant, cycle_id, version, phase, display_name, policy_id, start_dates, goals, goals_hash, " \
  "released_plan, created_at"
constexpr char kInsert[] =
    "insert into cycles (" CYCLE_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
constexpr char kSelect[] = "select " CYCLE_COLUMNS " from cycles where tenant = $1 and cycle_id = $2";
constexpr char kUpdate[] =
    "update cycles set version = version + 1, phase = $3, goals = $4, goals_hash = $5, released_plan = $6 "
    "where tenant = $1 and cycle_id = $2";
constexpr char kNewest[] =
    "select " CYCLE_COLUMNS
    " from cycles where tenant = $1 and ($2 = '' or cycle_id < $2) order by cycle_id desc limit $3";
constexpr char kCount[] = "select count(*) from cycles where tenant = $1";
constexpr int kLongestDescent = 1000;  // Children of children; more is a ring, which cannot be.

absl::StatusOr<CycleRecord> CycleOf(const Row& row) {
  CycleRecord record;
  record.tenant = std::string(row.Text(0));
  record.cycle.id = std::string(row.Text(1));
  record.version = row.Int64(2);
  record.cycle.phase = static_cast<Phase>(row.Int64(3));
  record.cycle.display_name = std::string(row.Text(4));
  record.cycle.policy = std::string(row.Text(5));
  SELARAS_ASSIGN_OR_RETURN(record.cycle.start_dates, DatesFromJson(row.Text(6)));
  SELARAS_ASSIGN_OR_RETURN(record.cycle.goals, GoalsFromJson(row.Text(7)));
  record.cycle.goals_hash = std::string(row.Text(8));
  record.cycle.released_plan = std::string(row.Text(9));
  record.create_time = absl::FromUnixMicros(row.Int64(10));
  return record;
}

absl::StatusOr<CycleRecord> LoadCycle(Connection& conn, absl::string_view tenant, absl::string_view id) {
  absl::StatusOr<CycleRecord> cycle =
      Error(absl::StatusCode::kNotFound, "CYCLE_NOT_FOUND", {{"cycle", std::string(id)}});
  SELARAS_RETURN_IF_ERROR(conn.QueryOne(kSelect, {tenant, id},
                                        [&](const Row& row) {
                                          cycle = CycleOf(row);
                                          return cycle.status();
                                        })
                              .status());
  return cycle;
}

absl::Status SaveCycle(Connection& conn, const CycleRecord& record) {
  const Cycle& cycle = record.cycle;
  return conn.Execute(kUpdate, {record.tenant, cycle.id, static_cast<int64_t>(cycle.phase),
                                ToJson(cycle.goals), cycle.goals_hash, cycle.released_plan});
}

absl::Status Stale(absl::string_view collection, absl::string_view id) {
  return Error(absl::StatusCode::kAborted, "ETAG_STALE", {{"resource", absl::StrCat(collection, "/", id)}});
}

// Runs `act_on` once per request; the answer kept is the id, and a repeat finds the resource as it stands.
absl::StatusOr<std::string> Once(Connection& conn, const Act& act,
                                 absl::FunctionRef<absl::StatusOr<std::string>()> act_on) {
  return sql::RunOnce(conn, {act.tenant, act.principal, act.request_id, act.method, act.request_hash},
                      act.time, act_on);
}

// Whether `plan` is a child, or a child's child, of `ancestor`.
absl::StatusOr<bool> Descends(Connection& conn, const PlanRecord& plan, const std::string& ancestor) {
  std::string parent = plan.parent;
  for (int step = 0; step < kLongestDescent && !parent.empty(); ++step) {
    if (parent == ancestor) return true;
    SELARAS_ASSIGN_OR_RETURN(const PlanRecord older, LoadPlan(conn, plan.tenant, parent));
    parent = older.parent;
  }
  return false;
}

}  // namespace

absl::StatusOr<CycleRecord> SqlCycleStore::CreateCycle(const Act& act, const CycleRecord& record) {
  absl::StatusOr<CycleRecord> stored = absl::InternalError("not stored");
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const std::string id, Once(conn, act, [&]() -> absl::StatusOr<std::string> {
          const Cycle& cycle = record.cycle;
          SELARAS_RETURN_IF_ERROR(conn.Execute(
              kInsert, {record.tenant, cycle.id, record.version, static_cast<int64_t>(cycle.phase),
                        cycle.display_name, cycle.policy, ToJson(cycle.start_dates), ToJson(cycle.goals),
                        cycle.goals_hash, cycle.released_plan, absl::ToUnixMicros(record.create_time)}));
          return cycle.id;
        }));
    stored = LoadCycle(conn, act.tenant, id);
    return stored.status();
  }));
  return stored;
}

absl::StatusOr<CycleRecord> SqlCycleStore::GetCycle(absl::string_view tenant, absl::string_view id) {
  absl::StatusOr<CycleRecord> cycle = absl::InternalError("not read");
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](Connection& conn) {
    cycle = LoadCycle(conn, tenant, id);
    return cycle.status();
  }));
  return cycle;
}

absl::StatusOr<Page<CycleRecord>> SqlCycleStore::ListCycles(absl::string_view tenant, absl::string_view after,
                                                            int limit) {
  return ReadPage<CycleRecord>(database_, kNewest, {tenant, after}, limit, kCount, {tenant}, CycleOf);
}

absl::StatusOr<CycleRecord> SqlCycleStore::UpdateCycle(const Act& act, absl::string_view id,
                                                       std::optional<int64_t> version, Change change) {
  absl::StatusOr<CycleRecord> stored = absl::InternalError("not stored");
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string changed, Once(conn, act, [&]() -> absl::StatusOr<std::string> {
                               SELARAS_ASSIGN_OR_RETURN(CycleRecord record, LoadCycle(conn, act.tenant, id));
                               if (version.has_value() && *version != record.version)
                                 return Stale("cycles", id);
                               const Cycle before = record.cycle;
                               SELARAS_RETURN_IF_ERROR(change(record));
                               SELARAS_RETURN_IF_ERROR(SaveCycle(conn, record));
                               SELARAS_RETURN_IF_ERROR(log_.Changed(conn, act, before, record));
                               return record.cycle.id;
                             }));
    stored = LoadCycle(conn, act.tenant, changed);
    failpoint::Reach("matching.change_cycle.before_commit");
    return stored.status();
  }));
  failpoint::Reach("matching.change_cycle.after_commit");
  return stored;
}

absl::StatusOr<PlanRecord> SqlCycleStore::ReleasePlan(const Act& act, absl::string_view id,
                                                      std::optional<int64_t> version, ReleaseChange change) {
  absl::StatusOr<PlanRecord> stored = absl::InternalError("not stored");
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const std::string released, Once(conn, act, [&]() -> absl::StatusOr<std::string> {
          SELARAS_ASSIGN_OR_RETURN(PlanRecord plan, LoadPlan(conn, act.tenant, id));
          if (version.has_value() && *version != plan.version) return Stale("plans", id);
          const PlanState before = plan.state;
          std::optional<CycleRecord> cycle;
          Cycle cycle_before;
          bool repairs = false;
          if (!plan.spec.cycle.empty()) {
            SELARAS_ASSIGN_OR_RETURN(cycle, LoadCycle(conn, act.tenant, plan.spec.cycle));
            cycle_before = cycle->cycle;
            if (!cycle_before.released_plan.empty()) {
              SELARAS_ASSIGN_OR_RETURN(repairs, Descends(conn, plan, cycle_before.released_plan));
            }
          }
          SELARAS_RETURN_IF_ERROR(change({plan, cycle.has_value() ? &*cycle : nullptr, repairs}));
          SELARAS_RETURN_IF_ERROR(SavePlan(conn, plan));
          SELARAS_RETURN_IF_ERROR(log_.Changed(conn, act, before, plan));
          if (cycle.has_value()) {
            SELARAS_RETURN_IF_ERROR(SaveCycle(conn, *cycle));
            SELARAS_RETURN_IF_ERROR(log_.Changed(conn, act, cycle_before, *cycle));
          }
          return plan.id;
        }));
    stored = LoadPlan(conn, act.tenant, released);
    failpoint::Reach("matching.release.before_commit");
    return stored.status();
  }));
  failpoint::Reach("matching.release.after_commit");
  return stored;
}

}  // namespace selaras::matching
