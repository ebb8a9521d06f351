#include <algorithm>
#include <array>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "libs/generator/curriculum.h"
#include "libs/generator/geography.h"
#include "libs/generator/layout.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

struct SchoolFact {
  std::string npsn, name, level;
  int district;
  double lat = 0, lon = 0;
  double size = 1;          // against the mean of its level
  std::vector<int> groups;  // class groups per grade
};

// Class groups per grade of a school of mean size, before the preset's staff decides.
double MeanGroups(const std::string& level) {
  if (level == "SD") return 1.8;
  if (level == "SMP") return 6.0;
  if (level == "SLB") return 1.5;
  return 7.0;
}

std::vector<SchoolFact> Invented(const Scale& scale, const Province& province, uint64_t seed) {
  std::vector<SchoolFact> schools;
  std::vector<double> weights;
  for (const District& district : province.districts)
    weights.push_back(static_cast<double>(district.population));
  Random random(seed, 51);
  const std::array<std::pair<const char*, int>, 5> kinds = {
      {{"SD", scale.sd}, {"SMP", scale.smp}, {"SMA", scale.sma}, {"SMK", scale.smk}, {"SLB", scale.slb}}};
  int number = 0;
  for (const auto& [level, count] : kinds) {
    for (int i = 1; i <= count; ++i) {
      SchoolFact school;
      school.npsn = absl::StrFormat("99%06d", ++number);
      school.level = level;
      // The first schools of a level go one to each district; the rest follow the population.
      school.district = i <= static_cast<int>(weights.size()) ? i - 1 : random.Weighted(weights);
      school.name = absl::StrFormat("%s Negeri %d %s", level, i, province.districts[school.district].name);
      schools.push_back(school);
    }
  }
  return schools;
}

int DistrictOfRow(const CsvTable& list, size_t row, const absl::flat_hash_map<std::string, int>& by_code,
                  const absl::flat_hash_map<std::string, int>& by_regency) {
  const auto exact =
      by_code.find(absl::StrReplaceAll(list.Get(row, "kemendagri_district_code_by_name"), {{".", ""}}));
  if (exact != by_code.end()) return exact->second;
  const auto rough = by_regency.find(RegencyKey(list.Get(row, "regency")));
  return rough == by_regency.end() ? -1 : rough->second;
}

std::vector<SchoolFact> Listed(const std::vector<CsvTable>& lists, Province* province) {
  absl::flat_hash_map<std::string, int> by_code, by_regency;
  for (size_t d = 0; d < province->districts.size(); ++d) {
    const District& district = province->districts[d];
    by_code[district.code] = static_cast<int>(d);
    by_regency.try_emplace(RegencyKey(district.regency_name), static_cast<int>(d));
  }
  std::vector<SchoolFact> schools;
  int elsewhere = 0, uncertain = 0, centred = 0;
  for (const CsvTable& list : lists) {
    for (size_t row = 0; row < list.size(); ++row) {
      SchoolFact school;
      school.level = list.Get(row, "level");
      if (list.Get(row, "status") != "negeri" || !IsSchoolLevel(school.level)) continue;
      if (list.Get(row, "kemendagri_district_code_by_name").empty()) ++uncertain;
      school.district = DistrictOfRow(list, row, by_code, by_regency);
      if (school.district < 0) {
        ++elsewhere;
        continue;
      }
      school.npsn = list.Get(row, "npsn");
      school.name = list.Get(row, "name");
      if (!absl::SimpleAtod(list.Get(row, "lat"), &school.lat) ||
          !absl::SimpleAtod(list.Get(row, "lng"), &school.lon) || school.lat == 0 || school.lon == 0) {
        school.lat = school.lon = 0;
        ++centred;
      }
      schools.push_back(school);
    }
  }
  if (!schools.empty()) {
    province->assumptions.push_back(
        absl::StrFormat("Schools: %d state schools of the given list; %d without a matched district were put "
                        "in the first district of "
                        "their regency, %d without coordinates at their district's centre, %d outside the "
                        "region left out; class groups, "
                        "pupils and staff are invented.",
                        static_cast<int>(schools.size()), uncertain, centred, elsewhere));
  }
  return schools;
}

