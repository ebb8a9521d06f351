#include "services/matching/bundle/bundle_facts.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"
#include "services/matching/bundle/bundle_writer.h"
#include "services/matching/bundle/outside_id.h"

namespace selaras::matching {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr absl::CivilDay kDay(2026, 1, 31);

// Two units, one position, two people: the smallest bundle that plans.
BundleFiles Small() {
  return {{"agencies.csv", "agency_code,kind,region_code\nA,PROVINCE,99\n"},
          {"org_units.csv", "unit_code,agency_code,parent_code\nU.2,A,U.1\nU.1,A,\n"},
          {"positions.csv", "position_code,family,group,level\nbidan,HEALTH,JF_SKILLED,3\n"},
          {"posts.csv", "post_code,unit_code,position_code,ceiling\nP-1,U.1,bidan,2\nP-2,U.2,bidan,1\n"},
          {"employees.csv",
           "employee_code,employment,grade,agency_code,post_code,post_since\n"
           "k2,PPPK,P9,A,P-2,2020-01-01\nK1,PNS,32,A,,\n"}};
}

// The files of a bundle as they are kept give the same facts and the same hash.
TEST(BundleFactsTest, KeptFilesGiveTheSameFacts) {
  BundleFiles files = Small();
  files["appointments.csv"] =
      "employee_code,start_date,post_code,position_code,end_date\n"
      "K1,2015-03-01,P-1,,2019-12-31\nK1,2020-01-01,P-1,,\nk2,2027-01-01,P-1,,\n";
  files["assessments.csv"] = "nip,assessed_date,M1,technical,potential\nK1,2025-12-31,3,MIDWIFERY:2,70\n";
  const auto first = ReadBundle(files, kDay, /*keep=*/true);
  ASSERT_THAT(first.status(), IsOk());
  const auto again = ReadBundle(first->kept, kDay, /*keep=*/true);
  ASSERT_THAT(again.status(), IsOk());
  EXPECT_EQ(again->kept, first->kept);
  EXPECT_EQ(again->content_hash, first->content_hash);
  EXPECT_EQ(again->fault_count, 0);
  ASSERT_EQ(again->province.persons.size(), 2u);
  EXPECT_EQ(again->province.persons[0].id, "K1");
  EXPECT_EQ(again->province.persons[0].post, "P-1");
  EXPECT_EQ(again->province.persons[0].post_since, absl::CivilDay(2020, 1, 1));
  EXPECT_EQ(again->province.persons[1].grade, 9) << "contract grades survive being kept";
  EXPECT_EQ(again->competencies[0].core[0], 3);
  EXPECT_EQ(again->competencies[0].core_age_months[0], 1);
}

// What the facts are written to is read as the same facts.
TEST(BundleFactsTest, WrittenFactsAreReadAgain) {
  const auto read = ReadBundle(Small(), kDay, /*keep=*/false);
  ASSERT_THAT(read.status(), IsOk());
  const auto again = ReadBundle(WriteBundle(read->province, read->competencies), kDay, /*keep=*/false);
  ASSERT_THAT(again.status(), IsOk());
  EXPECT_THAT(again->faults, IsEmpty());
  EXPECT_EQ(again->province.posts.size(), read->province.posts.size());
  EXPECT_EQ(again->province.persons[1].post, "P-2");
  EXPECT_EQ(again->province.persons[1].grade, 9);
  EXPECT_TRUE(again->province.persons[0].certificates_known) << "an empty file says that there are none";
  EXPECT_FALSE(read->province.persons[0].certificates_known) << "a missing file says nothing";
}

// A NIP, a NIK, or what a spreadsheet made of one: nothing is read, and the value is not repeated.
TEST(BundleFactsTest, PersonalNumbersAreRefused) {
  for (const std::string number :
       {"198609262015051001", "19860926 201505 1 001", "3602041211870001", "1.98609E+17"}) {
    BundleFiles files = Small();
    files["employees.csv"] = absl::StrCat("employee_code,agency_code\nK1,A\n", number, ",A\n");
    const absl::Status status = ReadBundle(files, kDay, true).status();
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "BUNDLE_ID_IS_NIP"));
    EXPECT_EQ(MetadataOf(status)["line"], "3");
    EXPECT_EQ(status.ToString().find(number.substr(0, 8)), std::string::npos);
  }
}

TEST(OutsideIdTest, RunningNumbersAreNoPersonalNumbers) {
  for (const char* code : {"E000001", "12345", "1E5", "K-2015", "20150001"}) {
    EXPECT_FALSE(LooksLikePersonalNumber(code)) << code;
    EXPECT_TRUE(IsOutsideId(code)) << code;
  }
  for (const char* code : {"", "-a", "a b", "a/b", "a..b", "ä"}) EXPECT_FALSE(IsOutsideId(code)) << code;
}

