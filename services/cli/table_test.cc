#include "services/cli/table.h"

#include "gtest/gtest.h"

namespace selaras::cli {
namespace {

TEST(TableTest, ColumnsAlignByCodePointsAndLinesEndClean) {
  Table table({{"unit"}, {"kurang", Align::kRight}});
  table.Add({"Puskesmas Tébet", "3"});
  table.Add({"SD 01", "12"});
  EXPECT_EQ(table.ToString(),
            "unit             kurang\n"
            "---------------  ------\n"
            "Puskesmas Tébet       3\n"
            "SD 01                12\n");
}

TEST(TableTest, ThousandsGroupsFromTheRight) {
  EXPECT_EQ(Thousands(0), "0");
  EXPECT_EQ(Thousands(999), "999");
  EXPECT_EQ(Thousands(1000), "1,000");
  EXPECT_EQ(Thousands(-1234567), "-1,234,567");
  EXPECT_EQ(Thousands(INT64_MIN), "-9,223,372,036,854,775,808");
}

}  // namespace
}  // namespace selaras::cli