void SetGroups(double factor, uint64_t seed, std::vector<SchoolFact>* schools) {
  for (size_t i = 0; i < schools->size(); ++i) {
    SchoolFact& school = (*schools)[i];
    const int grades = Grades(school.level);
    const double mean = std::max(1.0, MeanGroups(school.level) * school.size * factor);
    Random random(seed, 53, i);
    school.groups.assign(static_cast<size_t>(grades), 0);
    const int most = MostGroups(school.level) / grades;
    for (int& groups : school.groups) groups = std::clamp(random.Round(mean), 1, std::max(1, most));
  }
}

int Total(const std::vector<int>& groups) {
  int total = 0;
  for (int g : groups) total += g;
  return total;
}

int Teachers(const SchoolFact& school) {
  int teachers = 0;
  for (const TeacherNeed& need : TeacherNeeds(school.level, Total(school.groups), 0))
    teachers += WholeNeed(need.need);
  return teachers;
}

// Class groups so that the standards ask for about `teachers` in all. Real lists may ask for more even with
// one group a grade; then that is the need.
void FitGroups(double teachers, uint64_t seed, std::vector<SchoolFact>* schools) {
  double low = 0.05, high = 6;
  for (int step = 0; step < 24; ++step) {
    const double middle = (low + high) / 2;
    SetGroups(middle, seed, schools);
    double sum = 0;
    for (const SchoolFact& school : *schools) sum += Teachers(school);
    (sum > teachers ? high : low) = middle;
  }
}

void AddClasses(const SchoolFact& school, int unit, uint64_t seed, Province* province, int* pupils) {
  const int cap = PupilCap(school.level);
  const double growth = province->districts[province->units[unit].district].growth_percent / 100;
  const int first = school.level == "SMP" ? 7 : school.level == "SMA" || school.level == "SMK" ? 10 : 1;
  Random random(seed, 54, static_cast<uint64_t>(unit));
  const int year = static_cast<int>(province->base_date.year()) - 1;
  for (size_t g = 0; g < school.groups.size(); ++g) {
    const int groups = school.groups[g];
    // More than groups − 1 full classes need the last group: the cap alone gives the number back.
    const int present = (groups - 1) * cap + random.Between((cap + 1) / 2, cap);
    *pupils += present;
    const int before = std::max(1, static_cast<int>(present / (1 + growth) + 0.5));
    const int grade = first + static_cast<int>(g);
    province->school_classes.push_back({unit, year - 1, grade, before, 0});
    province->school_classes.push_back({unit, year, grade, present, random.Chance(0.5) ? groups : 0});
  }
}

}  // namespace

void BuildSchools(const std::vector<CsvTable>& school_lists, Layout* layout) {
  Province& province = layout->province();
  const Scale& scale = layout->scale();
  std::vector<SchoolFact> schools = Listed(school_lists, &province);
  if (schools.empty()) schools = Invented(scale, province, layout->seed());
  for (size_t i = 0; i < schools.size(); ++i) {
    schools[i].size = Random(layout->seed(), 52, i).Uniform(0.55, 1.5);
  }
  // Supervisors and counsellors take about 4 % of the teachers' share.
  const double teachers = scale.people * scale.mix[static_cast<int>(Family::kTeacher)] * 0.96;
  FitGroups(teachers, layout->seed(), &schools);
  for (const SchoolFact& school : schools) {
    const bool provincial = school.level != "SD" && school.level != "SMP";
    const int agency = scale.autonomous && provincial ? 0 : layout->LocalAgency(school.district);
    const int unit =
        layout->AddUnit(absl::StrCat("SCH-", school.npsn), agency, layout->Department(agency, "DISDIK"),
                        school.name, UnitKind::kSchool, "education", school.district, school.level);
    province.units[unit].npsn = school.npsn;
    if (school.lat != 0) {
      province.units[unit].lat = school.lat;
      province.units[unit].lon = school.lon;
    }
    int pupils = 0;
    AddClasses(school, unit, layout->seed(), &province, &pupils);
    for (const TeacherNeed& need : TeacherNeeds(school.level, Total(school.groups), pupils)) {
      layout->AddPost(unit, need.position, need.need);
    }
  }
  for (int agency = 0; agency < layout->agency_count(); ++agency) {
    const int department = layout->Department(agency, "DISDIK");
    const double supervisors = teachers * 0.012 / layout->agency_count();
    layout->AddPost(department, "PENGAWAS-SEKOLAH", std::max(1.0, supervisors));
  }
}

}  // namespace selaras::generator
