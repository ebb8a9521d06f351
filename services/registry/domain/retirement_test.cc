#include "services/registry/domain/retirement.h"

#include <gtest/gtest.h>

namespace selaras::registry {
namespace {

TEST(RetirementTest, AgeFollowsThePosition) {
  EXPECT_EQ(RetirementAge("JPT_P", "STRUCTURAL", ""), 60);
  EXPECT_EQ(RetirementAge("PGW", "STRUCTURAL", ""), 58);
  EXPECT_EQ(RetirementAge("PLK", "STAFF", ""), 58);
  EXPECT_EQ(RetirementAge("JF_EXPERT", "TEACHER", "JF_AMU"), 60);
  EXPECT_EQ(RetirementAge("JF_EXPERT", "HEALTH", "JF_AMD"), 60);
  EXPECT_EQ(RetirementAge("JF_EXPERT", "HEALTH", "JF_AU"), 65);
  EXPECT_EQ(RetirementAge("JF_SKILLED", "HEALTH", ""), 58);
  EXPECT_EQ(RetirementAge("", "", "JF_AP"), 58);
}

TEST(RetirementTest, UnknownStaysUnknown) {
  EXPECT_EQ(RetirementAge("", "", ""), std::nullopt);
}

TEST(RetirementTest, DateIsTheFirstOfTheMonthAfter) {
  EXPECT_EQ(RetirementDate(absl::CivilDay(1968, 4, 11), 58), absl::CivilDay(2026, 5, 1));
  EXPECT_EQ(RetirementDate(absl::CivilDay(1968, 12, 1), 58), absl::CivilDay(2027, 1, 1));
  EXPECT_EQ(RetirementDate(absl::CivilDay(1968, 2, 29), 58), absl::CivilDay(2026, 3, 1));
}

}  // namespace
}  // namespace selaras::registry
