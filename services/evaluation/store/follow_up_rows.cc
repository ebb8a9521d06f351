#include "services/evaluation/store/follow_up_rows.h"

#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"

namespace selaras::evaluation {
namespace {

constexpr absl::string_view kInsert =
    "insert into follow_ups (tenant, follow_up_id, version, kind, evaluation_id, plan_id, owner, due_date, "
    "text_id, "
    "finding, create_time) values ($1, $2, 1, $3, $4, $5, $6, $7, $8, '', $9) on conflict do nothing";

}  // namespace

absl::StatusOr<int64_t> InsertFollowUp(sql::Connection& conn, absl::string_view tenant,
                                       const FollowUp& follow_up) {
  return conn.ExecuteCounted(
      kInsert, {tenant, follow_up.id, static_cast<int>(follow_up.kind), follow_up.evaluation,
                follow_up.transition_plan, follow_up.owner, FormatCivilDay(follow_up.due), follow_up.text_id,
                absl::ToUnixMicros(follow_up.create_time)});
}

absl::StatusOr<FollowUp> FollowUpOf(const sql::Row& row) {
  FollowUp follow_up;
  const auto text = [&](int column) { return std::string(row.Text(column)); };
  follow_up.id = text(0);
  follow_up.version = row.Int64(1);
  follow_up.kind = static_cast<FollowUpKind>(row.Int64(2));
  follow_up.evaluation = text(3);
  follow_up.transition_plan = text(4);
  follow_up.owner = text(5);
  SELARAS_ASSIGN_OR_RETURN(follow_up.due, ParseCivilDay(row.Text(6)));
  follow_up.text_id = text(7);
  if (const auto done = row.OptionalText(8)) {
    SELARAS_ASSIGN_OR_RETURN(follow_up.done, ParseCivilDay(*done));
  }
  follow_up.finding = text(9);
  follow_up.create_time = absl::FromUnixMicros(row.Int64(10));
  return follow_up;
}

}  // namespace selaras::evaluation
