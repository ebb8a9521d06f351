#include "libs/csv/heading.h"

#include <gtest/gtest.h>

namespace selaras::csv {
namespace {

TEST(ReportedHeading, IsRepeatedWhereItCanOnlyBeAHeading) {
  EXPECT_EQ(ReportedHeading("tahun", 1, true), "tahun");
  EXPECT_EQ(ReportedHeading("TMT CPNS 2", 3, true), "TMT CPNS 2");
}

TEST(ReportedHeading, IsAPlaceWhereItMayBeSomebodysData) {
  EXPECT_EQ(ReportedHeading("198609262010052001", 0, true), "#1");
  EXPECT_EQ(ReportedHeading("1986-09-26", 2, true), "#3");
  EXPECT_EQ(ReportedHeading("Ani Rahasia", 1, false), "#2");
}

TEST(ReportedHeading, IsAPlaceWhereNoDatabaseWouldTakeIt) {
  EXPECT_EQ(ReportedHeading("tah\xFF\xFEun", 0, true), "#1");
  EXPECT_EQ(ReportedHeading(absl::string_view("a\0b", 3), 0, true), "#1");
  EXPECT_EQ(ReportedHeading(std::string(41, 'a'), 0, true), "#1");
  EXPECT_EQ(ReportedHeading("", 4, true), "#5");
}

}  // namespace
}  // namespace selaras::csv
