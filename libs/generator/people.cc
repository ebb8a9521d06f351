#include "libs/generator/people.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "libs/generator/names.h"
#include "libs/generator/nip.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

const std::vector<std::string>& AnyDegree() {
  static const auto* const kFields =
      new std::vector<std::string>{"GOV",  "GOV", "LAW",  "ACC", "ECON", "MGT", "MGT", "SOC",
                                   "COMM", "INF", "STAT", "CIV", "PLAN", "AGR", "PSY", "HIST"};
  return *kFields;
}

const std::vector<std::string>& AnySchool() {
  static const auto* const kFields =
      new std::vector<std::string>{"SMA_IPA", "SMA_IPS", "SMA_IPS", "SMK_TECH", "SMK_BIZ", "SMK_BIZ"};
  return *kFields;
}

double FemaleShare(Family family) {
  static constexpr double kShares[] = {0.68, 0.76, 0.45, 0.35, 0.38};
  return kShares[static_cast<int>(family)];
}

double ContractShare(Family family) {
  static constexpr double kShares[] = {0.27, 0.30, 0.12, 0.0, 0.14};
  return kShares[static_cast<int>(family)];
}

int RetirementAge(const Position& position) {
  if (position.family == Family::kTeacher || position.group <= Group::kJptP) return 60;
  if (position.code.rfind("DOKTER", 0) == 0) return 60;
  return 58;
}

int Age(const Position& position, int experience, Random* random) {
  if (position.group <= Group::kJptP) return random->Between(47, 59);
  if (position.group == Group::kAdm) return random->Between(40, 57);
  if (position.group == Group::kPgw) return random->Between(33, 57);
  const int most = RetirementAge(position) - 1;
  if (experience > 0) return random->Between(40, most - 2);
  if (experience < 0) return random->Between(25, 40);
  switch (random->Weighted({9.0, 25.0, 32.0, 34.0})) {
    case 0:
      return random->Between(position.min_education >= "30" ? 23 : 20, 30);
    case 1:
      return random->Between(31, 40);
    case 2:
      return random->Between(41, 50);
    default:
      return random->Between(51, most);
  }
}

std::string EducationLevel(const Position& position, Random* random) {
  switch (position.family) {
    case Family::kTeacher:
      return random->Weighted({2, 85, 13}) == 0 ? "30" : random->Chance(0.87) ? "40" : "45";
    case Family::kHealth:
      if (position.min_education == "45") return "45";
      if (position.group == Group::kSkilled)
        return random->Chance(0.88) ? "30" : random->Chance(0.6) ? "35" : "15";
      return random->Chance(0.8) ? "40" : "45";
    case Family::kFunctional:
      if (position.group == Group::kSkilled) return random->Chance(0.55) ? "30" : "15";
      return random->Chance(0.8) ? "40" : random->Chance(0.9) ? "45" : "50";
    case Family::kStructural:
      return random->Chance(0.55) ? "40" : random->Chance(0.93) ? "45" : "50";
    default:
      break;
  }
  if (position.level == 4) return random->Chance(0.9) ? "40" : "45";
  if (position.level == 3) return random->Chance(0.8) ? "30" : "40";
  if (position.level == 2) return random->Chance(0.86) ? "15" : random->Chance(0.5) ? "30" : "40";
  const int draw = random->Weighted({0.12, 0.38, 0.5});
  return draw == 0 ? "05" : draw == 1 ? "10" : "15";
}

std::string EducationField(const Position& position, const std::string& level, Random* random) {
  if (level < "15") return "GENERAL";
  if (level < "20") return random->Pick(AnySchool());
  if (position.education_fields.empty()) return random->Pick(AnyDegree());
  const std::vector<std::string> fields = absl::StrSplit(position.education_fields, '|');
  static constexpr double kFit[] = {0.93, 1.0, 0.90, 0.68, 0.80};
  if (random->Chance(kFit[static_cast<int>(position.family)])) {
    // The first field is the usual one.
    return random->Chance(0.6) ? fields.front() : random->Pick(fields);
  }
  if (position.family == Family::kTeacher) {
    static const auto* const kOther =
        new std::vector<std::string>{"EDU_IND", "EDU_IPS", "EDU_CIV", "EDU_PGSD", "EDU_REL"};
    return random->Pick(*kOther);
  }
  return random->Pick(AnyDegree());
}

