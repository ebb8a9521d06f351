#include "services/matching/store/sql_plan_store.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "services/matching/store/file_parts.h"
#include "services/matching/store/plan_json.h"
#include "services/matching/store/plan_rows.h"
#include "services/matching/store/read_page.h"

namespace selaras::matching {
namespace {

using sql::Bytes;
using sql::Connection;
using sql::Row;

constexpr char kPolicyColumns[] = "policy_id, display_name, content_hash, sealed_at, sealed_by, files";
constexpr char kInsertPolicy[] =
    "insert into policies (tenant, policy_id, display_name, content_hash, sealed_at, sealed_by, files) "
    "values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant, policy_id) do nothing";
constexpr char kInsertPlan[] =
    "insert into plans (tenant, plan_id, request_id, request_hash, version, state, spec, stage_ms, "
    "failure_reason, created_at, parent, asked_by, traceparent) "
    "values ($1, $2, $3, $4, $5, $6, $7, '{}', '', $8, $9, $10, $11) "
    "on conflict (tenant, request_id) do nothing";
constexpr char kLease[] =
    "update plans set leased_by = $3, leased_until = $5 where tenant = $1 and plan_id = $2 and state < 5 "
    "and (leased_by = $3 or leased_until < $4)";
constexpr char kEndLease[] =
    "update plans set leased_by = '', leased_until = 0 where tenant = $1 and plan_id = $2 and leased_by = $3";

absl::Status NotFound(const char* reason, const char* key, absl::string_view id) {
  return Error(absl::StatusCode::kNotFound, reason, {{key, std::string(id)}});
}

absl::StatusOr<PolicyRecord> PolicyOf(const Row& row) {
  PolicyRecord policy;
  policy.id = std::string(row.Text(0));
  policy.display_name = std::string(row.Text(1));
  policy.content_hash = std::string(row.Text(2));
  policy.seal_time = absl::FromUnixMicros(row.Int64(3));
  policy.sealed_by = std::string(row.Text(4));
  SELARAS_ASSIGN_OR_RETURN(policy.files, FilesFromJson(row.Text(5)));
  return policy;
}

// Inserts `count` rows of which `fill(i, row)` sets the columns after tenant and plan.
template <typename Fill>
absl::Status InsertRows(Connection& conn, absl::string_view table,
                        absl::Span<const absl::string_view> columns, const PlanRecord& plan, size_t count,
                        const Fill& fill) {
  size_t next = 0;
  return conn
      .BulkInsert(table, columns,
                  [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
                    if (next == count) return false;
                    row[0] = plan.tenant;
                    row[1] = plan.id;
                    fill(next++, row.subspan(2));
                    return true;
                  })
      .status();
}

absl::Status InsertFile(Connection& conn, const PlanRecord& plan, PlanFile kind, absl::string_view text) {
  const size_t parts = std::max<size_t>(1, (text.size() + kPartBytes - 1) / kPartBytes);
  std::string compressed;
  return InsertRows(conn, "plan_files", {"tenant", "plan_id", "kind", "part", "size", "content"}, plan, parts,
                    [&](size_t part, absl::Span<sql::Value> row) {
                      const absl::string_view bytes = text.substr(part * kPartBytes, kPartBytes);
                      compressed = CompressPart(bytes);
                      row[0] = static_cast<int64_t>(kind);
                      row[1] = part;
                      row[2] = bytes.size();
                      row[3] = Bytes(compressed);
                    });
}

absl::Status InsertOutcome(Connection& conn, const PlanRecord& plan, const PlanOutcome& outcome) {
  std::string json;
  SELARAS_RETURN_IF_ERROR(InsertRows(
      conn, "plan_moves", {"tenant", "plan_id", "move_id", "rank", "employee_id", "chain_id", "content"},
      plan, outcome.moves.size(), [&](size_t i, absl::Span<sql::Value> row) {
        const MoveRecord& move = outcome.moves[i];
        json = ToJson(move);
        row[0] = move.id;
        row[1] = i;
        row[2] = move.employee;
        row[3] = move.chain;
        row[4] = json;
      }));
  SELARAS_RETURN_IF_ERROR(InsertRows(conn, "plan_chains", {"tenant", "plan_id", "chain_id", "content"}, plan,
                                     outcome.chains.size(), [&](size_t i, absl::Span<sql::Value> row) {
                                       json = ToJson(outcome.chains[i]);
                                       row[0] = outcome.chains[i].id;
                                       row[1] = json;
                                     }));
  SELARAS_RETURN_IF_ERROR(InsertRows(conn, "plan_cutoffs",
                                     {"tenant", "plan_id", "post_id", "points", "seats", "placed"}, plan,
                                     outcome.cutoffs.size(), [&](size_t i, absl::Span<sql::Value> row) {
                                       const CutoffRecord& cutoff = outcome.cutoffs[i];
                                       row[0] = cutoff.post;
                                       row[1] = cutoff.points;
                                       row[2] = cutoff.seats;
                                       row[3] = cutoff.placed;
                                     }));
  for (const auto& [kind, text] : outcome.files) SELARAS_RETURN_IF_ERROR(InsertFile(conn, plan, kind, text));
  return absl::OkStatus();
}

// Id of the plan that this request made; empty = none yet.
absl::StatusOr<std::string> FindRequest(Connection& conn, absl::string_view tenant,
                                        absl::string_view request_id, absl::string_view request_hash) {
  std::string first_id, first_hash;
  SELARAS_RETURN_IF_ERROR(
      conn.QueryOne("select plan_id, request_hash from plans where tenant = $1 and request_id = $2",
                    {tenant, request_id},
                    [&](const Row& row) {
                      first_id = std::string(row.Text(0));
                      first_hash = std::string(row.Text(1));
                      return absl::OkStatus();
                    })
          .status());
  if (!first_id.empty() && first_hash != request_hash) {
    return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED");
  }
  return first_id;
}

}  // namespace

absl::StatusOr<PolicyRecord> SqlPlanStore::SealPolicy(const Act& act, const PolicyRecord& policy) {
  const std::string files = ToJson(policy.files);
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const int64_t inserted,
        conn.ExecuteCounted(kInsertPolicy, {act.tenant, policy.id, policy.display_name, policy.content_hash,
                                            absl::ToUnixMicros(policy.seal_time), policy.sealed_by, files}));
    return inserted == 0 ? absl::OkStatus() : log_.Sealed(conn, act, policy);
  }));
  return GetPolicy(act.tenant, policy.id);
}

