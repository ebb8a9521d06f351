// One case in each state that matters, made by the store itself: what forbidden statements and tests begin with.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_TESTING_WORLD_H_
#define SELARAS_SERVICES_APPROVAL_STORE_TESTING_WORLD_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/call_scope.h"
#include "libs/base/clock.h"
#include "libs/sql/database.h"
#include "services/approval/store/sql_case_store.h"

namespace selaras::approval {

inline constexpr char kWorldTenant[] = "t";

// A call of account `account` in `tenant`. `clock` outlives it.
CallScope WorldScope(const Clock& clock, absl::string_view tenant = kWorldTenant,
                     absl::string_view account = "acc-desk");

// A draft with `moves` moves of employees `ID-e1`, `ID-e2` …, from posts `ID-f1` … to `ID-p1` …; agency `ag`, proposer
// acc-prop / p-prop, content hash `hash-ID`, chain key `chain-ID`.
CaseRecord DraftOf(absl::string_view id, int moves, absl::Time now, absl::string_view tenant = kWorldTenant);

// `record` one version further after `change`.
Decision Next(const CaseRecord& record, absl::FunctionRef<void(CaseRecord& next)> change);

// Approvals of acc-a / p-a and acc-b / p-b in slots 1 and 2.
std::vector<Approval> TwoApprovals(const CaseRecord& record);

// Insert, submit, consider, approve and start issuing of a draft: each an act of its own in one transaction.
absl::Status BringToIssuing(CaseUnit& unit, const CaseRecord& draft);

// Numbers a decree over all moves of a case that is being issued, as agency `agency`.
absl::StatusOr<Decree> NumberDecree(CaseUnit& unit, absl::string_view case_id, absl::string_view decree_id,
                                    absl::string_view agency = "ag", int32_t year = 2026);

// Cases draft, considered (barred p-barred, p-relative), half (one approval), approved, issuing, numbered (decree
// d-num), issued (d-sig), applied (d-app), rejected, vetoed; meeting m1, response r1, objection o1, declaration dc1,
// delegation dg1, the request rq1, and the content leaf `aa…` for a decree d-new.
absl::Status BuildWorld(sql::Database& database, SqlCaseStore& store, const Clock& clock);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_TESTING_WORLD_H_
