#ifndef SELARAS_LIBS_SQL_TEXT_H_
#define SELARAS_LIBS_SQL_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/sql/value.h"

namespace selaras::sql {

// True if `text` is UTF-8 (RFC 3629: no surrogates, nothing above U+10FFFF, shortest forms) without NUL,
// which is what PostgreSQL's text takes. SQLite would take anything, so both engines ask here.
bool IsStorableText(absl::string_view text);

// kInvalidArgument naming the parameter's number if it is text and not storable. `number` counts from 1.
absl::Status CheckParameter(const Value& value, size_t number);

// `sql` with each parameter $n written ?n, SQLite's numbered form: SQLite takes $1 for a NAME and numbers
// names by first use. Leaves strings, quoted identifiers and comments alone.
std::string NumberParameters(absl::string_view sql);

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_TEXT_H_