absl::StatusOr<PolicyRecord> SqlPlanStore::GetPolicy(absl::string_view tenant, absl::string_view id) {
  absl::StatusOr<PolicyRecord> policy = NotFound("POLICY_NOT_FOUND", "policy", id);
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](Connection& conn) {
    return conn
        .QueryOne(
            absl::StrCat("select ", kPolicyColumns, " from policies where tenant = $1 and policy_id = $2"),
            {tenant, id},
            [&](const Row& row) {
              policy = PolicyOf(row);
              return policy.status();
            })
        .status();
  }));
  return policy;
}

absl::StatusOr<Page<PolicyRecord>> SqlPlanStore::ListPolicies(absl::string_view tenant,
                                                              absl::string_view after, int limit) {
  return ReadPage<PolicyRecord>(
      database_,
      absl::StrCat("select ", kPolicyColumns,
                   " from policies where tenant = $1 and policy_id > $2 order by policy_id limit $3"),
      {tenant, after}, limit, "select count(*) from policies where tenant = $1", {tenant}, PolicyOf);
}

absl::StatusOr<PlanRecord> SqlPlanStore::CreatePlan(const PlanRecord& plan, absl::string_view request_id,
                                                    absl::string_view request_hash) {
  absl::StatusOr<PlanRecord> stored = absl::InternalError("not stored");
  const std::string spec = ToJson(plan.spec);
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const int64_t inserted,
        conn.ExecuteCounted(
            kInsertPlan,
            {plan.tenant, plan.id, request_id, request_hash, plan.version, static_cast<int64_t>(plan.state),
             spec, absl::ToUnixMicros(plan.create_time), plan.parent, plan.asked_by, plan.traceparent}));
    if (inserted == 1) {
      stored = LoadPlan(conn, plan.tenant, plan.id);
      failpoint::Reach("matching.create_plan.before_commit");
      return stored.status();
    }
    SELARAS_ASSIGN_OR_RETURN(const std::string first,
                             FindRequest(conn, plan.tenant, request_id, request_hash));
    stored = LoadPlan(conn, plan.tenant, first);
    return stored.status();
  }));
  failpoint::Reach("matching.create_plan.after_commit");
  return stored;
}

