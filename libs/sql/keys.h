#ifndef SELARAS_LIBS_SQL_KEYS_H_
#define SELARAS_LIBS_SQL_KEYS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/sql/database.h"

namespace selaras::sql {

// Reads the rows of many keys in few statements:
//
//   QueryByKeys(conn, "select post_id, seats from posts where tenant = $1 and post_id in ({keys})", {tenant},
//   ids, on_row);
//
// `{keys}` stands once in `sql`, for all of `keys` in batches of at most 256; `params` are the other
// parameters, from $1. Rows come in no order across batches, once for each row and batch: a key given twice
// may give its rows twice. Sort and limit afterwards, not in the statement. Keys are bigint or text, one type
// in a call. Nothing is read without keys.
absl::Status QueryByKeys(Connection& conn, absl::string_view sql, absl::Span<const Value> params,
                         absl::Span<const Value> keys, RowCallback on_row);

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_KEYS_H_
