// The two tables as they stand in docs/approval.md.
#ifndef SELARAS_SERVICES_APPROVAL_PAGES_MARKDOWN_TABLES_H_
#define SELARAS_SERVICES_APPROVAL_PAGES_MARKDOWN_TABLES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::approval {

std::string RouteTable();
std::string GateTable();

// `page` with the text between `<!-- table: NAME -->` and `<!-- end -->` replaced by the tables `kinds`, `routes` and
// `gates`. kInvalidArgument: a marker of another name, without an end, or a table that no marker names.
absl::StatusOr<std::string> WithTables(absl::string_view page);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_PAGES_MARKDOWN_TABLES_H_
