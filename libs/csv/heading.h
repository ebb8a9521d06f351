// What a report may say of a column heading that its reader does not know.
#ifndef SELARAS_LIBS_CSV_HEADING_H_
#define SELARAS_LIBS_CSV_HEADING_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace selaras::csv {

// The heading itself where it can only be a heading, else its place in the row: `#1` for `cell` 0. A file
// without a row of headings begins with somebody's number, name and birth date, which no report may repeat:
// `any_known` says that the row holds at least one heading that the reader knows. Words that are long, not
// ASCII or like numbers are never repeated.
std::string ReportedHeading(absl::string_view heading, size_t cell, bool any_known);

}  // namespace selaras::csv

#endif  // SELARAS_LIBS_CSV_HEADING_H_
