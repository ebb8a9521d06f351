#include "services/needs/domain/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace selaras::needs {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

std::vector<std::string> Reasons(absl::string_view file, std::vector<absl::string_view> cells) {
  std::vector<CellFault> faults;
  EXPECT_FALSE(ReadRecord(*FindRecordSchema(file), cells, &faults).has_value());
  std::vector<std::string> reasons;
  for (const CellFault& fault : faults) reasons.push_back(fault.column + " " + std::string(fault.reason));
  return reasons;
}

Record Read(absl::string_view file, std::vector<absl::string_view> cells) {
  std::vector<CellFault> faults;
  const std::optional<Record> record = ReadRecord(*FindRecordSchema(file), cells, &faults);
  EXPECT_THAT(faults, IsEmpty());
  return record.value_or(Record());
}

TEST(RecordTest, WorkloadReadsBack) {
  const Record record =
      Read("workloads.csv", {"U-1", "POS", "2025", "Surat masuk", "main", "TASK", "1200.50", " 45 ", ""});
  EXPECT_EQ(record,
            (Record{RecordKind::kWorkload, "U-1", "POS\t2025\tSurat masuk", "MAIN\tTASK\t1200.5\t45\t"}));
  const WorkloadRecord workload = DecodeWorkload(record);
  EXPECT_EQ(workload.position_code, "POS");
  EXPECT_EQ(workload.year, 2025);
  EXPECT_EQ(workload.task.volume, 1'200'500'000);
  EXPECT_EQ(workload.task.effective_minutes, 0);
}

// Two spellings of one value are one record: a second run changes nothing.
TEST(RecordTest, EqualValuesHaveEqualText) {
  EXPECT_EQ(Read("workloads.csv", {"U", "P", "2025", "T", "MAIN", "TASK", "0012,50", "45.0", "75000"}),
            Read("workloads.csv", {"U", "P", "2025.0", " T", "Main", "task", "12.5", "45", "75000"}));
}

TEST(RecordTest, UnknownIsNotZero) {
  const SchoolClassRecord classes =
      DecodeSchoolClass(Read("school_classes.csv", {"S", "2025", "7", "NULL", "-"}));
  EXPECT_EQ(classes.pupils, std::nullopt);
  EXPECT_EQ(classes.classes, std::nullopt);
  EXPECT_EQ(DecodeSchoolClass(Read("school_classes.csv", {"S", "2025", "7", "0", "1"})).pupils, 0);
}

TEST(RecordTest, StandardsIndicatorsAndSurveysReadBack) {
  const StandardRecord standard =
      DecodeStandard(Read("standards.csv", {"LESSON_HOURS", "SCHOOL", "SMP", "GURU-MTK-SMP", "", "5"}));
  EXPECT_EQ(standard.kind, StandardKind::kLessonHours);
  EXPECT_EQ(standard.grade, 0);
  EXPECT_EQ(standard.value, 5 * kMicro);
  EXPECT_EQ(
      DecodeStandard(Read("standards.csv", {"PUPILS_PER", "SCHOOL", "SMP", "GURU-BK-SMP", "0", ""})).value,
      std::nullopt);
  const IndicatorRecord indicator =
      DecodeIndicator(Read("indicators.csv", {"U", "2026-04", "COMPLAINTS", "3.5"}));
  EXPECT_EQ(indicator.month, 2026 * 12 + 3);
  EXPECT_EQ(indicator.value, 3'500'000);
  const SurveyRecord survey =
      DecodeSurvey(Read("surveys.csv", {"U", "2026-03", "WORKLOAD", "12", "4.123456789"}));
  EXPECT_EQ(survey.respondents, 12);
  EXPECT_EQ(survey.mean_score, 4'123'457);
}

TEST(RecordTest, EveryBadCellIsNamed) {
  EXPECT_THAT(Reasons("workloads.csv", {"", "P;x", "1999", "T", "OTHER", "TASK", "many", "-1", "75000.5"}),
              ElementsAre("unit_code IMPORT_CELL_REQUIRED", "position_code IMPORT_TOKEN_MALFORMED",
                          "year IMPORT_NUMBER_RANGE", "task_kind IMPORT_CODE_UNKNOWN",
                          "volume IMPORT_NUMBER_MALFORMED", "norm_minutes IMPORT_NUMBER_RANGE",
                          "effective_minutes IMPORT_NUMBER_MALFORMED"));
  EXPECT_THAT(Reasons("surveys.csv", {"U", "2026-13", "WORKLOAD", "4", "5.1"}),
              ElementsAre("month IMPORT_MONTH_MALFORMED", "respondents IMPORT_NUMBER_RANGE",
                          "mean_score IMPORT_NUMBER_RANGE"));
  EXPECT_THAT(Reasons("workloads.csv", {"U", "P", "2025", "\xC3(", "MAIN", "TASK", "1.2E+05", "1", ""}),
              ElementsAre("task IMPORT_TEXT_NOT_UTF8", "volume IMPORT_NUMBER_MALFORMED"));
}

TEST(RecordTest, ShapesTellNoValue) {
  EXPECT_EQ(ShapeOf(""), "empty");
  EXPECT_EQ(ShapeOf("123"), "3 digits");
  EXPECT_EQ(ShapeOf("12.5"), "number or date of 4");
  EXPECT_EQ(ShapeOf("abc"), "text of 3");
}

TEST(RecordTest, DecimalsRoundTrip) {
  for (const char* text : {"0", "1", "12.5", "0.000001", "999999999999.999999"}) {
    EXPECT_EQ(FormatDecimal(*ParseDecimal(text)), text);
  }
  for (const char* text : {"", ".", "1.", "1.2.3", "1,2,3", "1e5", "+1", "1000000000000", "- 1"}) {
    EXPECT_EQ(ParseDecimal(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace selaras::needs
