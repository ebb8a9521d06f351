#include "services/needs/domain/analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"

namespace selaras::needs {
namespace {

const absl::CivilDay kToday(2026, 4, 1);

Record Row(absl::string_view file, std::vector<absl::string_view> cells) {
  std::vector<CellFault> faults;
  const std::optional<Record> record = ReadRecord(*FindRecordSchema(file), cells, &faults);
  EXPECT_TRUE(record.has_value()) << file << " " << (faults.empty() ? "" : faults[0].column);
  return record.value_or(Record());
}

std::vector<Record> Records() {
  return {
      Row("workloads.csv", {"OFFICE", "CLERK", "2025", "files", "MAIN", "TASK", "1200", "45", ""}),
      Row("workloads.csv", {"OFFICE", "CLERK", "2025", "letters", "MAIN", "TASK", "240", "180", ""}),
      Row("workloads.csv",
          {"OFFICE", "CLERK", "2024", "files", "MAIN", "TASK", "99999", "45", ""}),  // an older year
      Row("workloads.csv",
          {"OFFICE", "CLERK", "2027", "files", "MAIN", "TASK", "99999", "45", ""}),  // not yet
      Row("school_classes.csv", {"SCHOOL", "2025", "7", "250", "8"}),
      Row("school_classes.csv", {"SCHOOL", "2025", "8", "250", "8"}),
      Row("school_classes.csv", {"SCHOOL", "2025", "9", "250", ""}),
      Row("standards.csv", {"LESSON_HOURS", "SCHOOL", "SMP", "MATHS", "0", "5"}),
      Row("standards.csv", {"ONE_PER_UNIT", "OFFICE", "*", "HEAD", "", ""}),
      Row("standards.csv", {"FIXED", "SCHOOL", "*", "HEAD", "", "7"}),
      Row("standards.csv", {"FIXED", "SCHOOL", "SMP", "HEAD", "", "2"}),  // the size class's own wins
      Row("surveys.csv", {"OFFICE", "2026-03", "WORKLOAD", "6", "4"}),
      Row("surveys.csv", {"OFFICE", "2025-04", "WORKLOAD", "60", "1"}),  // more than a year ago
      Row("surveys.csv", {"OFFICE", "2026-03", "CLARITY", "6", "1"}),
      Row("indicators.csv", {"OFFICE", "2026-03", "COMPLAINTS", "4"}),
      Row("indicators.csv", {"OFFICE", "2026-03", "SERVICES", "2000"}),
      Row("indicators.csv",
          {"OFFICE", "2026-02", "COMPLAINTS", "50"}),  // services unknown: the month is not counted
  };
}

ProvinceFacts Facts() {
  ProvinceFacts facts;
  facts.revision = 5;
  facts.effective_date = kToday;
  facts.units = {{"orgUnits/o", "Kantor", "OFFICE", "", "OFFICE", ""},
                 {"orgUnits/s", "Sekolah", "SCHOOL", "orgUnits/o", "SCHOOL", "SMP"}};
  facts.positions = {{"positions/clerk", "CLERK"}, {"positions/maths", "MATHS"}, {"positions/head", "HEAD"}};
  facts.posts = {{"posts/1", "orgUnits/o", "positions/clerk", "agencies/a", 3, 4, false},
                 {"posts/2", "orgUnits/s", "positions/maths", "agencies/a", 5, 3, false},
                 {"posts/3", "orgUnits/o", "positions/head", "agencies/a", 1, 0, true},
                 {"posts/4", "orgUnits/s", "positions/head", "agencies/a", 1, 1, true},
                 {"posts/5", "orgUnits/x", "positions/clerk", "agencies/a", 2, 2, false}};
  return facts;
}

NeedPolicy Policy() {
  NeedPolicy policy;
  policy.pupils_per_class = {{"SMP", 32}};
  return policy;
}

Analysis AnalysisOf(const std::vector<Record>& records, ProvinceFacts facts) {
  RecordIndex index(kToday, Policy());
  for (const Record& record : records) index.Add(record);
  return Analyse(std::move(facts), index, Policy());
}

TEST(AnalysisTest, EachPostGetsWhatIsKnownAboutItsWork) {
  const Analysis analysis = AnalysisOf(Records(), Facts());
  ASSERT_EQ(analysis.curves.size(), 5);
  EXPECT_EQ(analysis.curves[0].raw, *Ratio::Of(97200, 75000));
  EXPECT_EQ(analysis.curves[0].target, 1);
  EXPECT_EQ(analysis.curves[0].surplus(), 3);
  EXPECT_EQ(analysis.curves[1].target, 5);
  EXPECT_EQ(analysis.curves[1].shortage(), 2);
  EXPECT_EQ(analysis.curves[2].basis, Basis::kStandard);
  EXPECT_EQ(analysis.curves[2].target, 1);
  EXPECT_EQ(analysis.curves[3].target, 2);
  EXPECT_EQ(analysis.curves[4].basis, Basis::kAssumed);  // its unit is not known
  EXPECT_EQ(analysis.totals.posts, 5);
  EXPECT_EQ(analysis.totals.target, 11);
  EXPECT_EQ(analysis.totals.shortage, 4);
  EXPECT_EQ(analysis.totals.surplus, 3);
  EXPECT_EQ(analysis.totals.measured_posts, 4);
  EXPECT_EQ(analysis.totals.incumbents, 10);
  EXPECT_EQ(analysis.totals.ceiling, 12);
}

TEST(AnalysisTest, LoadOfUnits) {
  const Analysis analysis = AnalysisOf(Records(), Facts());
  ASSERT_EQ(analysis.loads.size(), 2);
  EXPECT_EQ(analysis.loads[0].incumbents, 8);  // office 4 + 0, school 3 + 1
  EXPECT_EQ(analysis.loads[0].raw, 1.296 + 1 + 5 + 2);
  EXPECT_EQ(analysis.loads[0].band, "A");
  EXPECT_EQ(analysis.loads[0].perceived_load, 4.0);
  EXPECT_EQ(analysis.loads[0].complaint_rate, 2.0);
  EXPECT_EQ(analysis.loads[1].perceived_load, std::nullopt);
}

TEST(AnalysisTest, TheOrderOfInputDoesNotMatter) {
  const uint32_t seed = 5;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const std::string want = CanonicalText(AnalysisOf(Records(), Facts()).curves);
  for (int round = 0; round < 20; ++round) {
    std::vector<Record> records = Records();
    ProvinceFacts facts = Facts();
    std::shuffle(records.begin(), records.end(), random);
    std::shuffle(facts.posts.begin(), facts.posts.end(), random);
    std::shuffle(facts.units.begin(), facts.units.end(), random);
    std::shuffle(facts.positions.begin(), facts.positions.end(), random);
    ASSERT_EQ(CanonicalText(AnalysisOf(records, facts).curves), want);
  }
}

}  // namespace
}  // namespace selaras::needs