int EntryGrade(const std::string& level) {
  if (level == "05") return 11;
  if (level == "10") return 13;
  if (level < "25") return 21;
  if (level == "25") return 22;
  if (level == "30") return 23;
  if (level == "45") return 32;
  if (level == "50") return 33;
  return 31;
}

int ContractGrade(const std::string& level) {
  if (level == "05") return 1;
  if (level == "10") return 4;
  if (level < "25") return 5;
  if (level == "25") return 6;
  if (level == "30") return 7;
  if (level == "45") return 10;
  if (level == "50") return 11;
  return 9;
}

int CareerGrade(const Person& person, const Position& position, const absl::CivilDay& base, Random* random) {
  const int entry = GradeOrder(EntryGrade(person.education_level));
  const double years = (base - person.appointed) / 365.25;
  const double pace = position.family == Family::kStaff ? 5.0 : 4.9;
  int order = entry + static_cast<int>(std::max(0.0, years + random->Uniform(-2.5, 1.5)) / pace);
  int most = GradeOrder(position.max_grade);
  if (position.group == Group::kExpert) most = std::min(most, GradeOrder(random->Chance(0.75) ? 41 : 42));
  if (IsStructural(position.group)) {
    const int least = GradeOrder(position.min_grade);
    return GradeOfOrder(std::clamp(std::max(order, least + (random->Chance(0.4) ? 1 : 0)), least, most));
  }
  if (person.employment == Employment::kCpns) order = entry;
  // A few sit below their position's least grade: an old placement, or bad data. The rest fit.
  const int least = random->Chance(0.97) ? GradeOrder(position.min_grade) : entry;
  return GradeOfOrder(std::clamp(order, std::min(least, most), most));
}

absl::CivilDay FirstOfMonth(absl::CivilDay day) {
  return absl::CivilDay(absl::CivilMonth(day));
}

class PeopleBuilder {
 public:
  PeopleBuilder(uint64_t seed, Province* province) : seed_(seed), province_(*province) {
    for (size_t d = 0; d < province->districts.size(); ++d) {
      by_regency_[province->districts[d].regency_code].push_back(static_cast<int>(d));
    }
  }

  void Add(int post, int position, bool placed) {
    const int index = static_cast<int>(province_.people.size());
    Random random(seed_, 81, static_cast<uint64_t>(index));
    const Position& role = province_.positions[position];
    Person person;
    person.post = placed ? post : -1;
    person.position = position;
    person.agency = province_.units[province_.posts[post].unit].agency;
    person.ability = random.Bell() + 0.2 * province_.units[province_.posts[post].unit].quality;
    person.education_level = EducationLevel(role, &random);
    person.education_field = EducationField(role, person.education_level, &random);
    person.retirement_age = RetirementAge(role);
    Identity(role, province_.units[province_.posts[post].unit].experience, &random, &person);
    person.name = InventName(person.female, &random);
    person.home = Home(province_.units[province_.posts[post].unit].district, &random);
    Standing(placed, &random, &person);
    province_.people.push_back(std::move(person));
  }

 private:
  void Identity(const Position& role, int experience, Random* random, Person* person) {
    person->female = random->Chance(FemaleShare(role.family));
    do {
      const int age = Age(role, experience, random);
      person->birth = absl::CivilDay(province_.base_date.year() - age - 1, 1, 1) + random->Between(1, 364);
      if (random->Chance(ContractShare(role.family))) {
        person->employment = Employment::kPppk;
        const int since = random->Between(1, std::min(5, std::max(1, age - 20)));
        person->appointed = FirstOfMonth(province_.base_date - 365 * since + random->Between(0, 300));
      } else {
        person->employment = Employment::kPns;
        const int youngest = person->education_level >= "35" ? 23 : 20;
        const int start = youngest + random->Between(0, 9) / (random->Chance(0.5) ? 1 : 2);
        person->appointed =
            FirstOfMonth(absl::CivilDay(person->birth.year() + start, random->Between(1, 12), 1));
        const absl::CivilDay latest = FirstOfMonth(province_.base_date - 200);
        if (person->appointed > latest) person->appointed = latest;
        if (!IsStructural(role.group) && province_.base_date - person->appointed < 400)
          person->employment = Employment::kCpns;
      }
      person->nip = mint_.Next(person->birth, person->appointed, person->female,
                               person->employment == Employment::kPppk);
    } while (person->nip.empty());
    Grade(role, random, person);
  }

