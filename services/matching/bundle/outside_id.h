// Ids that a caller brings from his own system: opaque to us, and never a number of the civil registry.
#ifndef SELARAS_SERVICES_MATCHING_BUNDLE_OUTSIDE_ID_H_
#define SELARAS_SERVICES_MATCHING_BUNDLE_OUTSIDE_ID_H_

#include "absl/strings/string_view.h"

namespace selaras::matching {

// 1-63 of `0-9 A-Z a-z _ . -`, the first a letter or digit, no two dots in a row.
bool IsOutsideId(absl::string_view text);

// Looks like a NIP (18 digits) or NIK (16 digits), separators between them or not; also what a spreadsheet made of one
// (1.98E+17). An employee's code that looks so is refused: it tells birth date and sex.
bool LooksLikePersonalNumber(absl::string_view text);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_BUNDLE_OUTSIDE_ID_H_
