#include "libs/generator/planting.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/generator/careers.h"

namespace selaras::generator {

int DepartmentUnit(const Province& province, absl::string_view code) {
  return FindUnit(province, absl::StrCat(province.agencies.front().code, "-", code));
}

std::vector<int> UnitsUnder(const Province& province, int unit) {
  std::vector<int> units;
  if (unit < 0) return units;
  for (size_t u = 0; u < province.units.size(); ++u) {
    int at = static_cast<int>(u);
    while (at >= 0 && at != unit) at = province.units[at].parent;
    if (at == unit) units.push_back(static_cast<int>(u));
  }
  return units;
}

int PostIn(const Province& province, int unit, absl::string_view position) {
  for (size_t p = 0; p < province.posts.size(); ++p) {
    if (province.posts[p].unit == unit && province.positions[province.posts[p].position].code == position) {
      return static_cast<int>(p);
    }
  }
  return -1;
}

void SetIncumbents(int post, int incumbents, Province* province) {
  Post& target = province->posts[post];
  int left = target.incumbents - incumbents;  // > 0: people for others, < 0: people from others
  target.incumbents = incumbents;
  const int agency = province->units[target.unit].agency;
  for (int round = 0; round < 40 && left != 0; ++round) {
    for (size_t p = 0; p < province->posts.size() && left != 0; ++p) {
      Post& other = province->posts[p];
      if (static_cast<int>(p) == post || other.position != target.position) continue;
      if (province->units[other.unit].agency != agency) continue;
      // Chairs are single; elsewhere the first rounds respect ceilings and leave at least one person.
      if (left > 0 && (other.incumbents < other.ceiling || (round > 0 && other.ceiling > 1))) {
        ++other.incumbents, --left;
      } else if (left < 0 && other.incumbents > 1) {
        --other.incumbents, ++left;
      }
    }
  }
}

std::vector<int> Choose(const Province& province, size_t count,
                        const std::function<bool(const Person&)>& fits) {
  std::vector<int> all;
  for (size_t p = 0; p < province.people.size(); ++p) {
    if (fits(province.people[p])) all.push_back(static_cast<int>(p));
  }
  if (all.size() <= count) return all;
  std::vector<int> chosen;
  for (size_t i = 0; i < count; ++i) chosen.push_back(all[i * all.size() / count]);
  return chosen;
}

bool CouldStay(const Person& person, const Province& province, int months) {
  return person.post >= 0 && person.employment == Employment::kPns && person.state == State::kActive &&
         !person.bonded_until && !person.audit_finding && !person.court_process &&
         absl::CivilMonth(province.base_date) - absl::CivilMonth(person.appointed) > months + 12 &&
         province.base_date.year() - person.birth.year() < person.retirement_age - 3;
}

void SetTenure(const std::vector<int>& people, int months, Province* province) {
  const absl::flat_hash_set<int> chosen(people.begin(), people.end());
  std::vector<Appointment> rows;
  rows.reserve(province->appointments.size());
  int last = -1;
  for (const Appointment& row : province->appointments) {
    if (!chosen.contains(row.person)) {
      rows.push_back(row);
      continue;
    }
    if (row.person == last) continue;
    last = row.person;
    // One earlier appointment in the first post of the old career, then the present one.
    const Person& person = province->people[row.person];
    const absl::CivilDay start(absl::CivilMonth(province->base_date) - months);
    if (person.appointed < start) rows.push_back({row.person, person.appointed, row.post, start - 1});
    rows.push_back({row.person, std::max(start, person.appointed), person.post, std::nullopt});
  }
  province->appointments = std::move(rows);
}

void SetAppraisals(const std::vector<int>& people, const std::string& results, const std::string& behaviour,
                   Province* province) {
  const absl::flat_hash_set<int> chosen(people.begin(), people.end());
  auto& rows = province->appraisals;
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [&](const Appraisal& row) { return chosen.contains(row.person); }),
             rows.end());
  const int last = static_cast<int>(province->base_date.year()) - 1;
  for (int person : people) {
    for (int year : {last - 1, last})
      rows.push_back({person, year, results, behaviour, Predicate(results, behaviour)});
  }
}

void MakeMovable(const std::vector<int>& people, Province* province) {
  SetTenure(people, 40, province);
  SetAppraisals(people, "AS", "ABOVE", province);
  const absl::flat_hash_set<int> chosen(people.begin(), people.end());
  auto& rows = province->disciplines;
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [&](const Discipline& row) { return chosen.contains(row.person); }),
             rows.end());
}

void ChangeIndicator(int unit, absl::string_view indicator, absl::CivilMonth from,
                     const std::function<double(double)>& change, Province* province) {
  for (Indicator& row : province->indicators) {
    if (row.unit == unit && row.month >= from && row.name == indicator)
      row.value = std::max(0.0, change(row.value));
  }
}

std::vector<std::string> Nips(const Province& province, const std::vector<int>& people) {
  std::vector<std::string> nips;
  for (int person : people) nips.push_back(province.people[person].nip);
  return nips;
}

}  // namespace selaras::generator
