#include "services/approval/domain/terms.h"

namespace selaras::approval {

absl::CivilDay AddWorkingDays(absl::CivilDay from, int32_t days,
                              const absl::btree_set<absl::CivilDay>& holidays) {
  absl::CivilDay day = from;
  while (days > 0) {
    ++day;
    const absl::Weekday weekday = absl::GetWeekday(day);
    if (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday) continue;
    if (!holidays.contains(day)) --days;
  }
  return day;
}

}  // namespace selaras::approval
