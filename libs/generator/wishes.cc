// Preferences, agreed developments and family ties: what joins a person to other posts and people.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/generator/careers.h"
#include "libs/generator/geography.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

double KmToHome(const Person& person, int district, const Province& province) {
  const District& a = province.districts[person.home];
  const District& b = province.districts[district];
  return DistanceKm(a.lat, a.lon, b.lat, b.lon) + (a.island != b.island ? 60 : 0);
}

// The best of a few posts of the person's own position: near home, and where people are short.
int WantedPost(const Person& person, const std::vector<int>& posts, const Province& province,
               Random* random) {
  int best = -1;
  double least = 1e18;
  for (int i = 0; i < 12; ++i) {
    const int post = random->Pick(posts);
    if (post == person.post || province.units[province.posts[post].unit].agency != person.agency) continue;
    const Post& row = province.posts[post];
    const double cost = KmToHome(person, province.units[row.unit].district, province) -
                        (row.incumbents < row.ceiling ? 10 : 0) + random->Uniform(0, 6);
    if (cost < least) least = cost, best = post;
  }
  return best;
}

const char* Inverse(const std::string& kind) {
  if (kind == "PARENT") return "CHILD";
  if (kind == "CHILD") return "PARENT";
  return nullptr;
}

class Kin {
 public:
  explicit Kin(Province* province) : province_(*province) {}

  void Join(int a, const std::string& kind, int b) {
    if (a == b || !joined_.insert(std::minmax(a, b)).second) return;
    const char* inverse = Inverse(kind);
    province_.relations.push_back({a, kind, b});
    province_.relations.push_back({b, inverse == nullptr ? kind : inverse, a});
  }

  // The tie that ages and sexes allow, or null.
  const char* Tie(int a, int b, Random* random) const {
    const Person& x = province_.people[a];
    const Person& y = province_.people[b];
    const int64_t years = (x.birth - y.birth) / 365;
    if (years <= -20 && years >= -38) return "PARENT";
    if (years >= 20 && years <= 38) return "CHILD";
    if (x.female != y.female && years > -10 && years < 10 && random->Chance(0.6)) return "SPOUSE";
    if (years > -14 && years < 14) return random->Chance(0.6) ? "SIBLING" : "IN_LAW";
    return nullptr;
  }

 private:
  Province& province_;
  absl::flat_hash_set<std::pair<int, int>> joined_;
};

}  // namespace

void AddPreferences(uint64_t seed, Province* province) {
  std::vector<std::vector<int>> by_position(province->positions.size());
  for (size_t p = 0; p < province->posts.size(); ++p) {
    by_position[province->posts[p].position].push_back(static_cast<int>(p));
  }
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    Random random(seed, 111, p);
    if (person.employment != Employment::kPns || province->positions[person.position].group <= Group::kJptP)
      continue;
    const bool far =
        person.post >= 0 && KmToHome(person,
                                     province->DistrictOf(province->posts[person.post]).code.empty()
                                         ? 0
                                         : province->units[province->posts[person.post].unit].district,
                                     *province) > 12;
    if (!random.Chance(far ? 0.6 : 0.3)) continue;
    absl::flat_hash_set<std::string> seen;
    const absl::CivilDay submitted = province->base_date - random.Between(5, 120);
    const int wishes = 1 + random.Weighted({0.55, 0.3, 0.15});
    int rank = 0;
    for (int i = 0; i < wishes; ++i) {
      const int kind = random.Weighted({0.55, 0.2, 0.25});
      const int post = kind == 2 ? -1 : WantedPost(person, by_position[person.position], *province, &random);
      if (kind != 2 && post < 0) continue;
      const std::string target = kind == 0   ? province->PostCode(post)
                                 : kind == 1 ? province->units[province->posts[post].unit].code
                                             : province->districts[person.home].code;
      if (!seen.insert(target).second) continue;
      const char* const kKinds[] = {"POST", "UNIT", "DISTRICT"};
      province->preferences.push_back({static_cast<int>(p), ++rank, kKinds[kind], target, submitted});
    }
  }
}

void AddDevelopments(uint64_t seed, Province* province) {
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    const Position& present = province->positions[person.position];
    if (present.family == Family::kStructural || present.family == Family::kTeacher || person.ability < 0)
      continue;
    Random random(seed, 112, p);
    if (person.employment != Employment::kPns || !random.Chance(0.03)) continue;
    // Another position of the same rung that takes the person's field.
    std::vector<int> open;
    for (size_t i = 0; i < province->positions.size(); ++i) {
      const Position& other = province->positions[i];
      if (static_cast<int>(i) == person.position || IsStructural(other.group)) continue;
      if (other.level < present.level || other.job_class < present.job_class || other.level > present.level)
        continue;
      if (other.education_fields.find(person.education_field) == std::string::npos) continue;
      open.push_back(static_cast<int>(i));
    }
    if (open.empty()) continue;
    province->developments.push_back(
        {static_cast<int>(p), random.Pick(open), province->base_date - random.Between(30, 400)});
  }
}

void AddRelations(uint64_t seed, Province* province) {
  Kin kin(province);
  Random random(seed, 113);
  const auto by_unit = PeopleByUnit(*province);
  const size_t pairs = province->people.size() / 130;
  for (size_t i = 0; i < pairs; ++i) {
    const int a = static_cast<int>(random.Below(province->people.size()));
    const int b = static_cast<int>(random.Below(province->people.size()));
    const char* tie = kin.Tie(a, b, &random);
    if (tie != nullptr) kin.Join(a, tie, b);
  }
  // Some kin stand in direct line: the head of a unit and one of its people.
  for (size_t u = 0; u < province->units.size(); ++u) {
    if (by_unit[u].size() < 3 || !random.Chance(0.02)) continue;
    for (int head : by_unit[u]) {
      if (!province->posts[province->people[head].post].head) continue;
      const int other = random.Pick(by_unit[u]);
      const char* tie = kin.Tie(head, other, &random);
      if (other != head && tie != nullptr) kin.Join(head, tie, other);
    }
  }
}

}  // namespace selaras::generator
