#include "services/approval/domain/terms.h"

#include <gtest/gtest.h>

namespace selaras::approval {
namespace {

using absl::CivilDay;

TEST(AddWorkingDaysTest, WeekendsAndHolidaysDoNotCount) {
  const absl::btree_set<CivilDay> holidays = {CivilDay(2026, 8, 17), CivilDay(2026, 12, 25),
                                              CivilDay(2027, 1, 1), CivilDay(2026, 6, 1)};
  const struct {
    CivilDay from;
    int32_t days;
    CivilDay to;
  } kDates[] = {
      {CivilDay(2026, 3, 2), 0, CivilDay(2026, 3, 2)},
      {CivilDay(2026, 3, 2), 1, CivilDay(2026, 3, 3)},
      {CivilDay(2026, 3, 2), 5, CivilDay(2026, 3, 9)},     // over a weekend
      {CivilDay(2026, 3, 6), 1, CivilDay(2026, 3, 9)},     // Friday
      {CivilDay(2026, 3, 7), 1, CivilDay(2026, 3, 9)},     // Saturday
      {CivilDay(2026, 3, 8), 1, CivilDay(2026, 3, 9)},     // Sunday
      {CivilDay(2026, 8, 14), 1, CivilDay(2026, 8, 18)},   // Friday before a Monday holiday
      {CivilDay(2026, 8, 10), 10, CivilDay(2026, 8, 25)},  // two weekends, one holiday
      {CivilDay(2026, 12, 24), 1, CivilDay(2026, 12, 28)},
      {CivilDay(2026, 12, 31), 1, CivilDay(2027, 1, 4)},  // holiday on a Friday
      {CivilDay(2026, 6, 1), 1, CivilDay(2026, 6, 2)},    // from a holiday
  };
  for (const auto& date : kDates)
    EXPECT_EQ(AddWorkingDays(date.from, date.days, holidays), date.to) << date.from;
}

// The definition, counted day by day, over two years.
TEST(AddWorkingDaysTest, CountsExactlyTheWorkingDaysBetween) {
  const absl::btree_set<CivilDay> holidays = {CivilDay(2026, 5, 1), CivilDay(2026, 8, 17)};
  for (CivilDay from(2025, 1, 1); from < CivilDay(2027, 1, 1); ++from) {
    const CivilDay to = AddWorkingDays(from, 15, holidays);
    int working = 0;
    for (CivilDay day = from + 1; day <= to; ++day) {
      const auto weekday = absl::GetWeekday(day);
      working +=
          weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday && !holidays.contains(day);
    }
    ASSERT_EQ(working, 15) << from;
    ASSERT_NE(absl::GetWeekday(to), absl::Weekday::sunday) << from;
  }
}

}  // namespace
}  // namespace selaras::approval
