#include "libs/generator/careers.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

// Months in the present post. Teachers and nurses stay long, chairs rotate.
int TenureMonths(Family family, Random* random) {
  static constexpr int kLongest[] = {190, 150, 120, 84, 130};
  const double u = random->Unit();
  return 5 + static_cast<int>(kLongest[static_cast<int>(family)] * (0.6 * u + 0.4 * u * u));
}

absl::CivilDay MonthsBefore(absl::CivilDay day, int months) {
  return absl::CivilDay(absl::CivilMonth(day) - months);
}

class History {
 public:
  explicit History(const Province& province)
      : by_position_(province.positions.size()), by_group_(7), province_(province) {
    for (size_t p = 0; p < province.posts.size(); ++p) {
      const int position = province.posts[p].position;
      by_position_[position].push_back(static_cast<int>(p));
      by_group_[static_cast<int>(province.positions[position].group)].push_back(static_cast<int>(p));
    }
  }

  // A post that somebody of this position may have held before.
  int Earlier(int position, Random* random) const {
    const Position& role = province_.positions[position];
    if (!IsStructural(role.group) || random->Chance(0.3)) return random->Pick(by_position_[position]);
    static constexpr std::array<Group, 4> kBefore = {Group::kJptP, Group::kAdm, Group::kPgw, Group::kPlk};
    const auto& posts = by_group_[static_cast<int>(kBefore[static_cast<size_t>(role.group)])];
    return posts.empty() ? random->Pick(by_position_[position]) : random->Pick(posts);
  }

 private:
  std::vector<std::vector<int>> by_position_;
  std::vector<std::vector<int>> by_group_;
  const Province& province_;
};

int BestHead(const std::vector<int>& people, const Province& province, Family family) {
  int best = -1;
  for (int p : people) {
    const Person& person = province.people[p];
    const Position& position = province.positions[person.position];
    if (position.family != family || position.group != Group::kExpert) continue;
    if (person.employment != Employment::kPns || person.state != State::kActive) continue;
    if (province.base_date.year() - person.birth.year() > 57) continue;
    if (best < 0 || person.grade * 10 + person.ability >
                        province.people[best].grade * 10 + province.people[best].ability) {
      best = p;
    }
  }
  return best;
}

}  // namespace

std::vector<std::vector<int>> PeopleByUnit(const Province& province) {
  std::vector<std::vector<int>> people(province.units.size());
  for (size_t p = 0; p < province.people.size(); ++p) {
    const int post = province.people[p].post;
    if (post >= 0) people[province.posts[post].unit].push_back(static_cast<int>(p));
  }
  return people;
}

void AddAppointments(uint64_t seed, Province* province) {
  const History history(*province);
  std::vector<Appointment> career;
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    Random random(seed, 91, p);
    career.clear();
    const bool placed = person.post >= 0;
    absl::CivilDay end = province->base_date;
    std::optional<absl::CivilDay> closed;
    if (!placed) closed = end = std::max(MonthsBefore(end, random.Between(1, 18)), person.appointed + 90);
    int post = placed ? person.post : history.Earlier(person.position, &random);
    int months = TenureMonths(province->positions[person.position].family, &random);
    for (int past = 0; past < 6; ++past) {
      absl::CivilDay start = MonthsBefore(end, months);
      // The first post of a career begins with the career; a rest under a year is no post of its own.
      if (past == 5 || start < person.appointed + 360) start = person.appointed;
      if (start >= end) start = std::min(person.appointed, end - 1);
      career.push_back({static_cast<int>(p), start, post, closed});
      if (start <= person.appointed) break;
      closed = start - 1;
      end = start;
      const int position = province->posts[post].position;
      post = history.Earlier(position, &random);
      months = random.Between(24, 96);
    }
    province->appointments.insert(province->appointments.end(), career.rbegin(), career.rend());
  }
}

void AddDuties(uint64_t seed, Province* province) {
  const auto by_unit = PeopleByUnit(*province);
  for (size_t u = 0; u < province->units.size(); ++u) {
    Random random(seed, 92, u);
    const Unit& unit = province->units[u];
    const absl::CivilDay start =
        absl::CivilDay(absl::CivilMonth(province->base_date) - random.Between(3, 60));
    const int index = static_cast<int>(u);
    if (unit.kind == UnitKind::kSchool && random.Chance(0.93)) {
      const int head = BestHead(by_unit[u], *province, Family::kTeacher);
      if (head >= 0) province->duties.push_back({head, "PRINCIPAL", start, index, std::nullopt});
    } else if (unit.kind == UnitKind::kPuskesmas && random.Chance(0.95)) {
      const int head = BestHead(by_unit[u], *province, Family::kHealth);
      if (head >= 0) province->duties.push_back({head, "HEAD_OF_PUSKESMAS", start, index, std::nullopt});
    } else if (unit.kind == UnitKind::kSection || unit.kind == UnitKind::kDivision) {
      const int lead = BestHead(by_unit[u], *province, Family::kFunctional);
      if (lead >= 0 && random.Chance(0.5))
        province->duties.push_back({lead, "SUBGROUP_LEAD", start, index, std::nullopt});
    } else if (unit.kind == UnitKind::kSecretariat && !by_unit[u].empty() && random.Chance(0.1)) {
      const int person = random.Pick(by_unit[u]);
      const absl::CivilDay since =
          absl::CivilDay(absl::CivilMonth(province->base_date) - random.Between(1, 3));
      province->duties.push_back({person, "ACTING", since, unit.parent, province->base_date + 90});
    }
  }
}

void AddEducations(uint64_t seed, Province* province) {
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    Random random(seed, 93, p);
    const std::string& level = person.education_level;
    const int age = level == "05" ? 12 : level == "10" ? 15 : level < "25" ? 18 : level == "30" ? 21 : 23;
    const int born = static_cast<int>(person.birth.year());
    const int last = static_cast<int>(province->base_date.year()) - 1;
    if (level >= "45") {
      province->educations.push_back(
          {static_cast<int>(p), "40", person.education_field, std::min(last, born + 23)});
      province->educations.push_back({static_cast<int>(p), level, person.education_field,
                                      std::min(last, born + random.Between(27, 42))});
    } else {
      province->educations.push_back({static_cast<int>(p), level, person.education_field,
                                      std::min(last, born + age + random.Between(0, 2))});
    }
  }
}

void AddCertificates(uint64_t seed, Province* province) {
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    const Position& position = province->positions[person.position];
    Random random(seed, 94, p);
    const int index = static_cast<int>(p);
    if (position.certificate == "EDUCATOR" && random.Chance(0.9)) {
      province->certificates.push_back({index, "EDUCATOR", person.education_field, std::nullopt});
    } else if (position.certificate == "STR" && random.Chance(0.97)) {
      const int days = random.Chance(0.05) ? -random.Between(10, 500) : random.Between(60, 1800);
      province->certificates.push_back({index, "STR", person.education_field, province->base_date + days});
    } else if (!position.certificate.empty() && position.family == Family::kFunctional &&
               random.Chance(0.88)) {
      province->certificates.push_back({index, position.certificate, person.education_field, std::nullopt});
    } else if (position.family != Family::kTeacher && position.family != Family::kHealth &&
               random.Chance(0.03)) {
      province->certificates.push_back({index, "PROCUREMENT", "", std::nullopt});
    }
  }
}

}  // namespace selaras::generator
