#include "libs/base/clock.h"

#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using testing::FakeClock;
using testing::StatusIs;

// Half past midnight of 2 April in Jayapura is still 1 April in Jakarta.
TEST(ClockTest, TodayDependsOnTheZone) {
  const FakeClock clock(absl::FromUnixSeconds(1775057400));  // 2026-04-01T15:30:00Z
  SELARAS_ASSERT_OK_AND_ASSIGN(const absl::TimeZone jakarta, ParseTimeZone("Asia/Jakarta"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const absl::TimeZone jayapura, ParseTimeZone("WIT"));
  EXPECT_EQ(Today(clock, jakarta), absl::CivilDay(2026, 4, 1));
  EXPECT_EQ(Today(clock, jayapura), absl::CivilDay(2026, 4, 2));
}

TEST(ClockTest, RefusesUnknownZones) {
  EXPECT_THAT(ParseTimeZone(""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseTimeZone("Asia/Nowhere"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ClockTest, SystemClockGoesOn) {
  const SystemClock clock;
  const absl::Time before = clock.Now();
  EXPECT_GE(clock.Now(), before);
}

}  // namespace
}  // namespace selaras
