// Small provinces for tests: one by hand with names that read well, and random ones.
#ifndef SELARAS_LIBS_PROVINCE_TESTING_SMALL_PROVINCE_H_
#define SELARAS_LIBS_PROVINCE_TESTING_SMALL_PROVINCE_H_

#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/province/facts.h"
#include "libs/rules/rule_pack.h"

namespace selaras::province {

inline std::shared_ptr<const rules::RulePack> ShippedRules() {
  static const auto* const pack = [] {
    std::ifstream file(SELARAS_RULES_FILE);
    std::stringstream text;
    text << file.rdbuf();
    return new std::shared_ptr<const rules::RulePack>(
        std::make_shared<const rules::RulePack>(*rules::RulePack::Parse("rules.yaml", text.str())));
  }();
  return *pack;
}

inline Position NursePosition() {
  Position position;
  position.id = "bidan";
  position.display_name = "Bidan";
  position.family = Family::kHealth;
  position.group = Group::kJfSkilled;
  position.level = 3;
  position.job_class = 6;
  position.strategic_class = 2;
  position.purpose_id = "Menyelamatkan ibu dan bayi sejak hamil sampai nifas.";
  position.purpose_en = "Keeps mothers and babies safe from pregnancy to after birth.";
  position.min_education = "30";
  position.education_fields = {"MIDW"};
  position.certificate = "STR";
  position.min_grade = 23;
  position.max_grade = 34;
  position.core.fill(2);
  position.technical = {{"MIDWIFERY", 2}};
  return position;
}

inline Position ClerkPosition() {
  Position position;
  position.id = "klerek";
  position.display_name = "Pengadministrasi Perkantoran";
  position.family = Family::kStaff;
  position.group = Group::kPlk;
  position.level = 2;
  position.job_class = 5;
  position.min_education = "15";
  position.min_grade = 21;
  position.max_grade = 32;
  position.core.fill(1);
  return position;
}

// A midwife who may be moved, with everything known and measured.
inline Person Midwife(const std::string& id, const std::string& post) {
  Person person;
  person.id = id;
  person.profile_revision = 1;
  person.employment = Employment::kPns;
  person.appointed_date = absl::CivilDay(2015, 3, 1);
  person.grade = 24;
  person.agency = "prov";
  person.home_district = "180101";
  person.state = EmployeeState::kActive;
  person.bonded_until = absl::CivilDay(2016, 1, 1);
  person.audit_finding = false;
  person.court_process = false;
  person.retirement_date = absl::CivilDay(2050, 1, 1);
  person.post = post;
  person.post_since = absl::CivilDay(2020, 1, 1);
  person.history = {{post, "bidan", absl::CivilDay(2015, 3, 1), std::nullopt}};
  person.educations = {{"30", "MIDW"}};
  person.certificates = {{"STR", "", absl::CivilDay(2030, 1, 1)}};
  person.appraisals = {{2025, 4}, {2024, 4}};
  person.potential = 70;
  return person;
}

// Two puskesmas: Way Urang has too many midwives, Pulau Pisang is short of three.
inline Province TwoPuskesmas() {
  Province province;
  province.tenant = "lampung";
  province.effective_date = absl::CivilDay(2026, 1, 1);
  province.agencies = {{"prov", "Provinsi", AgencyKind::kProvince, "18"},
                       {"kab", "Kabupaten", AgencyKind::kRegency, "1801"}};
  province.districts = {{"180101", "Kalianda", -5738000, 105590000, false},
                        {"180102", "Pulau Pisang", -5130000, 103850000, true}};
  province.org_units = {{"urang", "Puskesmas Way Urang", "prov", "", "180101"},
                        {"pisang", "Puskesmas Pulau Pisang", "prov", "", "180102"}};
  province.positions = {NursePosition(), ClerkPosition()};
  province.posts = {{"urang.bidan", "urang", "bidan", "prov", "180101", 6},
                    {"pisang.bidan", "pisang", "bidan", "prov", "180102", 4},
                    {"urang.klerek", "urang", "klerek", "prov", "180101", 2}};
  province.needs = {{"urang.bidan", 2, 3, {1000, 900, 400}}, {"pisang.bidan", 3, 4, {1000, 950, 900, 500}}};
  for (const char* id : {"e1", "e2", "e3", "e4", "e5"})
    province.persons.push_back(Midwife(id, "urang.bidan"));
  province.persons.push_back(Midwife("e6", "pisang.bidan"));
  return province;
}

// Anything a registry could hold, small: agencies, levels, demands, kin, unknown facts, people without a
// post.
class RandomProvince {
 public:
  explicit RandomProvince(uint64_t seed) : random_(seed) {}

  Province Make() {
    Province p;
    p.tenant = "t";
    p.effective_date = absl::CivilDay(2026, 1, 1);
    p.agencies = {{"a", "A", AgencyKind::kProvince, "18"}, {"b", "B", AgencyKind::kRegency, "1801"}};
    p.elections = {
        {"18", absl::CivilDay(2024, 9, 22), absl::CivilDay(2025, 2, 20), absl::CivilDay(2025, 2, 20)}};
    for (int d = 0; d < 3; ++d) {
      p.districts.push_back(
          {absl::StrCat("d", d), "", Number(-6000000, -5000000), Number(105000000, 106000000), d == 2});
    }
    p.districts.push_back({"nowhere", ""});
    for (int u = 0; u < 5; ++u) {
      p.org_units.push_back({absl::StrCat("u", u), absl::StrCat("Unit ", u), u < 3 ? "a" : "b",
                             u == 1 || u == 2 ? "u0" : "", absl::StrCat("d", u % 3)});
    }
    for (int k = 0; k < 6; ++k) p.positions.push_back(RandomPosition(k));
    for (int u = 0; u < 5; ++u) {
      for (int k = 0; k < 6; ++k) {
        if (Chance(60)) p.posts.push_back(RandomPost(p, u, k));
      }
    }
    for (const Post& post : p.posts) {
      if (Chance(70)) p.needs.push_back(RandomNeed(post));
    }
    for (int i = 0; i < 30; ++i) p.persons.push_back(RandomPerson(p, i));
    return p;
  }

