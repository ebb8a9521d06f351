#include "libs/generator/csv_writer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace selaras::generator {
namespace {

std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

TEST(CsvWriterTest, WritesEveryKindOfField) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/writer.csv");
  CsvWriter out(path, "a,b");
  out.Add("x,\"y\"").Add(7).Add(absl::CivilDay(2026, 1, 9)).Add(absl::CivilMonth(2025, 12)).Add(true);
  out.AddDecimal(-1.25, 1).AddDecimal(0.04, 1).AddDecimal(2.5, 0).Add(std::optional<absl::CivilDay>());
  out.EndRow();
  EXPECT_EQ(out.LastRow(), "\"x,\"\"y\"\"\",7,2026-01-09,2025-12,1,-1.3,0.0,3,");
  ASSERT_TRUE(out.Close().ok());
  EXPECT_EQ(Slurp(path), "a,b\n\"x,\"\"y\"\"\",7,2026-01-09,2025-12,1,-1.3,0.0,3,\n");
}

TEST(CsvWriterTest, LastRowSurvivesTheFlush) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/long.csv");
  CsvWriter out(path, "a");
  const std::string text(1000, 'z');
  for (int i = 0; i < 3000; ++i) {
    out.Add(absl::StrCat(i, text));
    out.EndRow();
    ASSERT_EQ(out.LastRow(), absl::StrCat(i, text));
  }
  ASSERT_TRUE(out.Close().ok());
  EXPECT_EQ(out.rows(), 3000);
  EXPECT_EQ(Slurp(path).find("2999z") != std::string::npos, true);
}

TEST(CsvWriterTest, ReportsAFileThatCannotBeWritten) {
  CsvWriter out("/nonexistent/folder/x.csv", "a");
  EXPECT_EQ(out.Close().code(), absl::StatusCode::kUnknown);
}

}  // namespace
}  // namespace selaras::generator
