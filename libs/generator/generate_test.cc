#include "libs/generator/generate.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_split.h"
#include "libs/generator/layout.h"
#include "libs/generator/nip.h"
#include "libs/generator/people.h"

namespace selaras::generator {
namespace {

const Progress kSilent = [](absl::string_view, int64_t, int64_t) {};

const Province& Small() {
  static const Province* const kProvince = [] {
    GeneratorOptions options;
    return new Province(*BuildProvince(options, kSilent));
  }();
  return *kProvince;
}

struct Seats {
  double need = 0, staff = 0, shortage = 0, surplus = 0;
};

Seats Count(const Province& province) {
  std::vector<int> staff(province.posts.size(), 0);
  for (const Person& person : province.people) {
    if (person.post >= 0) ++staff[person.post];
  }
  Seats seats;
  for (size_t p = 0; p < province.posts.size(); ++p) {
    const int need = WholeNeed(province.posts[p].need);
    EXPECT_EQ(staff[p], province.posts[p].incumbents) << province.PostCode(static_cast<int>(p));
    seats.need += need, seats.staff += staff[p];
    seats.shortage += std::max(0, need - staff[p]);
    seats.surplus += std::max(0, staff[p] - need);
  }
  return seats;
}

TEST(BuildProvinceTest, PeopleMeetThePreset) {
  EXPECT_NEAR(static_cast<double>(Small().people.size()), 2000, 10);
}

TEST(BuildProvinceTest, NeedsAreNearTheStaffAndUneven) {
  const Seats seats = Count(Small());
  EXPECT_NEAR(seats.need / seats.staff, 1, 0.03);
  EXPECT_GT(seats.shortage / seats.need, 0.05);
  EXPECT_LT(seats.shortage / seats.need, 0.11);
  EXPECT_GT(seats.surplus / seats.need, 0.05);
  EXPECT_LT(seats.surplus / seats.need, 0.11);
}

TEST(BuildProvinceTest, MediumPresetHasItsMagnitudes) {
  GeneratorOptions options;
  options.preset = "M";
  const auto province = BuildProvince(options, kSilent);
  ASSERT_TRUE(province.ok());
  EXPECT_NEAR(static_cast<double>(province->people.size()), 15000, 30);
  EXPECT_EQ(province->districts.size(), 21u);
  EXPECT_EQ(province->agencies.size(), 1u);
  const Seats seats = Count(*province);
  EXPECT_NEAR(seats.need / seats.staff, 1, 0.03);
  std::map<Family, double> share;
  for (const Person& person : province->people)
    share[province->positions[person.position].family] += 1.0 / 15000;
  EXPECT_NEAR(share[Family::kTeacher], 0.42, 0.03);
  EXPECT_NEAR(share[Family::kHealth], 0.15, 0.03);
  EXPECT_NEAR(share[Family::kStaff], 0.25, 0.04);
}

TEST(BuildProvinceTest, SomePeopleHoldNoPostAndSomeSitAboveACeiling) {
  int unplaced = 0, above = 0;
  for (const Person& person : Small().people) unplaced += person.post < 0;
  for (const Post& post : Small().posts) above += post.incumbents > post.ceiling;
  EXPECT_EQ(unplaced, 12);
  EXPECT_GT(above, 10);
}

TEST(BuildProvinceTest, EveryNipIsOfFormUniqueAndTrueToItsPerson) {
  std::set<std::string> seen;
  for (const Person& person : Small().people) {
    EXPECT_TRUE(IsNip(person.nip));
    EXPECT_TRUE(seen.insert(person.nip).second);
    EXPECT_EQ(person.nip.substr(0, 8), Compact(person.birth));
    EXPECT_EQ(person.nip[14], person.female ? '2' : '1');
    EXPECT_EQ(person.nip[15], '9') << "the sequence of invented people";
    const int years = static_cast<int>((person.appointed - person.birth) / 365.25);
    EXPECT_GE(years, 18);
    EXPECT_LT(person.appointed, Small().base_date);
    EXPECT_LT(Small().base_date.year() - person.birth.year() - 1, person.retirement_age);
  }
}

TEST(BuildProvinceTest, CareersAreWithoutGapOrOverlapAndEndInThePresentPost) {
  std::map<int, std::vector<Appointment>> careers;
  for (const Appointment& row : Small().appointments) careers[row.person].push_back(row);
  ASSERT_EQ(careers.size(), Small().people.size());
  for (const auto& [p, rows] : careers) {
    for (size_t i = 0; i + 1 < rows.size(); ++i) {
      ASSERT_TRUE(rows[i].end.has_value());
      EXPECT_LT(rows[i].start, rows[i + 1].start);
      EXPECT_EQ(*rows[i].end + 1, rows[i + 1].start);
    }
    EXPECT_EQ(rows.front().start, Small().people[p].appointed);
    const bool placed = Small().people[p].post >= 0;
    EXPECT_EQ(placed, !rows.back().end.has_value());
    if (placed) {
      EXPECT_EQ(rows.back().post, Small().people[p].post);
    }
    EXPECT_EQ(Small().units[Small().posts[rows.back().post].unit].agency, Small().people[p].agency);
  }
}

TEST(BuildProvinceTest, WorkloadsGiveBackTheNeeds) {
  std::map<std::pair<int, int>, std::pair<double, double>>
      sums;  // main work and support of one person, in years
  for (const Workload& row : Small().workloads) {
    const double year = row.method == "HEALTH" ? 72000 : 75000;
    auto& sum = sums[{row.unit, row.position}];
    (row.task_kind == "MAIN" ? sum.first : sum.second) += row.volume * row.norm_minutes / year;
  }
  int compared = 0;
  for (const Post& post : Small().posts) {
    const auto found = sums.find({post.unit, post.position});
    if (found == sums.end()) continue;
    const double need = found->second.first / (1 - found->second.second);
    EXPECT_EQ(static_cast<int>(need + 0.5), WholeNeed(post.need));
    ++compared;
  }
  EXPECT_GT(compared, 400);
}

TEST(BuildProvinceTest, GradesFitTheirPositions) {
  int below = 0;
  for (const Person& person : Small().people) {
    if (person.employment == Employment::kPppk) {
      EXPECT_GE(person.grade, 1);
      EXPECT_LE(person.grade, 17);
      continue;
    }
    const int order = GradeOrder(person.grade);
    EXPECT_EQ(GradeOfOrder(order), person.grade);
    below += order < GradeOrder(Small().positions[person.position].min_grade);
  }
  EXPECT_LT(below, 20);
}

TEST(BuildProvinceTest, CatalogueSaysWhatEveryPositionIsFor) {
  std::set<std::string> codes;
  for (const Position& position : Small().positions) {
    EXPECT_TRUE(codes.insert(position.code).second) << position.code;
    EXPECT_FALSE(position.purpose_id.empty()) << position.code;
    EXPECT_FALSE(position.purpose_en.empty()) << position.code;
    EXPECT_GE(GradeOrder(position.max_grade), GradeOrder(position.min_grade)) << position.code;
    for (int level : position.required) EXPECT_TRUE(level >= 1 && level <= 5) << position.code;
    EXPECT_GE(absl::StrSplit(position.technical, '|').begin()->size(), 3u) << position.code;
  }
  EXPECT_GE(codes.size(), 120u);
}

TEST(BuildProvinceTest, IndicatorsOfAShorterRangeAreTheTailOfALongerOne) {
  GeneratorOptions options;
  options.months = 6;
  const auto half = BuildProvince(options, kSilent);
  ASSERT_TRUE(half.ok());
  std::map<std::tuple<int, absl::CivilMonth, std::string>, double> longer;
  for (const Indicator& row : Small().indicators) longer[{row.unit, row.month, row.name}] = row.value;
  for (const Indicator& row : half->indicators)
    EXPECT_EQ((longer[{row.unit, row.month, row.name}]), row.value);
  EXPECT_EQ(half->indicators.size() * 4, Small().indicators.size());
}

}  // namespace
}  // namespace selaras::generator
