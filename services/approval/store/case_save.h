// Cases into their rows: only what differs is written.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_CASE_SAVE_H_
#define SELARAS_SERVICES_APPROVAL_STORE_CASE_SAVE_H_

#include "absl/status/status.h"
#include "libs/sql/database.h"
#include "services/approval/domain/case_record.h"

namespace selaras::approval {

// kAlreadyExists CASE_CHAIN_RUNNING: the chain key has a running case.
absl::Status InsertCaseRows(sql::Connection& conn, const CaseRecord& record);

// kAborted CASE_CHANGED: the rows are not at `before`'s version. kFailedPrecondition with the words of
// schema/0002_guards.sql: the change is none that may be. Parts come before the case, so that the case's rules see them:
// void approvals, moves, steps, checklist, bars, veto, new approvals, case.
absl::Status SaveCaseRows(sql::Connection& conn, const CaseRecord& before, const CaseRecord& after);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_CASE_SAVE_H_
