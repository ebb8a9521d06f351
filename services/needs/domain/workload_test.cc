// The worked examples of the forms: Permenpan-RB 1/2020 (ABK), Permenkes 33/2015 (ABK-Kes), and the tables of
// real forms in SELARAS_DATA_DIR/staffing-need.
#include "services/needs/domain/workload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace selaras::needs {
namespace {

Task Main(int64_t volume, int64_t minutes, int64_t effective) {
  return {TaskKind::kMain, WorkMethod::kTask, volume * kMicro, minutes * kMicro, effective};
}
Task Support(int64_t volume, int64_t minutes, int64_t effective) {
  return {TaskKind::kSupport, WorkMethod::kHealth, volume * kMicro, minutes * kMicro, effective};
}

TEST(WorkloadTest, FilesLettersQueriesAndReportsNeedTwo) {
  const std::vector<Task> tasks = {Main(1200, 45, 75000), Main(240, 180, 75000), Main(2400, 20, 75000),
                                   Main(12, 1200, 75000)};
  EXPECT_EQ(Minutes(tasks), Ratio(159600));
  const std::optional<Ratio> need = NeedByTask(tasks);
  ASSERT_TRUE(need);
  EXPECT_EQ(*need, *Ratio::Of(2128, 1000));
  EXPECT_EQ(RoundPeople(*need, true), 2);
  EXPECT_EQ(*need->Over(4), *Ratio::Of(532, 1000));  // load index of four people
}

TEST(WorkloadTest, MidwivesNeedTwoWithTheirSupportWork) {
  std::vector<Task> tasks = {Main(3000, 20, 72000),  Main(90, 240, 72000),    Main(4000, 10, 72000),
                             Main(120, 180, 72000),  Support(1, 3120, 72000), Support(1, 2880, 72000),
                             Support(1, 1440, 72000)};
  const std::optional<HealthNeed> health = NeedByHealthWorkload(tasks);
  ASSERT_TRUE(health);
  EXPECT_NEAR(health->main.ToDouble(), 1.989, 0.0005);
  EXPECT_NEAR(health->support_share.ToDouble(), 0.1033, 0.00005);
  EXPECT_NEAR(health->support_factor.ToDouble(), 1.115, 0.0005);
  EXPECT_NEAR(health->need.ToDouble(), 2.218, 0.0005);
  EXPECT_EQ(RoundPeople(health->need, false), 2);
}

TEST(WorkloadTest, SupportWorkThatFillsTheYearHasNoAnswer) {
  EXPECT_FALSE(NeedByHealthWorkload({Main(10, 20, 72000), Support(1, 72000, 72000)}).has_value());
}

TEST(WorkloadTest, RoundsOnceAfterTheSum) {
  // Three tasks of 0.4 people each: rounded one by one they would be nothing.
  EXPECT_EQ(
      RoundPeople(*NeedByTask({Main(1, 30000, 75000), Main(1, 30000, 75000), Main(1, 30000, 75000)}), false),
      1);
  EXPECT_EQ(RoundPeople(*NeedByTask({Main(1, 37500, 75000)}), false), 1);
  EXPECT_EQ(RoundPeople(*NeedByTask({Main(1, 37499, 75000)}), false), 0);
  EXPECT_EQ(RoundPeople(*NeedByTask({Main(1, 37499, 75000)}), true), 1);
  EXPECT_EQ(RoundPeople(*NeedByTask({Main(0, 37499, 75000)}), true), 0);
  // 1/3 + 1/6 of different effective times is a half exactly.
  EXPECT_EQ(RoundPeople(*NeedByTask({Main(1, 24000, 72000), Main(1, 12500, 75000)}), false), 1);
}

TEST(WorkloadTest, OutputAndEquipment) {
  EXPECT_EQ(*NeedByOutput(4500, 1500), Ratio(3));
  EXPECT_EQ(*NeedByEquipment(6, 4, 3), *Ratio::Of(9, 2));
  EXPECT_FALSE(NeedByOutput(4500, 0).has_value());
}

TEST(WorkloadTest, MoreWorkNeverNeedsFewer) {
  const uint32_t seed = 20260401;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const int64_t times[] = {72000, 75000, 6000};
  for (int round = 0; round < 2000; ++round) {
    std::vector<Task> tasks;
    for (int i = 0; i <= static_cast<int>(random() % 6); ++i) {
      tasks.push_back(Main(random() % 5000, random() % 600, times[random() % 3]));
      if (random() % 4 == 0) tasks.back() = Support(random() % 20, random() % 60, 72000);
    }
    std::vector<Task> more = tasks;
    more[random() % more.size()].volume += static_cast<int64_t>(random() % 100) * kMicro;
    ASSERT_FALSE(*NeedByTask(more) < *NeedByTask(tasks));
    const auto before = NeedByHealthWorkload(tasks), after = NeedByHealthWorkload(more);
    if (before && after) {
      ASSERT_FALSE(after->need < before->need);
    }
  }
}

class StaffingFormsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("SELARAS_DATA_DIR");
    if (folder == nullptr) GTEST_SKIP() << "set SELARAS_DATA_DIR to the folder of real data";
    folder_ = absl::StrCat(folder, "/staffing-need/");
  }
  std::vector<std::vector<std::string>> Rows(const std::string& file) {
    std::vector<std::vector<std::string>> rows;
    std::ifstream in(folder_ + file);
    EXPECT_TRUE(in.good()) << file;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) rows.push_back(absl::StrSplit(line, ','));
    EXPECT_FALSE(rows.empty()) << file;
    return rows;
  }
  static double Number(const std::string& text) {
    double number = 0;
    EXPECT_TRUE(absl::SimpleAtod(text, &number)) << text;
    return number;
  }

 private:
  std::string folder_;
};

