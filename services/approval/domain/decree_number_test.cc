#include "services/approval/domain/decree_number.h"

#include <gtest/gtest.h>

namespace selaras::approval {
namespace {

TEST(DecreeNumberTest, FillsTheForm) {
  const absl::CivilDay day(2026, 9, 3);
  EXPECT_EQ(FillNumberForm("800.1.3/{sequence}/{agency}/{year}", 17, "BKD", day), "800.1.3/17/BKD/2026");
  EXPECT_EQ(FillNumberForm("{sequence}/{month_roman}/{month}/{year}", 1, "BKD", day), "1/IX/09/2026");
  // What is filled in is not filled again.
  EXPECT_EQ(FillNumberForm("{sequence}/{agency}/{year}", 1, "{year}", day), "1/{year}/2026");
}

TEST(DecreeNumberTest, AFormThatRepeatsNumbersIsWrong) {
  EXPECT_EQ(WrongInNumberForm("SK-{sequence}/{year}"), "");
  EXPECT_NE(WrongInNumberForm("SK/{year}"), "");
  EXPECT_NE(WrongInNumberForm("SK/{sequence}"), "");
  EXPECT_NE(WrongInNumberForm("SK/{sequence}/{year}/{office}"), "");
  EXPECT_NE(WrongInNumberForm("SK/{sequence}/{year"), "");
}

}  // namespace
}  // namespace selaras::approval
