#include "libs/base/clock.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace selaras {

absl::Time SystemClock::Now() const {
  return absl::Now() + offset_;
}

absl::CivilDay Today(const Clock& clock, absl::TimeZone zone) {
  return absl::ToCivilDay(clock.Now(), zone);
}

absl::StatusOr<absl::TimeZone> ParseTimeZone(absl::string_view name) {
  constexpr int kHour = 3600;
  if (name == "WIB" || name == "Asia/Jakarta" || name == "Asia/Pontianak")
    return absl::FixedTimeZone(7 * kHour);
  if (name == "WITA" || name == "Asia/Makassar") return absl::FixedTimeZone(8 * kHour);
  if (name == "WIT" || name == "Asia/Jayapura") return absl::FixedTimeZone(9 * kHour);
  absl::TimeZone zone;
  if (name.empty() || !absl::LoadTimeZone(std::string(name), &zone)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "time zone \"", name, "\" is unknown; write WIB, WITA, WIT or an IANA name such as Asia/Jakarta"));
  }
  return zone;
}

}  // namespace selaras
