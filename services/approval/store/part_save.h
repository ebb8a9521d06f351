// Rows of a case's parts.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_PART_SAVE_H_
#define SELARAS_SERVICES_APPROVAL_STORE_PART_SAVE_H_

#include "absl/status/status.h"
#include "libs/sql/database.h"
#include "services/approval/domain/case_record.h"

namespace selaras::approval {

// Brings the rows from `before` to `after`, in the order of case_save.h. Parts that went are kept with live = 0.
// kInternal: an approval went or changed other than to void.
absl::Status SaveParts(sql::Connection& conn, const CaseRecord& before, const CaseRecord& after);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_PART_SAVE_H_
