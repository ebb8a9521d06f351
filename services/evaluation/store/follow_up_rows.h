#ifndef SELARAS_SERVICES_EVALUATION_STORE_FOLLOW_UP_ROWS_H_
#define SELARAS_SERVICES_EVALUATION_STORE_FOLLOW_UP_ROWS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/sql/database.h"
#include "services/evaluation/app/records.h"

namespace selaras::evaluation {

// 0: the mover has a support case already, else 1.
absl::StatusOr<int64_t> InsertFollowUp(sql::Connection& conn, absl::string_view tenant,
                                       const FollowUp& follow_up);

#define FOLLOW_UP_COLUMNS                                                                               \
  "follow_up_id, version, kind, evaluation_id, plan_id, owner, due_date, text_id, done_date, finding, " \
  "create_time"
absl::StatusOr<FollowUp> FollowUpOf(const sql::Row& row);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_STORE_FOLLOW_UP_ROWS_H_
