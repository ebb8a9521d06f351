// Decrees and their PDFs in rows.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_DECREE_ROWS_H_
#define SELARAS_SERVICES_APPROVAL_STORE_DECREE_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/sql/database.h"
#include "services/approval/app/case_store.h"

namespace selaras::approval {

// kNotFound DECREE_NOT_FOUND; so do all below that name a decree.
absl::StatusOr<Decree> LoadDecree(sql::Connection& conn, absl::string_view tenant, absl::string_view id);
// Ended ones too, by id.
absl::StatusOr<std::vector<Decree>> DecreesOf(sql::Connection& conn, absl::string_view tenant,
                                              absl::string_view case_id);
// `case_id` empty = of all cases.
absl::StatusOr<DecreePage> ListDecrees(sql::Connection& conn, absl::string_view tenant,
                                       absl::string_view case_id, absl::string_view after, int32_t limit);
absl::StatusOr<std::string> LoadPdf(sql::Connection& conn, absl::string_view tenant,
                                    absl::string_view decree);

absl::Status InsertDecreeRows(sql::Connection& conn, const Decree& decree);
// What a change of a decree is told about.
struct DecreeOwner {
  std::string agency, case_id, content_hash;
};
absl::StatusOr<DecreeOwner> SignDecreeRow(sql::Connection& conn, absl::string_view tenant,
                                          absl::string_view id, absl::string_view pdf,
                                          absl::string_view pdf_hash);
absl::StatusOr<DecreeOwner> EndDecreeRow(sql::Connection& conn, absl::string_view tenant,
                                         absl::string_view id, DecreeState state, int64_t registry_revision);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_DECREE_ROWS_H_