TEST_F(StaffingFormsTest, RowsOfARegencysFormComeOut) {
  for (const auto& row : Rows("abk_pati_rows.csv")) {
    const Task task = Main(static_cast<int64_t>(Number(row[0])), static_cast<int64_t>(Number(row[1])),
                           static_cast<int64_t>(Number(row[3])));
    EXPECT_NEAR(NeedByTask({task})->ToDouble(), Number(row[4]), 0.00005);
  }
}

TEST_F(StaffingFormsTest, AvailableTimeOfTheHealthForm) {
  absl::flat_hash_map<std::string, double> value, expected;
  for (const auto& row : Rows("available_working_time_abk_kes.csv")) {
    if (!row[1].empty()) value[row[0]] = Number(row[1]);
    if (row[3] != "" && row[3] != "\r") expected[absl::StrCat(row[0], "|", row[2])] = Number(row[3]);
  }
  const int64_t absent =
      static_cast<int64_t>(value["B annual leave"] + value["C national holidays + joint leave"] +
                           value["D training"] + value["E absence (sick etc.)"]);
  const Ratio week = *Ratio::Of(static_cast<int64_t>(value["F working hours"] * 10), 10);
  const int64_t share = static_cast<int64_t>(value["G effective share"]);
  const AvailableTime five = AvailableWorkingTime(260, absent, week, 5, share);
  const AvailableTime six = AvailableWorkingTime(312, absent, week, 6, share);
  EXPECT_EQ(five.days.ToDouble(), expected["available days (5-day week)|days/year"]);
  EXPECT_EQ(six.days.ToDouble(), expected["available days (6-day week)|days/year"]);
  EXPECT_EQ(five.hours_a_day.ToDouble(), expected["hours a day (5-day week)|hours/day"]);
  EXPECT_EQ(six.hours_a_day.ToDouble(), expected["hours a day (6-day week)|hours/day"]);
  EXPECT_EQ(five.hours.ToDouble(), expected["available hours (5-day week)|hours/year"]);
  EXPECT_EQ(six.hours.ToDouble(), expected["available hours (6-day week)|hours/year"]);
  EXPECT_EQ(expected["rounded for use|minutes/year"], 72000);
}

TEST_F(StaffingFormsTest, OneFullTimePersonIsOneInEveryUnitOfTime) {
  for (const auto& row : Rows("effective_time_units.csv")) {
    const int64_t minutes = static_cast<int64_t>(Number(row[1]));
    EXPECT_EQ(*NeedByTask({Main(minutes, 1, minutes)}), Ratio(1));
    EXPECT_EQ(72000 % minutes, 0) << row[0];
  }
}

}  // namespace
}  // namespace selaras::needs
