#include "services/registry/domain/cell.h"

#include <gtest/gtest.h>

namespace selaras::registry {
namespace {

// The canonical value, or "!" and the reason.
std::string Read(const Column& column, absl::string_view text) {
  std::string value;
  const absl::string_view reason = ReadCell(column, text, &value);
  return reason.empty() ? value : "!" + std::string(reason);
}

TEST(CellTest, UnknownIsNeverZero) {
  const Column optional{.name = "n", .type = CellType::kInt, .max = 9};
  for (const char* unknown : {"", " ", "-", "NULL", "null"}) EXPECT_EQ(Read(optional, unknown), "");
  Column required = optional;
  required.required = true;
  EXPECT_EQ(Read(required, "-"), "!IMPORT_CELL_REQUIRED");
  EXPECT_EQ(Read(required, "0"), "0");
}

TEST(CellTest, DatesOfBothFormsBecomeOne) {
  const Column date{.name = "d", .type = CellType::kDate};
  EXPECT_EQ(Read(date, "2024-02-29"), "2024-02-29");
  EXPECT_EQ(Read(date, "29-02-2024"), "2024-02-29");
  EXPECT_EQ(Read(date, "29/02/2024"), "2024-02-29");
  EXPECT_EQ(Read(date, "2024-02-29 00:00:00"), "2024-02-29");
  for (const char* bad : {"30-02-2024", "2024-2-9", "45351", "1850-01-01", "x"}) {
    EXPECT_EQ(Read(date, bad), "!IMPORT_DATE_MALFORMED") << bad;
  }
}

TEST(CellTest, NumbersHaveRangesAndSpreadsheetForms) {
  const Column level{.name = "l", .type = CellType::kInt, .max = 5};
  EXPECT_EQ(Read(level, "05"), "5");
  EXPECT_EQ(Read(level, "3.0"), "3");
  EXPECT_EQ(Read(level, "6"), "!IMPORT_NUMBER_RANGE");
  EXPECT_EQ(Read(level, "-1"), "!IMPORT_NUMBER_RANGE");
  EXPECT_EQ(Read(level, "tiga"), "!IMPORT_NUMBER_MALFORMED");
  const Column score{.name = "s", .type = CellType::kReal, .max = 100};
  EXPECT_EQ(Read(score, "82,5"), "82.5");
  EXPECT_EQ(Read(score, "-6.123456789"), "!IMPORT_NUMBER_RANGE");
  EXPECT_EQ(Read(score, "6.123456789"), "6.123456789");
  EXPECT_EQ(Read(score, "nan"), "!IMPORT_NUMBER_MALFORMED");
}

TEST(CellTest, CodesGradesAndLevels) {
  const Column code{.name = "c", .type = CellType::kCode, .allowed = "05 10 BAIK"};
  EXPECT_EQ(Read(code, "baik"), "BAIK");
  EXPECT_EQ(Read(code, "5"), "05");
  EXPECT_EQ(Read(code, "BAIKK"), "!IMPORT_CODE_UNKNOWN");
  const Column grade{.name = "g", .type = CellType::kGrade};
  EXPECT_EQ(Read(grade, "45"), "45");
  EXPECT_EQ(Read(grade, "P9"), "9");
  for (const char* bad : {"46", "35", "P18", "9", "III/a"})
    EXPECT_EQ(Read(grade, bad), "!IMPORT_GRADE_UNKNOWN") << bad;
  const Column levels{.name = "t", .type = CellType::kLevels};
  EXPECT_EQ(Read(levels, "b:2|a:3"), "a:3|b:2");
  EXPECT_EQ(Read(levels, "a:6"), "!IMPORT_LEVELS_MALFORMED");
  EXPECT_EQ(Read(levels, "a"), "!IMPORT_LEVELS_MALFORMED");
}

TEST(CellTest, TextIsUtf8WithoutLineEndsAndTabs) {
  const Column text{.name = "t", .max = 8};
  EXPECT_EQ(Read(text, "a\tb\nc"), "a b c");
  EXPECT_EQ(Read(text, "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"),
            "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9");
  EXPECT_EQ(Read(text, "123456789"), "!IMPORT_TEXT_TOO_LONG");
  for (const char* bad : {"\xE9", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "a\x01"}) {
    EXPECT_EQ(Read(text, bad), "!IMPORT_TEXT_NOT_UTF8");
  }
}

// A shape helps to find the cell and says nothing about the person.
TEST(CellTest, ShapesTellNoValue) {
  EXPECT_EQ(ShapeOf("198609262015051001"), "18 digits");
  EXPECT_EQ(ShapeOf("Budi S."), "text of 7");
  EXPECT_EQ(ShapeOf("1.98609E+17"), "number in scientific notation");
  EXPECT_EQ(ShapeOf(""), "empty");
  EXPECT_EQ(ShapeOf("26-09-1986"), "number or date of 10");
}

TEST(CellTest, GradeOrderSkipsWhatDoesNotExist) {
  EXPECT_EQ(GradeOrder(11), 1);
  EXPECT_EQ(GradeOrder(31), 9);
  EXPECT_EQ(GradeOrder(45), 17);
  EXPECT_EQ(GradeOrder(15), 0);
  EXPECT_EQ(GradeOrder(51), 0);
}

}  // namespace
}  // namespace selaras::registry
