// Rows of the table `plans`, for the stores that change them.
#ifndef SELARAS_SERVICES_MATCHING_STORE_PLAN_ROWS_H_
#define SELARAS_SERVICES_MATCHING_STORE_PLAN_ROWS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/sql/database.h"
#include "services/matching/app/plan_record.h"

namespace selaras::matching {

#define SELARAS_PLAN_COLUMNS                                                                        \
  "tenant, plan_id, version, state, spec, result, stage_ms, failure_reason, created_at, ended_at, " \
  "parent, asked_by, traceparent, failure"

absl::StatusOr<PlanRecord> PlanOf(const sql::Row& row);
// kNotFound (PLAN_NOT_FOUND).
absl::StatusOr<PlanRecord> LoadPlan(sql::Connection& conn, absl::string_view tenant, absl::string_view id);
// What may change of a plan; version + 1.
absl::Status SavePlan(sql::Connection& conn, const PlanRecord& plan);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_PLAN_ROWS_H_