  bool Chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  int32_t Number(int32_t low, int32_t high) {
    return low + static_cast<int32_t>(random_() % (high - low + 1));
  }
  std::mt19937_64& random() { return random_; }

 private:
  template <typename T>
  const T& Pick(const std::vector<T>& items) {
    return items[random_() % items.size()];
  }

  Position RandomPosition(int k) {
    static const std::vector<std::string> kFields = {"NURS", "MIDW", "LAW", "ACC"};
    Position position;
    position.id = absl::StrCat("k", k);
    position.display_name = absl::StrCat("Jabatan ", k);
    position.family = static_cast<Family>(Number(1, 5));
    position.group = static_cast<Group>(Number(3, 8));
    position.level = Number(2, 3);
    position.job_class = Number(5, 6);
    position.strategic_class = Number(0, 3);
    position.min_education = Chance(50) ? "30" : "";
    if (Chance(60)) position.education_fields = {Pick(kFields)};
    position.certificate = Chance(20) ? "STR" : "";
    position.min_grade = Chance(30) ? 23 : 0;
    for (int32_t& level : position.core) level = Number(0, 3);
    if (Chance(70)) position.technical = {{absl::StrCat("T", Number(0, 3)), Number(1, 5)}};
    return position;
  }

  Post RandomPost(const Province& p, int u, int k) {
    Post post{absl::StrCat("u", u, ".k", k),
              p.org_units[u].id,
              p.positions[k].id,
              p.org_units[u].agency,
              Chance(90) ? p.org_units[u].district : "nowhere",
              Number(0, 4)};
    post.head_of_unit = Chance(15);
    post.certificate = Chance(10) ? "PROCUREMENT" : "";
    post.min_grade = Chance(10) ? 31 : 0;
    return post;
  }

  NeedCurve RandomNeed(const Post& post) {
    NeedCurve need;
    need.post = post.id;
    need.target = Number(0, 5);
    need.critical = Number(0, need.target);
    int32_t urgency = 1000;
    for (int k = 0; k < need.target; ++k) need.urgency.push_back(urgency = Number(urgency / 2, urgency));
    return need;
  }

  Person RandomPerson(const Province& p, int i) {
    Person person;
    person.id = absl::StrCat("e", i);
    person.profile_revision = i;
    person.employment = Chance(80) ? Employment::kPns : static_cast<Employment>(Number(0, 3));
    if (Chance(90)) person.appointed_date = absl::CivilDay(Number(2005, 2023), 3, 1);
    person.grade = Chance(90) ? (Chance(50) ? 24 : 32) : 0;
    if (Chance(85)) {
      const Post& post = Pick(p.posts);
      person.post = post.id;
      person.agency = post.agency;
      if (Chance(90)) person.post_since = absl::CivilDay(Number(2015, 2025), Number(1, 12), 1);
    } else {
      person.agency = Chance(80) ? "a" : "";
    }
    if (Chance(70))
      person.history = {{person.post, Pick(p.positions).id, absl::CivilDay(2016, 3, 1), std::nullopt}};
    person.home_district = Chance(80) ? absl::StrCat("d", Number(0, 2)) : "";
    person.state = Chance(90) ? EmployeeState::kActive : static_cast<EmployeeState>(Number(0, 5));
    if (Chance(70)) person.bonded_until = absl::CivilDay(Number(2020, 2030), 1, 1);
    if (Chance(70)) person.audit_finding = Chance(10);
    if (Chance(70)) person.court_process = Chance(5);
    if (Chance(80))
      person.educations = {
          {Chance(70) ? "40" : "30", Pick(std::vector<std::string>{"NURS", "MIDW", "LAW", ""})}};
    if (Chance(50)) person.certificates = {{"STR", "", std::nullopt}};
    person.certificates_known = Chance(80);
    for (const int year : {2024, 2025}) {
      if (Chance(80)) person.appraisals.push_back({year, Chance(85) ? Number(4, 5) : Number(1, 3)});
    }
    if (Chance(50)) person.potential = Number(0, 100);
    if (Chance(40)) person.preferences.push_back({1, PreferenceKind::kPost, Pick(p.posts).id});
    if (Chance(30)) person.preferences.push_back({2, PreferenceKind::kOrgUnit, Pick(p.org_units).id});
    if (Chance(30))
      person.preferences.push_back({3, PreferenceKind::kDistrict, absl::StrCat("d", Number(0, 2))});
    if (Chance(20)) person.developments = {Pick(p.positions).id};
    if (Chance(20)) person.relatives = {absl::StrCat("e", Number(0, 29))};
    person.disciplines_known = Chance(80);
    if (Chance(5))
      person.disciplines = {
          {Severity::kMedium, absl::CivilDay(2025, 1, 1), absl::CivilDay(2026, 6, 1), false}};
    return person;
  }

  std::mt19937_64 random_;
};

}  // namespace selaras::province

#endif  // SELARAS_LIBS_PROVINCE_TESTING_SMALL_PROVINCE_H_
