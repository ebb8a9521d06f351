#include "libs/rpc/proto_time.h"

namespace selaras {

std::optional<absl::CivilDay> DayOf(const google::type::Date& date) {
  if (date.year() < 1 || date.year() > 9999) return std::nullopt;
  // CivilDay carries 30 February over into March: what comes back differs from what went in.
  const absl::CivilDay day(date.year(), date.month(), date.day());
  if (day.year() != date.year() || day.month() != date.month() || day.day() != date.day())
    return std::nullopt;
  return day;
}

void SetDate(absl::CivilDay day, google::type::Date* out) {
  out->set_year(static_cast<int32_t>(day.year()));
  out->set_month(day.month());
  out->set_day(day.day());
}

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  // Both floor, so that nanos stay positive before 1970, as the message demands.
  const int64_t seconds = absl::ToUnixSeconds(time);
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>((absl::ToUnixMicros(time) - seconds * 1000000) * 1000));
}

}  // namespace selaras