// A row with a fault is told by place and shape and left out; what hangs on it is left out too.
TEST(BundleFactsTest, FaultyRowsAreToldAndLeftOut) {
  BundleFiles files = Small();
  files["org_units.csv"] += "U.3,A,U.9\nU.1,A,\n";
  files["posts.csv"] += "P-3,U.3,bidan,1\nP 4,U.1,bidan,1\nP-5,U.1,bidan,banyak\n";
  files["needs.csv"] =
      "post_code,critical,target,urgencies\nP-1,1,2,900|950\nP-2,2,1,\nP-2,1,1,800\nP-7,,1,\n";
  const auto read = ReadBundle(files, kDay, /*keep=*/true);
  ASSERT_THAT(read.status(), IsOk());
  EXPECT_EQ(read->province.posts.size(), 2u);
  ASSERT_EQ(read->province.needs.size(), 1u);
  EXPECT_THAT(read->province.needs[0].urgency, ElementsAre(800));
  EXPECT_THAT(read->faults, UnorderedElementsAre(Field(&BundleFault::reason, "IMPORT_KEY_DUPLICATE"),
                                                 Field(&BundleFault::reason, "IMPORT_REFERENCE_UNKNOWN"),
                                                 Field(&BundleFault::reason, "IMPORT_REFERENCE_UNKNOWN"),
                                                 Field(&BundleFault::reason, "BUNDLE_CODE_FORM"),
                                                 Field(&BundleFault::reason, "IMPORT_NUMBER_MALFORMED"),
                                                 Field(&BundleFault::reason, "BUNDLE_URGENCIES"),
                                                 Field(&BundleFault::reason, "BUNDLE_CRITICAL_ABOVE_TARGET"),
                                                 Field(&BundleFault::reason, "IMPORT_REFERENCE_UNKNOWN")));
}

TEST(BundleFactsTest, FilesAndColumnsThatMustBeThere) {
  BundleFiles files = Small();
  files.erase("posts.csv");
  EXPECT_THAT(ReadBundle(files, kDay, true).status(),
              FailsWith(absl::StatusCode::kInvalidArgument, "BUNDLE_FILE_MISSING"));
  files["posts.csv"] = "post_code,unit_code,position_code\n";
  EXPECT_THAT(ReadBundle(files, kDay, true).status(),
              FailsWith(absl::StatusCode::kInvalidArgument, "BUNDLE_COLUMN_MISSING"));
  files["posts.csv"] = "";
  EXPECT_THAT(ReadBundle(files, kDay, true).status(),
              FailsWith(absl::StatusCode::kInvalidArgument, "BUNDLE_FILE_UNREADABLE"));
  files = Small();
  files["rahasia.csv"] = "";
  EXPECT_THAT(ReadBundle(files, kDay, true).status(),
              FailsWith(absl::StatusCode::kInvalidArgument, "BUNDLE_FILE_UNKNOWN"));
}

// A chain of units that no organisation has would cost planning a walk, or a call, for every link.
TEST(BundleFactsTest, UnitsTooDeepAreRefused) {
  BundleFiles files = Small();
  std::string rows;  // The deepest first: the order that lands slowest.
  for (int depth = 30'000; depth > 0; --depth) {
    absl::StrAppend(&rows, "D", depth, ",A,", depth == 1 ? "U.1" : absl::StrCat("D", depth - 1), "\n");
  }
  files["org_units.csv"] += rows;
  const auto read = ReadBundle(files, kDay, /*keep=*/true);
  ASSERT_THAT(read.status(), IsOk());
  EXPECT_EQ(read->province.org_units.size(), 2u + 12u);
  EXPECT_EQ(read->fault_count, 30'000 - 12);
  EXPECT_THAT(read->faults, ::testing::Contains(Field(&BundleFault::reason, "BUNDLE_UNIT_DEPTH")));
}

TEST(BundleFactsTest, IgnoredColumnsAreToldUpToAThousand) {
  BundleFiles files = Small();
  std::string headings = "agency_code", cells = "A";
  for (int column = 0; column < 20'000; ++column) {
    absl::StrAppend(&headings, ",c", column);
    cells += ",";
  }
  files["agencies.csv"] = absl::StrCat(headings, "\n", cells, "\n");
  const auto read = ReadBundle(files, kDay, /*keep=*/true);
  ASSERT_THAT(read.status(), IsOk());
  EXPECT_EQ(read->province.agencies.size(), 1u);
  EXPECT_EQ(read->ignored.size(), 1000u);
}

// Names, birth dates and whatever else is in a file are neither kept nor part of the hash.
TEST(BundleFactsTest, WhatIsNotReadIsNotKept) {
  BundleFiles files = Small();
  files["employees.csv"] =
      "employee_code,name,birth_date,agency_code\nK1,Siti Aminah,1986-09-26,A\nk2,Budi,1990-01-01,A\n";
  const auto read = ReadBundle(files, kDay, /*keep=*/true);
  ASSERT_THAT(read.status(), IsOk());
  EXPECT_THAT(read->ignored, ElementsAre("employees.csv: birth_date", "employees.csv: name"));
  for (const auto& [name, text] : read->kept) {
    EXPECT_EQ(text.find("Siti"), std::string::npos) << name;
    EXPECT_EQ(text.find("1986"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace selaras::matching
