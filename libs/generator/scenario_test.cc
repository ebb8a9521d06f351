#include "libs/generator/scenario.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "libs/generator/generate.h"

namespace selaras::generator {
namespace {

const Progress kSilent = [](absl::string_view, int64_t, int64_t) {};

Province Build(const std::string& scenario, int people = 0) {
  GeneratorOptions options;
  options.scenario = scenario;
  options.people = people;
  return *BuildProvince(options, kSilent);
}

int FindPerson(const Province& province, const std::string& nip) {
  for (size_t p = 0; p < province.people.size(); ++p) {
    if (province.people[p].nip == nip) return static_cast<int>(p);
  }
  return -1;
}

int FindPost(const Province& province, const std::string& code) {
  for (size_t p = 0; p < province.posts.size(); ++p) {
    if (province.PostCode(static_cast<int>(p)) == code) return static_cast<int>(p);
  }
  return -1;
}

TEST(ScenarioTest, EveryScenarioKeepsPeopleNearThePreset) {
  for (const std::string& name : Scenarios()) {
    const Province province = Build(name);
    EXPECT_NEAR(static_cast<double>(province.people.size()), 2000, 40) << name;
    EXPECT_GT(province.planted.size(), 2u) << name;
  }
}

TEST(ScenarioTest, JakartaDistribution) {
  const Province province = Build("jakarta_distribution");
  const auto& planted = province.planted;
  ASSERT_GE(planted["health_graduates_outside_health"].size(), 12u);
  for (const auto& row : planted["health_graduates_outside_health"]) {
    const int p = FindPerson(province, row["nip"]);
    ASSERT_GE(p, 0);
    EXPECT_NE(province.positions[province.people[p].position].family, Family::kHealth);
    EXPECT_EQ(province.people[p].education_field, row["field"].get<std::string>());
    EXPECT_NE(province.units[province.posts[province.people[p].post].unit].field, "health");
  }
  const int post = FindPost(province, planted["midwives_short"]["post_code"]);
  ASSERT_GE(post, 0);
  EXPECT_EQ(province.posts[post].incumbents, 2);
  EXPECT_DOUBLE_EQ(province.posts[post].need, 3);
}

double Load(const Province& province, const std::string& department) {
  double need = 0, staff = 0;
  for (const Post& post : province.posts) {
    const std::string& unit = province.units[post.unit].code;
    const bool inside = unit == department || unit.rfind(department + "-", 0) == 0;
    if (!inside || IsStructural(province.positions[post.position].group)) continue;
    need += post.need, staff += post.incumbents;
  }
  return need / staff;
}

TEST(ScenarioTest, JakartaWorkload) {
  const Province province = Build("jakarta_workload");
  const auto& planted = province.planted;
  EXPECT_GT(Load(province, planted["overloaded_department"]), 1.3);
  EXPECT_LT(Load(province, planted["light_department"]), 0.8);
  ASSERT_GT(planted["teachers_disproportionate"].size(), 2u);
  for (const auto& row : planted["teachers_disproportionate"]) {
    const Post& rich = province.posts[FindPost(province, row["surplus_post_code"])];
    const Post& poor = province.posts[FindPost(province, row["short_post_code"])];
    EXPECT_GE(rich.incumbents - rich.need, 2.5);
    EXPECT_GE(poor.need - poor.incumbents, 2.5);
  }
  EXPECT_GE(FindUnit(province, planted["surge"]["unit_code"]), 0);
}

TEST(ScenarioTest, MedanPerformance) {
  const Province province = Build("medan_performance");
  std::map<int, int> potential;
  for (const Assessment& row : province.assessments) potential[row.person] = row.potential;
  std::map<int, int64_t> months;
  for (const Appointment& row : province.appointments) {
    if (!row.end) months[row.person] = absl::CivilMonth(province.base_date) - absl::CivilMonth(row.start);
  }
  for (const std::string nip : province.planted["leadership_potential"])
    EXPECT_EQ(potential[FindPerson(province, nip)], 94);
  for (const std::string nip : province.planted["long_stay"]["nips"])
    EXPECT_EQ(months[FindPerson(province, nip)], 96);
  for (const std::string nip : province.planted["strugglers"]["nips"])
    EXPECT_EQ(months[FindPerson(province, nip)], 7);
  for (const std::string code : province.planted["open_strategic_posts"]) {
    EXPECT_EQ(province.posts[FindPost(province, code)].incumbents, 0) << code;
  }
}

TEST(ScenarioTest, GajahmungkurProvince) {
  const Province province = Build("gajahmungkur_province");
  EXPECT_EQ(province.region, "99");
  std::set<std::pair<int, int>> kin;
  for (const Relation& row : province.relations) kin.insert({row.person, row.other});
  ASSERT_GE(province.planted["nepotism"].size(), 2u);
  for (const auto& row : province.planted["nepotism"]) {
    const int head = FindPerson(province, row["head_nip"]), relative = FindPerson(province, row["kin_nip"]);
    EXPECT_TRUE(kin.count({head, relative}) && kin.count({relative, head}));
    const int target = FindPost(province, row["target_post_code"]);
    EXPECT_EQ(province.posts[target].unit, province.posts[province.people[head].post].unit);
    EXPECT_LT(province.posts[target].incumbents, province.posts[target].ceiling);
    EXPECT_EQ(province.posts[target].position, province.people[relative].position);
  }
  std::set<std::string> educated;
  for (const Education& row : province.educations) educated.insert(province.people[row.person].nip);
  for (const std::string nip : province.planted["no_education_record"]) EXPECT_FALSE(educated.count(nip));
}

// Several agencies, and people whose wish lies in another than their own, where a seat is open and a person needed.
TEST(ScenarioTest, GajahmungkurAgenciesHaveToMeet) {
  const Province province = Build("gajahmungkur_province");
  ASSERT_EQ(province.agencies.size(), 5u);
  EXPECT_EQ(province.agencies.front().kind, "PROVINCE");
  ASSERT_GE(province.planted["between_agencies"].size(), 2u);
  for (const auto& row : province.planted["between_agencies"]) {
    const Person& person = province.people[FindPerson(province, row["nip"])];
    const Post& post = province.posts[FindPost(province, row["target_post_code"])];
    EXPECT_NE(row["from_agency"], row["to_agency"]);
    EXPECT_EQ(province.agencies[person.agency].code, row["from_agency"].get<std::string>());
    EXPECT_EQ(province.agencies[province.units[post.unit].agency].code, row["to_agency"].get<std::string>());
    EXPECT_EQ(post.position, person.position);
    EXPECT_LT(post.incumbents, post.ceiling);
  }
}

// For each seat the better rival has better years, levels and potential than the weaker; both want that seat, and it
// is the last of its post.
TEST(ScenarioTest, GajahmungkurRivalsDiffer) {
  const Province province = Build("gajahmungkur_province");
  std::map<int, Assessment> assessments;
  std::map<int, std::string> predicates, wishes;
  for (const Assessment& row : province.assessments) assessments[row.person] = row;
  for (const Preference& row : province.preferences) {
    if (row.rank == 1) wishes[row.person] = row.target_code;
  }
  for (const Appraisal& row : province.appraisals) {
    if (row.year == 2025) predicates[row.person] = row.predicate;
  }
  ASSERT_GE(province.planted["rivals"].size(), 2u);
  for (const auto& row : province.planted["rivals"]) {
    const int better = FindPerson(province, row["better_nip"]),
              weaker = FindPerson(province, row["weaker_nip"]);
    const Post& post = province.posts[FindPost(province, row["post_code"])];
    EXPECT_EQ(post.incumbents + 1, post.ceiling);
    for (const int person : {better, weaker}) {
      EXPECT_EQ(wishes[person], row["post_code"].get<std::string>());
      EXPECT_EQ(province.people[person].position, post.position);
    }
    EXPECT_EQ(predicates[better], "SANGAT_BAIK");
    EXPECT_EQ(predicates[weaker], "BAIK");
    EXPECT_GT(assessments[better].potential, assessments[weaker].potential);
    int higher = 0;
    for (size_t i = 0; i < assessments[better].levels.size(); ++i) {
      EXPECT_GE(assessments[better].levels[i], assessments[weaker].levels[i]);
      higher += assessments[better].levels[i] > assessments[weaker].levels[i];
    }
    EXPECT_GE(higher, 5);
  }
  const auto& contradicting = province.planted["contradicting_appraisal"]["nips"];
  ASSERT_EQ(contradicting.size(), 4u);
  for (const std::string nip : contradicting) EXPECT_EQ(predicates[FindPerson(province, nip)], "KURANG");
}

// The planted effect stands out of the noise: difference in differences over the schools.
TEST(ScenarioTest, GajahmungkurSuccessIsInTheIndicators) {
  const Province province = Build("gajahmungkur_province");
  const auto& planted = province.planted["education_success"];
  std::set<std::string> treated;
  for (const std::string code : planted["unit_codes"]) treated.insert(code);
  double sum[2][2] = {}, count[2][2] = {};
  for (const Indicator& row : province.indicators) {
    const Unit& unit = province.units[row.unit];
    if (unit.kind != UnitKind::kSchool || std::string(row.name) != "SATISFACTION") continue;
    const int group = treated.count(unit.code), after = row.month > absl::CivilMonth(2025, 1);
    sum[group][after] += row.value, count[group][after] += 1;
  }
  const auto mean = [&](int group, int after) { return sum[group][after] / count[group][after]; };
  EXPECT_NEAR((mean(1, 1) - mean(1, 0)) - (mean(0, 1) - mean(0, 0)), planted["effect"].get<double>(), 0.5);
}

TEST(ScenarioTest, LampungRegions) {
  const Province province = Build("lampung_regions", 6000);
  EXPECT_GT(province.agencies.size(), 3u);
  double need[2] = {}, staff[2] = {}, years[2] = {};
  auto side = [&](int unit) {
    const std::string& regency = province.districts[province.units[unit].district].regency_code;
    return regency == "1802" ? 0 : regency == "1871" ? 1 : -1;
  };
  for (const Post& post : province.posts) {
    const UnitKind kind = province.units[post.unit].kind;
    if (side(post.unit) < 0 || (kind != UnitKind::kPuskesmas && kind != UnitKind::kHospital)) continue;
    if (province.positions[post.position].family != Family::kHealth) continue;
    need[side(post.unit)] += post.need, staff[side(post.unit)] += post.incumbents;
  }
  double people[2] = {};
  for (const Person& person : province.people) {
    if (person.post < 0 || province.positions[person.position].family != Family::kHealth) continue;
    const int unit = province.posts[person.post].unit;
    const UnitKind kind = province.units[unit].kind;
    if (side(unit) < 0 || (kind != UnitKind::kPuskesmas && kind != UnitKind::kHospital)) continue;
    years[side(unit)] += (province.base_date - person.appointed) / 365.25, people[side(unit)] += 1;
  }
  EXPECT_LT(staff[0] / need[0], 0.8) << "Lampung Tengah is short";
  EXPECT_GT(staff[1] / need[1], 1.15) << "Bandar Lampung has more than it needs";
  EXPECT_GT(years[1] / people[1], years[0] / people[0] + 6) << "and the experienced ones";
  EXPECT_FALSE(province.planted["experienced_volunteers"]["nips"].empty());
  EXPECT_FALSE(province.planted["short_health_posts"].empty());
}

// Each regency's numbers are told, and the population of its district offices grows as they say.
TEST(ScenarioTest, LampungRegenciesDifferInGrowthAndStaff) {
  const Province province = Build("lampung_regions", 6000);
  std::map<std::string, nlohmann::ordered_json> regencies;
  for (const auto& row : province.planted["regencies"]) regencies[row["code"]] = row;
  const auto staffed = [&](const std::string& code) {
    return regencies[code]["health_incumbents"].get<double>() / regencies[code]["health_need"].get<double>();
  };
  EXPECT_LT(staffed("1802"), 0.8);
  EXPECT_GT(staffed("1871"), 1.1);
  EXPECT_GT(staffed("1872"), 1.05);
  EXPECT_GT(regencies["1802"]["growth_percent"].get<double>(),
            regencies["1871"]["growth_percent"].get<double>() + 1);
  std::map<int, std::pair<double, double>> population;  // first and last month on record
  for (const Indicator& row : province.indicators) {
    if (std::string(row.name) != "POPULATION") continue;
    if (population.emplace(row.unit, std::make_pair(row.value, row.value)).second) continue;
    population[row.unit].second = row.value;
  }
  EXPECT_EQ(population.size(), province.planted["population_by_month"]["unit_codes"].size());
  ASSERT_GE(population.size(), 4u);
  for (const auto& [unit, ends] : population) {
    const double growth = province.districts[province.units[unit].district].growth_percent / 100;
    EXPECT_NEAR(ends.second / ends.first, 1 + growth * 23 / 12, 0.003);
  }
}

}  // namespace
}  // namespace selaras::generator
