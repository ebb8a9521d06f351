#include "services/approval/store/row_insert.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "libs/base/status_macros.h"

namespace selaras::approval {
namespace {

std::string StatementFor(absl::string_view head, size_t columns, size_t rows, absl::string_view tail) {
  std::string sql = absl::StrCat(head, " values ");
  size_t parameter = 0;
  for (size_t row = 0; row < rows; ++row) {
    absl::StrAppend(&sql, row > 0 ? ", (" : "(");
    for (size_t column = 0; column < columns; ++column) {
      absl::StrAppend(&sql, column > 0 ? ", $" : "$", ++parameter);
    }
    sql.push_back(')');
  }
  absl::StrAppend(&sql, " ", tail);
  return sql;
}

}  // namespace

absl::Status InsertRows(sql::Connection& conn, absl::string_view head, size_t columns,
                        const std::vector<sql::Value>& cells, absl::string_view tail) {
  absl::Span<const sql::Value> rest(cells);
  while (!rest.empty()) {
    const size_t rows = std::min(kRowsPerStatement, rest.size() / columns);
    SELARAS_RETURN_IF_ERROR(
        conn.Execute(StatementFor(head, columns, rows, tail), rest.subspan(0, rows * columns)));
    rest.remove_prefix(rows * columns);
  }
  return absl::OkStatus();
}

}  // namespace selaras::approval
