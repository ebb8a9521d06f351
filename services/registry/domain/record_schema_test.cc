#include "services/registry/domain/record_schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "services/registry/domain/record.h"

namespace selaras::registry {
namespace {

// The enumerations by which code reads records must say what the table of columns says.
TEST(RecordSchemaTest, FieldNumbersAreThoseOfTheColumns) {
  const struct {
    RecordKind kind;
    int field;
    const char* column;
  } kExpected[] = {
      {RecordKind::kAgency, agency_field::kTimeZone, "time_zone"},
      {RecordKind::kDistrict, district_field::kIsland, "island"},
      {RecordKind::kOrgUnit, unit_field::kParent, "parent_code"},
      {RecordKind::kOrgUnit, unit_field::kSizeClass, "size_class"},
      {RecordKind::kPosition, position_field::kCore, "M1"},
      {RecordKind::kPosition, position_field::kTechnical, "technical"},
      {RecordKind::kPosition, position_field::kMaxGrade, "max_grade"},
      {RecordKind::kPost, post_field::kMinGrade, "min_grade"},
      {RecordKind::kCalendar, calendar_field::kInaugurationDate, "inauguration_date"},
      {RecordKind::kProfile, profile_field::kDisplayName, "name"},
      {RecordKind::kProfile, profile_field::kHomeDistrict, "home_district_code"},
      {RecordKind::kProfile, profile_field::kRetirementAge, "retirement_age"},
      {RecordKind::kAppointment, appointment_field::kDecree, "decree"},
      {RecordKind::kDuty, duty_field::kEndDate, "end_date"},
      {RecordKind::kEducation, education_field::kGraduatedYear, "graduated_year"},
      {RecordKind::kCertificate, certificate_field::kValidUntil, "valid_until"},
      {RecordKind::kAssessment, assessment_field::kTechnical, "technical"},
      {RecordKind::kAssessment, assessment_field::kPotential, "potential"},
      {RecordKind::kAppraisal, appraisal_field::kPredicate, "predicate"},
      {RecordKind::kPeerReview, peer_review_field::kMeanScore, "mean_score"},
      {RecordKind::kPreference, preference_field::kTarget, "target_code"},
      {RecordKind::kPreference, preference_field::kSubmittedDate, "submitted_date"},
      {RecordKind::kDevelopment, development_field::kAgreedDate, "agreed_date"},
      {RecordKind::kRelation, relation_field::kOtherEmployee, "other_nip"},
      {RecordKind::kDisciplinaryAction, discipline_field::kInProcess, "in_process"},
      {RecordKind::kTraining, training_field::kTitle, "title"},
  };
  for (const auto& expected : kExpected) {
    EXPECT_EQ(StoredIndex(*FindSchema(expected.kind), expected.column), expected.field) << expected.column;
  }
}

TEST(RecordSchemaTest, KindsFilesAndNamesAreUnique) {
  std::set<int> kinds;
  std::set<std::string> names, files;
  for (const RecordSchema& schema : RecordSchemas()) {
    EXPECT_TRUE(kinds.insert(static_cast<int>(schema.kind)).second);
    EXPECT_TRUE(names.insert(std::string(schema.name)).second);
    EXPECT_TRUE(files.insert(std::string(schema.file)).second);
    EXPECT_TRUE(schema.columns[0].subject) << schema.file;
  }
}

TEST(RecordTest, EncodingDropsTrailingUnknownsOnly) {
  EXPECT_EQ(EncodeRecord({"a", "", "c", "", ""}), "a\t\tc");
  const RecordView view("a\t\tc");
  EXPECT_EQ(view.Text(0), "a");
  EXPECT_FALSE(view.Has(1));
  EXPECT_EQ(view.Text(2), "c");
  EXPECT_EQ(view.Text(9), "");
}

TEST(RecordTest, ADayThatDoesNotExistIsNoDay) {
  EXPECT_EQ(ParseDay("2024-02-29"), absl::CivilDay(2024, 2, 29));
  for (const char* bad :
       {"2023-02-29", "2024-13-01", "2024-00-10", "24-01-01", "2024/01/01", "", "2024-01-0x"}) {
    EXPECT_EQ(ParseDay(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(FromDay(ToDay(absl::CivilDay(1986, 9, 26))), absl::CivilDay(1986, 9, 26));
}

}  // namespace
}  // namespace selaras::registry
