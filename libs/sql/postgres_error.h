#ifndef SELARAS_LIBS_SQL_POSTGRES_ERROR_H_
#define SELARAS_LIBS_SQL_POSTGRES_ERROR_H_

#include <libpq-fe.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace selaras::sql {

// Canonical code of an SQLSTATE; "" (no answer from the server) is kUnavailable.
absl::StatusCode CodeOfSqlState(absl::string_view state);

// True for failures after which the same transaction may well succeed: serialization, deadlock, the server
// ending the connection, a prepared statement that a schema change made stale.
bool IsPassing(absl::string_view state);

// The error in `result` (null: the connection was lost). Takes the server's words only where they cannot hold
// values: wrong SQL and our own triggers; otherwise the SQLSTATE and the names of constraint, table and
// column.
absl::Status PostgresError(const PGresult* result, absl::string_view doing);

// SQLSTATE of a failed result, "" if there is none.
absl::string_view SqlStateOf(const PGresult* result);

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_POSTGRES_ERROR_H_
