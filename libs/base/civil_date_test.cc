#include "libs/base/civil_date.h"

#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using testing::IsOkAndHolds;
using testing::StatusIs;

TEST(CivilDateTest, EveryDayOfFourCenturiesComesBack) {
  for (absl::CivilDay day(1800, 1, 1); day < absl::CivilDay(2200, 1, 1); ++day) {
    ASSERT_THAT(ParseCivilDay(FormatCivilDay(day)), IsOkAndHolds(day));
  }
  EXPECT_EQ(FormatCivilDay(absl::CivilDay(7, 2, 3)), "0007-02-03");
}

TEST(CivilDateTest, RefusesWhatIsNoDate) {
  for (const char* text :
       {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "26-04-01", "2026-4-1",
        "2026/04/01", "2026-04-01 ", " 2026-04-01", "+026-04-01", "0000-01-01", "2026-04-0a"}) {
    EXPECT_THAT(ParseCivilDay(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
  EXPECT_THAT(ParseCivilDay("2024-02-29"), IsOkAndHolds(absl::CivilDay(2024, 2, 29)));
}

}  // namespace
}  // namespace selaras
