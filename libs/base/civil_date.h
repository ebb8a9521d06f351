#ifndef SELARAS_LIBS_BASE_CIVIL_DATE_H_
#define SELARAS_LIBS_BASE_CIVIL_DATE_H_

// Civil dates as text: "YYYY-MM-DD" in CSV, documents, command lines and SQL. A civil date has no zone.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras {

// Exactly "YYYY-MM-DD", year 0001 to 9999, a day that exists. kInvalidArgument otherwise; the message does
// not repeat the text, which may be a birth date.
absl::StatusOr<absl::CivilDay> ParseCivilDay(absl::string_view text);

// Inverse of ParseCivilDay. REQUIRES: year 1 to 9999.
std::string FormatCivilDay(absl::CivilDay day);

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_CIVIL_DATE_H_
