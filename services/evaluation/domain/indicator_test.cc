#include "services/evaluation/domain/indicator.h"

#include <gmock/gmock.h>

namespace selaras::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(IndicatorTest, EachHasItsDirection) {
  EXPECT_EQ(FindIndicator("complaints_per_1000")->good, Good::kLower);
  EXPECT_EQ(FindIndicator("satisfaction")->good, Good::kHigher);
  EXPECT_EQ(FindIndicator("lead_time_days")->good, Good::kLower);
  EXPECT_EQ(FindIndicator("backlog_per_1000")->good, Good::kLower);
  EXPECT_EQ(FindIndicator("COMPLAINTS"), nullptr);
  EXPECT_EQ(IndicatorNames(), "complaints_per_1000, satisfaction, lead_time_days, backlog_per_1000");
}

TEST(IndicatorTest, RatesTakeTheFirstDivisorThatWasRecorded) {
  const absl::btree_map<std::string, Series> raw = {{"COMPLAINTS", {{1, 6.0}, {2, 3.0}, {3, 1.0}, {4, 2.0}}},
                                                    {"SERVICES", {{1, 300.0}, {3, 0.0}}},
                                                    {"VISITS", {{2, 600.0}}}};
  EXPECT_THAT(Derive(*FindIndicator("complaints_per_1000"), raw), ElementsAre(Pair(1, 20.0), Pair(2, 5.0)));
  EXPECT_THAT(Derive(*FindIndicator("satisfaction"), raw), IsEmpty());
}

TEST(IndicatorTest, MonthsAreWrittenAsPeopleReadThem) {
  EXPECT_EQ(FormatMonth(2026 * 12 + 3), "2026-04");
}

}  // namespace
}  // namespace selaras::evaluation
