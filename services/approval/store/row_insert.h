// Many rows in one statement: on a server each statement is a journey.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_ROW_INSERT_H_
#define SELARAS_SERVICES_APPROVAL_STORE_ROW_INSERT_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/sql/database.h"

namespace selaras::approval {

// Most rows of one statement, so that there are few texts to prepare.
inline constexpr size_t kRowsPerStatement = 8;

// `head` "insert into t (a, b)", `tail` "" or "on conflict …"; `cells` row by row. No rows: no statement.
absl::Status InsertRows(sql::Connection& conn, absl::string_view head, size_t columns,
                        const std::vector<sql::Value>& cells, absl::string_view tail = "");

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_ROW_INSERT_H_
