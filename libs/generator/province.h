#ifndef SELARAS_LIBS_GENERATOR_PROVINCE_H_
#define SELARAS_LIBS_GENERATOR_PROVINCE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nlohmann/json.hpp"

namespace selaras::generator {

// A generated province in memory. Rows refer to each other by index; codes are resolved when the folder is
// written (docs/formats.md §3). Nothing in it is about a real person.

enum class Family { kTeacher, kHealth, kFunctional, kStructural, kStaff };
inline constexpr int kFamilies = 5;
enum class Group { kJptM, kJptP, kAdm, kPgw, kExpert, kSkilled, kPlk };
enum class UnitKind {
  kDepartment,
  kSecretariat,
  kDivision,
  kSection,
  kOffice,
  kSchool,
  kPuskesmas,
  kHospital,
  kDistrictOffice,
  kVillageOffice
};
enum class Employment { kPns, kCpns, kPppk };
enum class State { kActive, kStudy, kUnpaidLeave, kLongSick, kSuspended };

using Levels = std::array<int, 9>;  // M1 … M8, S1

struct Agency {
  std::string code, name, kind, region_code, time_zone = "Asia/Jakarta";
};

struct District {
  std::string code, name, regency_code, regency_name;
  double lat = 0, lon = 0;
  int64_t population = 0;
  double area_km2 = 0, growth_percent = 0, schooling_years = 0;
  bool island = false;
};

struct Unit {
  std::string code;
  int agency = 0, parent = -1;
  std::string name;
  UnitKind kind = UnitKind::kOffice;
  std::string field;
  int district = 0;
  double lat = 0, lon = 0;
  std::string npsn, size_class;
  // What the generator decides and no file says: staffing against need (0 = even), quality of service (0 =
  // mean).
  double staffing = 0, quality = 0;
  int experience = 0;  // 1 = older staff, −1 = younger, 0 = as everywhere
};

struct Position {
  std::string code, title;
  Family family = Family::kStaff;
  Group group = Group::kPlk;
  int level = 1, job_class = 1, strategic = 0;
  std::string purpose_id, purpose_en, min_education, education_fields, certificate;
  int min_grade = 11, max_grade = 45;
  Levels required{};
  std::string technical;
  // Departments that employ it, blank-separated codes; "*" = every office; empty = placed by its own rule.
  std::string employers;
};

struct Post {
  int unit = 0, position = 0, ceiling = 0;
  bool head = false;
  std::string certificate;
  int min_grade = 0;  // 0 = the position's
  double need = 0;    // full-time persons by workload or standard, before rounding
  int incumbents = 0;
};

struct Person {
  std::string nip, name;
  absl::CivilDay birth, appointed, grade_date;
  bool female = false;
  Employment employment = Employment::kPns;
  int grade = 31;  // SIASN id, or PPPK golongan 1-17
  std::string functional_level;
  int agency = 0, home = 0;
  State state = State::kActive;
  std::optional<absl::CivilDay> bonded_until;
  bool audit_finding = false, court_process = false;
  int retirement_age = 58;
  // Not written: present post (-1 = none), position held or last held, latent ability (mean 0, deviation 1).
  int post = -1, position = 0;
  double ability = 0;
  std::string education_level, education_field;
};

struct Appointment {
  int person;
  absl::CivilDay start;
  int post;
  std::optional<absl::CivilDay> end;
};
struct Duty {
  int person;
  std::string kind;
  absl::CivilDay start;
  int unit;
  std::optional<absl::CivilDay> end;
};
struct Education {
  int person;
  std::string level, field;
  int year;
};
struct Certificate {
  int person;
  std::string certificate, field;
  std::optional<absl::CivilDay> valid_until;
};
struct Assessment {
  int person;
  absl::CivilDay date;
  Levels levels;
  std::string technical;
  int potential;
};
struct Appraisal {
  int person, year;
  std::string results, behaviour, predicate;
};
struct PeerReview {
  int person, year;
  std::string group;
  int raters;
  double score;
};
struct Preference {
  int person, rank;
  std::string target_kind, target_code;
  absl::CivilDay submitted;
};
struct Development {
  int person, position;
  absl::CivilDay agreed;
};
struct Relation {
  int person;
  std::string kind;
  int other;
};
struct Discipline {
  int person;
  absl::CivilDay start;
  std::string severity;
  std::optional<absl::CivilDay> served_until;
  bool in_process;
};
struct Training {
  int person;
  std::string code;
  absl::CivilDay completed;
  std::string title;
};
struct Workload {
  int unit, position, year;
  std::string task, task_kind, method;
  double volume, norm_minutes;
};
struct SchoolClass {
  int unit, year, grade, pupils, classes;  // classes 0 = by the cap of the level
};
struct Standard {
  std::string kind, unit_kind, size_class;
  int position, grade;
  double value;
};
struct Indicator {
  int unit;
  absl::CivilMonth month;
  const char* name;
  double value;
};
struct Survey {
  int unit;
  absl::CivilMonth month;
  const char* question;
  int respondents;
  double mean;
};
struct Election {
  std::string region_code;
  absl::CivilDay determination, term_end, inauguration;
};

struct Province {
  std::string tenant, name, preset, scenario, region;
  uint64_t seed = 0;
  absl::CivilDay base_date;
  std::vector<std::string> assumptions;
  nlohmann::ordered_json planted = nlohmann::ordered_json::object();

  std::vector<Agency> agencies;
  std::vector<District> districts;
  std::vector<Unit> units;
  std::vector<Position> positions;
  std::vector<Post> posts;
  std::vector<Person> people;
  std::vector<Appointment> appointments;
  std::vector<Duty> duties;
  std::vector<Education> educations;
  std::vector<Certificate> certificates;
  std::vector<Assessment> assessments;
  std::vector<Appraisal> appraisals;
  std::vector<PeerReview> peer_reviews;
  std::vector<Preference> preferences;
  std::vector<Development> developments;
  std::vector<Relation> relations;
  std::vector<Discipline> disciplines;
  std::vector<Training> trainings;
  std::vector<Workload> workloads;
  std::vector<SchoolClass> school_classes;
  std::vector<Standard> standards;
  std::vector<Indicator> indicators;
  std::vector<Survey> surveys;
  std::vector<Election> elections;

  std::string PostCode(int post) const {
    return units[posts[post].unit].code + "." + positions[posts[post].position].code;
  }
  const District& DistrictOf(const Post& post) const { return districts[units[post.unit].district]; }
};

// Index of the position with this code, or -1.
int FindPosition(const Province& province, const std::string& code);
// Index of the unit with this code, or -1.
int FindUnit(const Province& province, const std::string& code);

const char* FamilyName(Family family);
const char* GroupName(Group group);
const char* UnitKindName(UnitKind kind);
const char* EmploymentName(Employment employment);
const char* StateName(State state);
bool IsStructural(Group group);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_PROVINCE_H_
