// A synthetic province of the size that a plan must take in a few seconds, made of facts alone: 200 positions, 44
// districts, a unit for 30 people, every person lawful in many units.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_LARGE_PROVINCE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_LARGE_PROVINCE_H_

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {

inline Province LargeProvince(int people, int posts_per_unit, uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  const auto number = [&](int low, int high) { return low + static_cast<int>(random() % (high - low + 1)); };
  const std::vector<std::string> fields = {"NURS", "MIDW", "EDU_MATH", "EDU_PGSD", "LAW",
                                           "ACC",  "GOV",  "INF",      "CIV",      "AGR"};
  Province p;
  p.effective_date = absl::CivilDay(2026, 1, 1);
  p.agencies = {{"a", "A", AgencyKind::kProvince, "31"}};
  p.elections = {
      {"31", absl::CivilDay(2024, 9, 22), absl::CivilDay(2025, 2, 20), absl::CivilDay(2025, 2, 20)}};
  for (int d = 0; d < 44; ++d) {
    p.districts.push_back(
        {absl::StrCat("d", 100 + d), "", number(-6400000, -6100000), number(106600000, 107000000), false});
  }
  for (int k = 0; k < 200; ++k) {
    Position position;
    position.id = absl::StrCat("k", 100 + k);
    position.family = static_cast<Family>(1 + k % 5);
    position.group = k % 5 == 3   ? (k % 2 == 0 ? Group::kPgw : Group::kAdm)
                     : k % 5 == 4 ? Group::kPlk
                                  : Group::kJfExpert;
    position.level = k % 5 == 3 ? 5 : k % 5 == 4 ? number(2, 4) : 4;
    position.job_class = position.level + 3;
    position.strategic_class = k % 4;
    position.min_education = "30";
    position.education_fields = {fields[k % fields.size()]};
    if (k % 5 == 1) position.certificate = "STR";
    if (k % 5 == 0) position.certificate = "EDUCATOR";
    position.core.fill(2);
    position.technical = {{absl::StrCat("T", k % 40), 2}, {absl::StrCat("T", k % 13), 1}};
    p.positions.push_back(position);
  }
  const int units = people / 30;
  for (int u = 0; u < units; ++u) {
    p.org_units.push_back({absl::StrCat("u", 10000 + u), "", "a", "", absl::StrCat("d", 100 + u % 44)});
    for (int k = 0; k < posts_per_unit; ++k) {
      const std::string position = p.positions[(u * 7 + k * 23) % 200].id;
      p.posts.push_back({absl::StrCat("u", 10000 + u, ".", position), p.org_units[u].id, position, "a",
                         p.org_units[u].district, number(2, 6)});
      p.needs.push_back({p.posts.back().id, 2, 4, {1000, 900, 500, 300}});
    }
  }
  for (int i = 0; i < people; ++i) {
    const Post& post = p.posts[random() % p.posts.size()];
    Person person = Midwife(absl::StrCat("e", 100000 + i), post.id);
    person.agency = "a";
    person.home_district = absl::StrCat("d", 100 + random() % 44);
    const Position& position = p.positions[std::stoi(post.position.substr(1)) - 100];
    person.history = {{post.id, post.position, absl::CivilDay(2016, 1, 1), std::nullopt}};
    person.educations = {{"40", position.education_fields[0]}};
    person.certificates = {{position.certificate.empty() ? "X" : position.certificate,
                            position.education_fields[0], std::nullopt}};
    person.grade = number(31, 34);
    person.post_since = absl::CivilDay(number(2012, 2025), number(1, 12), 1);
    person.appointed_date = absl::CivilDay(number(2000, 2015), 3, 1);
    if (i % 3 == 0)
      person.preferences = {{1, PreferenceKind::kDistrict, absl::StrCat("d", 100 + random() % 44)}};
    if (i % 3 == 1)
      person.preferences = {{1, PreferenceKind::kPost, p.posts[random() % p.posts.size()].id},
                            {2, PreferenceKind::kOrgUnit, p.org_units[random() % p.org_units.size()].id}};
    p.persons.push_back(std::move(person));
  }
  return p;
}

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_LARGE_PROVINCE_H_