absl::StatusOr<std::optional<PlanRecord>> SqlPlanStore::FindRequested(absl::string_view tenant,
                                                                      absl::string_view request_id,
                                                                      absl::string_view request_hash) {
  std::optional<PlanRecord> found;
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](Connection& conn) -> absl::Status {
    found.reset();
    SELARAS_ASSIGN_OR_RETURN(const std::string id, FindRequest(conn, tenant, request_id, request_hash));
    if (id.empty()) return absl::OkStatus();
    SELARAS_ASSIGN_OR_RETURN(found, LoadPlan(conn, tenant, id));
    return absl::OkStatus();
  }));
  return found;
}

absl::StatusOr<bool> SqlPlanStore::LeasePlan(absl::string_view tenant, absl::string_view id,
                                             absl::string_view holder, absl::Time now, absl::Time until) {
  int64_t taken = 0;
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(taken, conn.ExecuteCounted(kLease, {tenant, id, holder, absl::ToUnixMicros(now),
                                                                 absl::ToUnixMicros(until)}));
    return absl::OkStatus();
  }));
  return taken == 1;
}

absl::Status SqlPlanStore::EndLease(absl::string_view tenant, absl::string_view id,
                                    absl::string_view holder) {
  return database_.Transaction([&](Connection& conn) {
    return conn.Execute(kEndLease, {tenant, id, holder});
  });
}

absl::StatusOr<PlanRecord> SqlPlanStore::GetPlan(absl::string_view tenant, absl::string_view id) {
  absl::StatusOr<PlanRecord> plan = absl::InternalError("not read");
  const absl::Status read = database_.ReadTransaction([&](Connection& conn) {
    plan = LoadPlan(conn, tenant, id);
    return plan.status();
  });
  if (!read.ok()) return read;
  return plan;
}

absl::StatusOr<Page<PlanRecord>> SqlPlanStore::ListPlans(absl::string_view tenant, absl::string_view after,
                                                         int limit) {
  // Ids begin with their creation time, so descending ids are newest first.
  constexpr char kNewest[] =
      "select " SELARAS_PLAN_COLUMNS
      " from plans where tenant = $1 and ($2 = '' or plan_id < $2) order by plan_id desc limit $3";
  return ReadPage<PlanRecord>(database_, kNewest, {tenant, after}, limit,
                              "select count(*) from plans where tenant = $1", {tenant}, PlanOf);
}

absl::StatusOr<std::vector<PlanRecord>> SqlPlanStore::ListUnfinished() {
  std::vector<PlanRecord> plans;
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](Connection& conn) {
    plans.clear();
    return conn.Query("select " SELARAS_PLAN_COLUMNS
                      " from plans where state < 5 order by created_at, plan_id",
                      {}, [&](const Row& row) -> absl::Status {
                        SELARAS_ASSIGN_OR_RETURN(PlanRecord plan, PlanOf(row));
                        plans.push_back(std::move(plan));
                        return absl::OkStatus();
                      });
  }));
  return plans;
}

absl::StatusOr<PlanRecord> SqlPlanStore::UpdatePlan(const Act& act, absl::string_view id,
                                                    std::optional<int64_t> version, Change change) {
  absl::StatusOr<PlanRecord> stored = absl::InternalError("not stored");
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(PlanRecord plan, LoadPlan(conn, act.tenant, id));
    if (version.has_value() && *version != plan.version) {
      return Error(absl::StatusCode::kAborted, "ETAG_STALE", {{"resource", absl::StrCat("plans/", id)}});
    }
    const PlanState before = plan.state;
    SELARAS_RETURN_IF_ERROR(change(plan));
    SELARAS_RETURN_IF_ERROR(SavePlan(conn, plan));
    SELARAS_RETURN_IF_ERROR(log_.Changed(conn, act, before, plan));
    stored = LoadPlan(conn, act.tenant, id);
    return stored.status();
  }));
  return stored;
}

absl::StatusOr<PlanRecord> SqlPlanStore::FinishPlan(absl::string_view tenant, absl::string_view id,
                                                    absl::Time end_time, const PlanProgress& progress,
                                                    const PlanOutcome& outcome) {
  absl::StatusOr<PlanRecord> stored = absl::InternalError("not stored");
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(PlanRecord plan, LoadPlan(conn, tenant, id));
    if (IsEnded(plan.state))
      return Error(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", {{"plan", plan.id}});
    SELARAS_RETURN_IF_ERROR(InsertOutcome(conn, plan, outcome));
    const PlanState before = plan.state;
    plan.state = PlanState::kPlanned;
    plan.end_time = end_time;
    plan.progress = progress;
    plan.result = outcome.result;
    SELARAS_RETURN_IF_ERROR(SavePlan(conn, plan));
    SELARAS_RETURN_IF_ERROR(
        log_.Changed(conn, WorkerAct(plan.tenant, plan.traceparent, end_time), before, plan));
    stored = LoadPlan(conn, tenant, id);
    failpoint::Reach("matching.finish.before_commit");
    return stored.status();
  }));
  failpoint::Reach("matching.finish.after_commit");
  return stored;
}

