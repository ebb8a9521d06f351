// Cases out of their rows: one statement, however many parts a case has or cases a page.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_CASE_LOAD_H_
#define SELARAS_SERVICES_APPROVAL_STORE_CASE_LOAD_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/sql/database.h"
#include "services/approval/app/case_store.h"

namespace selaras::approval {

// kNotFound CASE_NOT_FOUND.
absl::StatusOr<CaseRecord> LoadCase(sql::Connection& conn, absl::string_view tenant, absl::string_view id);

absl::StatusOr<CasePage> LoadCases(sql::Connection& conn, absl::string_view tenant, const CaseFilter& filter);

absl::StatusOr<std::optional<std::string>> RunningCaseOf(sql::Connection& conn, absl::string_view tenant,
                                                         absl::string_view chain_key);

absl::StatusOr<std::vector<CaseSummary>> CasesOfPlan(sql::Connection& conn, absl::string_view tenant,
                                                     absl::string_view plan);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_CASE_LOAD_H_
