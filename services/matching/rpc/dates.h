// google.type.Date and civil days.
#ifndef SELARAS_SERVICES_MATCHING_RPC_DATES_H_
#define SELARAS_SERVICES_MATCHING_RPC_DATES_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace selaras::matching {

// An unset or partial date is unknown.
inline std::optional<absl::CivilDay> DayOf(const google::type::Date& date) {
  if (date.year() == 0 || date.month() == 0 || date.day() == 0) return std::nullopt;
  return absl::CivilDay(date.year(), date.month(), date.day());
}

inline void SetDate(absl::CivilDay day, google::type::Date* date) {
  date->set_year(static_cast<int32_t>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_DATES_H_
