// What planning may know: plain structs that the app fills from the streams of registry and needs. All ids
// are the last part of the resource name ("7f3k", not "posts/7f3k"). Absent optionals and empty codes mean
// *unknown*, never zero. Sex, religion, ethnicity, marital status and birth date have no field here, so
// nothing can use them.
#ifndef SELARAS_LIBS_PROVINCE_FACTS_H_
#define SELARAS_LIBS_PROVINCE_FACTS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"

namespace selaras::province {

enum class Family : uint8_t { kUnknown, kTeacher, kHealth, kFunctional, kStructural, kStaff };
enum class Group : uint8_t { kUnknown, kJptU, kJptM, kJptP, kAdm, kPgw, kJfExpert, kJfSkilled, kPlk };
enum class Employment : uint8_t { kUnknown, kPns, kCpns, kPppk };
enum class EmployeeState : uint8_t {
  kUnknown,
  kActive,
  kStudy,
  kUnpaidLeave,
  kLongSick,
  kSuspended,
  kRetired
};
enum class AgencyKind : uint8_t { kUnknown, kProvince, kRegency, kCity, kMinistry };
enum class RaterGroup : uint8_t { kSuperior, kPeer, kSubordinate };
enum class PreferenceKind : uint8_t { kPost, kOrgUnit, kDistrict };
enum class Severity : uint8_t { kNone, kLight, kMedium, kHeavy };

inline constexpr int kCoreCompetencies = 9;  // M1 … M8, S1.

struct District {
  std::string id;  // 6 digits, Kemendagri.
  std::string display_name;
  // Degrees × 1,000,000, WGS84, rounded; nullopt = unknown.
  std::optional<int32_t> latitude_e6;
  std::optional<int32_t> longitude_e6;
  bool island = false;  // Reached by ferry only.
};

struct Agency {
  std::string id;
  std::string display_name;
  AgencyKind kind = AgencyKind::kUnknown;
  std::string region_code;  // 2 or 4 digits; empty for a ministry.
};

struct OrgUnit {
  std::string id;
  std::string display_name;
  std::string agency;
  std::string parent;  // Empty at the top.
  std::string district;
};

struct TechnicalLevel {
  std::string cluster;
  int32_t level;  // 0-5
};

struct Position {
  std::string id;
  std::string display_name;
  Family family = Family::kUnknown;
  Group group = Group::kUnknown;
  int32_t level = 0;            // 1 lowest … 9; 0 = unknown.
  int32_t job_class = 0;        // 1-17; 0 = unknown.
  int32_t strategic_class = 0;  // 0-3
  std::string purpose_id, purpose_en;
  std::string min_education;                  // SIASN code 05 … 50; empty = no demand.
  std::vector<std::string> education_fields;  // Empty = any.
  std::string certificate;                    // Empty = none.
  int32_t min_grade = 0;                      // SIASN ids 11 … 45; 0 = no bound.
  int32_t max_grade = 0;
  std::array<int32_t, kCoreCompetencies> core{};  // Required levels 0-5; 0 = not required.
  std::vector<TechnicalLevel> technical;
};

struct Post {
  std::string id;
  std::string org_unit;
  std::string position;
  std::string agency;
  std::string district;
  int32_t ceiling = 0;
  bool head_of_unit = false;
  std::string certificate;  // Demands of this post beyond the position's; empty, 0 = none.
  int32_t min_grade = 0;
};

// What one post needs. Incumbents are counted from the people, not taken from here.
struct NeedCurve {
  std::string post;
  int32_t critical = 0;
  int32_t target = 0;
  std::vector<int32_t> urgency;  // Per seat, 0-1000, never increasing; seats beyond its end have 0.
  bool assumed = false;          // The ceiling stood in for a measured target.
  std::string reason_id, reason_en;
};

struct ElectionCalendar {
  std::string region_code;
  std::optional<absl::CivilDay> determination_date, term_end, inauguration_date;
};

struct HeldPost {
  std::string post;      // May be gone.
  std::string position;  // Empty = unknown.
  absl::CivilDay start;
  std::optional<absl::CivilDay> end;  // nullopt = present.
};

struct Education {
  std::string level;  // SIASN code
  std::string field;  // Empty = unknown.
};

struct HeldCertificate {
  std::string code;
  std::string field;                          // Empty = unknown or not of a field.
  std::optional<absl::CivilDay> valid_until;  // Last day; nullopt = without end.
};

// The year was appraised, but what came out contradicts itself: no rule and no score may rest on it.
inline constexpr int32_t kUnknownPredicate = 0;

struct Appraisal {
  int32_t year;
  int32_t predicate;  // 1 sangat kurang … 5 sangat baik, or kUnknownPredicate
};

struct PeerReview {
  int32_t year;
  RaterGroup group;
  int32_t rater_count;
  int32_t mean_score_milli;  // 0 … 100,000
};

struct Preference {
  int32_t rank;  // 1 = first
  PreferenceKind kind;
  std::string target;
};

struct Discipline {
  Severity severity = Severity::kNone;
  absl::CivilDay start;
  std::optional<absl::CivilDay> served_until;
  bool in_process = false;
};

struct Person {
  std::string id;  // Employee id; leaves the service only as a pseudonymous key.
  int64_t profile_revision = 0;
  Employment employment = Employment::kUnknown;
  std::optional<absl::CivilDay> appointed_date;
  int32_t grade = 0;             // SIASN id 11 … 45 for PNS, 1 … 17 for PPPK; 0 = unknown.
  std::string functional_level;  // JF_PM … JF_AU
  std::string agency;
  std::string home_district;  // Empty = unknown: the district of the present post is assumed.
  EmployeeState state = EmployeeState::kUnknown;
  std::optional<absl::CivilDay> bonded_until;
  std::optional<bool> audit_finding;
  std::optional<bool> court_process;
  std::optional<absl::CivilDay> retirement_date;
  std::string post;  // Present post; empty = holds none.
  std::optional<absl::CivilDay> post_since;
  std::vector<HeldPost> history;  // Present one included.
  std::vector<Education> educations;
  std::vector<HeldCertificate> certificates;
  bool certificates_known = true;  // False: the list is empty because nobody delivered it.
  std::vector<Appraisal> appraisals;
  std::vector<PeerReview> peer_reviews;
  std::vector<Preference> preferences;
  std::vector<std::string> developments;  // Positions agreed with the superior.
  std::vector<std::string> relatives;     // Employee ids.
  std::vector<Discipline> disciplines;
  bool disciplines_known = true;     // As certificates_known.
  std::optional<int32_t> potential;  // 0-100
};

// One state of the province. The order of the lists does not matter.
struct Province {
  std::string tenant;
  absl::CivilDay effective_date;
  std::vector<Agency> agencies;
  std::vector<District> districts;
  std::vector<OrgUnit> org_units;
  std::vector<Position> positions;
  std::vector<Post> posts;
  std::vector<NeedCurve> needs;  // Posts without one: the ceiling is the target, assumed.
  std::vector<Person> persons;
  std::vector<ElectionCalendar> elections;
};

}  // namespace selaras::province

#endif  // SELARAS_LIBS_PROVINCE_FACTS_H_
