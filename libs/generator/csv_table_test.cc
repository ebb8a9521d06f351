#include "libs/generator/csv_table.h"

#include <gtest/gtest.h>

namespace selaras::generator {
namespace {

TEST(CsvTableTest, ReadsQuotesMarksAndWindowsLines) {
  const CsvTable table = CsvTable::Parse(
      "\xEF\xBB\xBF"
      "a,b\r\n\"x, \"\"y\"\"\",2\r\n\r\n3\n");
  ASSERT_EQ(table.size(), 2u);
  EXPECT_EQ(table.Get(0, "a"), "x, \"y\"");
  EXPECT_EQ(table.Get(0, "b"), "2");
  EXPECT_EQ(table.Get(1, "a"), "3");
  EXPECT_EQ(table.Get(1, "b"), "") << "short row";
  EXPECT_EQ(table.Get(1, "c"), "") << "no such column";
  EXPECT_FALSE(table.Has("c"));
}

TEST(CsvTableTest, ReadsSemicolons) {
  const CsvTable table = CsvTable::Parse("a;b\n1,5;2");
  ASSERT_EQ(table.size(), 1u);
  EXPECT_EQ(table.Get(0, "a"), "1,5");
}

TEST(CsvTableTest, NamesTheMissingFile) {
  const auto table = CsvTable::Read("/nonexistent/list.csv");
  EXPECT_EQ(table.status().code(), absl::StatusCode::kNotFound);
  EXPECT_NE(table.status().message().find("list.csv"), std::string::npos);
}

}  // namespace
}  // namespace selaras::generator
