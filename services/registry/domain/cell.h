#ifndef SELARAS_SERVICES_REGISTRY_DOMAIN_CELL_H_
#define SELARAS_SERVICES_REGISTRY_DOMAIN_CELL_H_

// From the text of one cell to its canonical value.

#include <string>

#include "absl/strings/string_view.h"
#include "services/registry/domain/record_schema.h"

namespace selaras::registry {

// Empty, `-` and `NULL` mean unknown.
bool IsUnknown(absl::string_view text);

// Puts the canonical value of `text` into `out` (empty = unknown) and returns the reason why it is refused,
// or "". The references of a column are not resolved here. Reasons: IMPORT_CELL_REQUIRED,
// IMPORT_CODE_UNKNOWN, IMPORT_TOKEN_MALFORMED, IMPORT_DATE_MALFORMED, IMPORT_NUMBER_MALFORMED,
// IMPORT_NUMBER_RANGE, IMPORT_FLAG_MALFORMED, IMPORT_LEVELS_MALFORMED, IMPORT_GRADE_UNKNOWN,
// IMPORT_TEXT_TOO_LONG, IMPORT_TEXT_NOT_UTF8 and those of nip.h.
absl::string_view ReadCell(const Column& column, absl::string_view text, std::string* out);

// What a value looks like, without telling it: `empty`, `18 digits`, `text of 7`, `number in scientific
// notation`.
std::string ShapeOf(absl::string_view text);

// Order of PNS grades: 11 → 1 … 45 → 17 (domain.md §2.1); 0 = no PNS grade.
int GradeOrder(int siasn_id);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_DOMAIN_CELL_H_
