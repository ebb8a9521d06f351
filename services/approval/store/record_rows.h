// Rows that are written once: meetings, responses, objections, declarations, delegations.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_RECORD_ROWS_H_
#define SELARAS_SERVICES_APPROVAL_STORE_RECORD_ROWS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/sql/database.h"
#include "services/approval/app/case_store.h"

namespace selaras::approval {

// kNotFound MEETING_NOT_FOUND.
absl::StatusOr<Meeting> LoadMeeting(sql::Connection& conn, absl::string_view tenant, absl::string_view id);
absl::Status InsertMeetingRows(sql::Connection& conn, absl::string_view tenant, const Meeting& meeting);
// The owning agency of a case. kNotFound CASE_NOT_FOUND.
absl::StatusOr<std::string> AgencyOfCase(sql::Connection& conn, absl::string_view tenant,
                                         absl::string_view id);
// Of a decree. kNotFound DECREE_NOT_FOUND.
absl::StatusOr<std::string> AgencyOfDecree(sql::Connection& conn, absl::string_view tenant,
                                           absl::string_view id);

absl::Status InsertResponseRow(sql::Connection& conn, absl::string_view tenant, absl::string_view agency,
                               const Response& response);
absl::Status InsertObjectionRow(sql::Connection& conn, absl::string_view tenant, absl::string_view agency,
                                const Objection& objection);
absl::Status InsertDeclarationRow(sql::Connection& conn, absl::string_view tenant, absl::string_view agency,
                                  const Declaration& declaration);
absl::Status InsertDelegationRow(sql::Connection& conn, absl::string_view tenant, absl::string_view agency,
                                 const Delegation& delegation);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_RECORD_ROWS_H_
