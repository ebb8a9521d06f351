#include "libs/base/civil_date.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace selaras {
namespace {

// Value of `count` digits at `at`, or -1.
int Digits(absl::string_view text, int at, int count) {
  int value = 0;
  for (int i = at; i < at + count; ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseCivilDay(absl::string_view text) {
  const absl::Status error = absl::InvalidArgumentError("not a date; write YYYY-MM-DD, such as 2026-04-01");
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return error;
  const int year = Digits(text, 0, 4);
  const int month = Digits(text, 5, 2);
  const int day = Digits(text, 8, 2);
  if (year < 1 || month < 1 || day < 1) return error;
  const absl::CivilDay date(year, month, day);  // normalises what does not exist, so compare
  if (date.month() != month || date.day() != day || date.year() != year) return error;
  return date;
}

std::string FormatCivilDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

}  // namespace selaras