absl::StatusOr<Page<MoveRecord>> SqlPlanStore::ListMoves(absl::string_view tenant, absl::string_view plan,
                                                         bool by_gain, absl::string_view after, int limit) {
  constexpr char kCount[] = "select count(*) from plan_moves where tenant = $1 and plan_id = $2";
  const auto move_of = [](const Row& row) { return MoveFromJson(row.Text(0)); };
  if (!by_gain) {
    return ReadPage<MoveRecord>(
        database_,
        "select content from plan_moves where tenant = $1 and plan_id = $2 and move_id > $3 "
        "order by move_id limit $4",
        {tenant, plan, after}, limit, kCount, {tenant, plan}, move_of);
  }
  // Behind the move whose id is `after`: its rank, or before the first.
  return ReadPage<MoveRecord>(
      database_,
      "select content from plan_moves where tenant = $1 and plan_id = $2 and rank > coalesce((select rank "
      "from plan_moves "
      "where tenant = $1 and plan_id = $2 and move_id = $3), -1) order by rank limit $4",
      {tenant, plan, after}, limit, kCount, {tenant, plan}, move_of);
}

absl::StatusOr<Page<ChainRecord>> SqlPlanStore::ListChains(absl::string_view tenant, absl::string_view plan,
                                                           absl::string_view after, int limit) {
  return ReadPage<ChainRecord>(
      database_,
      "select content from plan_chains where tenant = $1 and plan_id = $2 and chain_id > $3 "
      "order by chain_id limit $4",
      {tenant, plan, after}, limit, "select count(*) from plan_chains where tenant = $1 and plan_id = $2",
      {tenant, plan}, [](const Row& row) { return ChainFromJson(row.Text(0)); });
}

absl::StatusOr<Page<CutoffRecord>> SqlPlanStore::ListCutoffs(absl::string_view tenant, absl::string_view plan,
                                                             absl::string_view after, int limit) {
  return ReadPage<CutoffRecord>(
      database_,
      "select post_id, points, seats, placed from plan_cutoffs where tenant = $1 and plan_id = $2 and "
      "post_id > $3 "
      "order by post_id limit $4",
      {tenant, plan, after}, limit, "select count(*) from plan_cutoffs where tenant = $1 and plan_id = $2",
      {tenant, plan}, [](const Row& row) -> absl::StatusOr<CutoffRecord> {
        return CutoffRecord{std::string(row.Text(0)), row.Int64(1), static_cast<int32_t>(row.Int64(2)),
                            static_cast<int32_t>(row.Int64(3))};
      });
}

absl::Status SqlPlanStore::ReadFile(absl::string_view tenant, absl::string_view plan, PlanFile file,
                                    absl::FunctionRef<absl::Status(absl::string_view part)> sink) {
  int64_t parts = 0;
  const absl::Status read = database_.ReadTransaction([&](Connection& conn) -> absl::Status {
    // A second run would hand the parts over twice.
    if (parts > 0) return absl::UnavailableError("reading a plan file was interrupted");
    return conn.Query(
        "select size, content from plan_files where tenant = $1 and plan_id = $2 and kind = $3 order by part",
        {tenant, plan, static_cast<int64_t>(file)}, [&](const Row& row) -> absl::Status {
          ++parts;
          SELARAS_ASSIGN_OR_RETURN(const std::string part, ExpandPart(row.Bytes(1), row.Int64(0)));
          return sink(part);
        });
  });
  if (read.ok() && parts == 0) return NotFound("PLAN_FILE_NOT_FOUND", "plan", plan);
  return read;
}

absl::StatusOr<std::string> SqlPlanStore::GetSecret(absl::string_view tenant, absl::string_view name,
                                                    absl::string_view fresh) {
  std::string secret;
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(
        conn.Execute("insert into secrets (tenant, name, secret) values ($1, $2, $3) on conflict (tenant, "
                     "name) do nothing",
                     {tenant, name, Bytes(fresh)}));
    return conn
        .QueryOne("select secret from secrets where tenant = $1 and name = $2", {tenant, name},
                  [&](const Row& row) {
                    secret = std::string(row.Bytes(0));
                    return absl::OkStatus();
                  })
        .status();
  }));
  return secret;
}

}  // namespace selaras::matching