  void Grade(const Position& role, Random* random, Person* person) {
    person->grade = person->employment == Employment::kPppk
                        ? ContractGrade(person->education_level)
                        : CareerGrade(*person, role, province_.base_date, random);
    const absl::CivilMonth month(province_.base_date.year() - random->Between(1, 4),
                                 random->Chance(0.5) ? 4 : 10);
    person->grade_date = std::max(absl::CivilDay(month), person->appointed);
    if (person->employment != Employment::kPns) person->grade_date = person->appointed;
    person->functional_level = FunctionalLevel(role.group, person->employment, person->grade);
  }

  int Home(int district, Random* random) const {
    const double draw = random->Unit();
    if (draw < 0.60) return district;
    if (draw < 0.86) return random->Pick(by_regency_.at(province_.districts[district].regency_code));
    return static_cast<int>(random->Below(province_.districts.size()));
  }

  void Standing(bool placed, Random* random, Person* person) const {
    if (person->employment != Employment::kPns) return;
    const double draw = random->Unit();
    if (draw < 0.008) {
      person->state = State::kStudy;
    } else if (draw < 0.0095 && placed) {
      person->state = State::kUnpaidLeave;
    } else if (draw < 0.0120) {
      person->state = State::kLongSick;
    } else if (draw < 0.0128) {
      person->state = State::kSuspended;
    }
    if (random->Chance(0.01)) person->bonded_until = province_.base_date + random->Between(100, 1400);
    person->audit_finding = random->Chance(0.006);
    person->court_process = random->Chance(0.001);
  }

  const uint64_t seed_;
  Province& province_;
  NipMint mint_;
  std::map<std::string, std::vector<int>> by_regency_;
};

}  // namespace

int GradeOrder(int id) {
  const int group = id / 10, step = id % 10;
  return (group - 1) * 4 + step;
}

int GradeOfOrder(int order) {
  if (order > 12) return 40 + std::min(order - 12, 5);
  const int zero = std::max(order, 1) - 1;
  return (zero / 4 + 1) * 10 + zero % 4 + 1;
}

std::string FunctionalLevel(Group group, Employment employment, int grade) {
  const bool contract = employment == Employment::kPppk;
  if (group == Group::kExpert) {
    if (contract) return grade >= 11 ? "JF_AMU" : "JF_AP";
    if (grade >= 44) return "JF_AU";
    if (grade >= 41) return "JF_AMD";
    return grade >= 33 ? "JF_AMU" : "JF_AP";
  }
  if (group == Group::kSkilled) {
    if (contract) return grade >= 6 ? "JF_TR" : "JF_PM";
    if (grade >= 33) return "JF_PY";
    if (grade >= 31) return "JF_MH";
    return grade >= 22 ? "JF_TR" : "JF_PM";
  }
  return "";
}

void SetEducation(int person, const std::string& level, const std::string& field, Province* province) {
  province->people[person].education_level = level;
  province->people[person].education_field = field;
}

void BuildPeople(uint64_t seed, int unplaced, const Progress& progress, Province* province) {
  PeopleBuilder builder(seed, province);
  int64_t total = unplaced;
  for (const Post& post : province->posts) total += post.incumbents;
  province->people.reserve(static_cast<size_t>(total));
  std::vector<int> open;
  for (size_t p = 0; p < province->posts.size(); ++p) {
    const Post& post = province->posts[p];
    for (int seat = 0; seat < post.incumbents; ++seat) builder.Add(static_cast<int>(p), post.position, true);
    if (!IsStructural(province->positions[post.position].group)) open.push_back(static_cast<int>(p));
    if (p % 4096 == 0) progress("people", static_cast<int64_t>(province->people.size()), total);
  }
  Random random(seed, 82);
  for (int i = 0; i < unplaced; ++i) {
    const int post = random.Pick(open);
    builder.Add(post, province->posts[post].position, false);
  }
  progress("people", total, total);
}

}  // namespace selaras::generator
