#include "services/matching/store/plan_rows.h"

#include <optional>
#include <string>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/store/plan_json.h"

namespace selaras::matching {
namespace {

constexpr char kSelectPlan[] =
    "select " SELARAS_PLAN_COLUMNS " from plans where tenant = $1 and plan_id = $2";
constexpr char kUpdatePlan[] =
    "update plans set version = version + 1, state = $3, result = $4, stage_ms = $5, failure_reason = $6, "
    "ended_at = $7, failure = $8 where tenant = $1 and plan_id = $2";

}  // namespace

absl::StatusOr<PlanRecord> PlanOf(const sql::Row& row) {
  PlanRecord plan;
  plan.tenant = std::string(row.Text(0));
  plan.id = std::string(row.Text(1));
  plan.version = row.Int64(2);
  plan.state = static_cast<PlanState>(row.Int64(3));
  SELARAS_ASSIGN_OR_RETURN(plan.spec, SpecFromJson(row.Text(4)));
  if (const auto result = row.OptionalText(5)) {
    SELARAS_ASSIGN_OR_RETURN(plan.result, ResultFromJson(*result));
  }
  SELARAS_ASSIGN_OR_RETURN(plan.progress.stage_ms, StagesFromJson(row.Text(6)));
  plan.failure_reason = std::string(row.Text(7));
  plan.create_time = absl::FromUnixMicros(row.Int64(8));
  if (const auto ended = row.OptionalInt64(9)) plan.end_time = absl::FromUnixMicros(*ended);
  plan.parent = std::string(row.Text(10));
  plan.asked_by = std::string(row.Text(11));
  plan.traceparent = std::string(row.Text(12));
  SELARAS_ASSIGN_OR_RETURN(plan.failure_metadata, TextsFromJson(row.Text(13)));
  return plan;
}

absl::StatusOr<PlanRecord> LoadPlan(sql::Connection& conn, absl::string_view tenant, absl::string_view id) {
  absl::StatusOr<PlanRecord> plan =
      Error(absl::StatusCode::kNotFound, "PLAN_NOT_FOUND", {{"plan", std::string(id)}});
  SELARAS_RETURN_IF_ERROR(conn.QueryOne(kSelectPlan, {tenant, id},
                                        [&](const sql::Row& row) {
                                          plan = PlanOf(row);
                                          return plan.status();
                                        })
                              .status());
  return plan;
}

absl::Status SavePlan(sql::Connection& conn, const PlanRecord& plan) {
  const std::optional<std::string> result =
      plan.result.has_value() ? std::make_optional(ToJson(*plan.result)) : std::nullopt;
  const std::optional<int64_t> ended =
      plan.end_time.has_value() ? std::make_optional(absl::ToUnixMicros(*plan.end_time)) : std::nullopt;
  return conn.Execute(kUpdatePlan, {plan.tenant, plan.id, static_cast<int64_t>(plan.state), result,
                                    ToJson(plan.progress.stage_ms), plan.failure_reason, ended,
                                    ToJson(plan.failure_metadata)});
}

}  // namespace selaras::matching
