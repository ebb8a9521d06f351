// The facts of a province as this verifier reads them: rows of the bundle's CSV files (docs/bundle.md), nothing of the
// service's own structures. Everybody is known by what he holds; only the people asked for are read whole.
#ifndef SELARAS_SERVICES_VERIFY_ROWS_PROVINCE_FACTS_H_
#define SELARAS_SERVICES_VERIFY_ROWS_PROVINCE_FACTS_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::verify_rows {

using Day = absl::CivilDay;

struct AgencyFact {
  std::string kind, region;
};
struct DistrictFact {
  std::optional<std::pair<double, double>> place;  // Degrees: latitude, longitude.
  bool island = false;
};
struct UnitFact {
  std::string agency, parent, district;
  std::vector<std::string> posts, children;
};
struct PositionFact {
  std::string family, group;
  int64_t level = 0, job_class = 0, strategic = 0;
  std::string min_education, certificate;
  std::vector<std::string> fields;
  int64_t min_grade = 0, max_grade = 0;
  std::array<int64_t, 9> core{};
  std::map<std::string, int64_t> technical;
};
struct PostFact {
  std::string unit, position, agency, district;
  int64_t ceiling = 0;
  bool head = false;
  std::string certificate;
  int64_t min_grade = 0;
};
struct NeedFact {
  int64_t critical = 0, target = 0;
  std::vector<int64_t> urgencies;
};
struct CalendarFact {
  std::string region;
  std::optional<Day> determination, term_end, inauguration;
};

// What is kept of everybody: about 150 bytes.
struct Standing {
  std::string agency;
  std::string post;      // Empty = holds none.
  std::string position;  // Of the post, else of the last one held.
  std::optional<Day> since;
};

struct Spell {
  std::string position;
  Day start;
  std::optional<Day> end;
};
struct Wish {
  int64_t rank;
  std::string kind, target;  // POST UNIT DISTRICT
};
struct Held {
  std::string certificate, field;
  std::optional<Day> until;
};
struct Review {
  int64_t year, raters, mean_milli;
  std::string group;
};
struct Penalty {
  std::optional<Day> served_until;
  bool in_process;
};

// Everything of one person.
struct Dossier {
  std::string employment, state, functional_level, home;
  int64_t grade = 0;
  std::optional<Day> appointed, bonded_until, retirement;
  std::optional<bool> audit_finding, court_process;
  std::vector<Spell> career;
  std::vector<std::pair<std::string, std::string>> educations;  // Level, field.
  std::vector<Held> certificates;
  std::map<int64_t, int64_t> predicates;  // Year → 1 … 5, or 0 = contradicts itself.
  std::vector<Review> reviews;
  std::vector<Wish> wishes;
  std::set<std::string> developments, relatives;
  std::vector<Penalty> penalties;
  std::array<std::pair<int64_t, int64_t>, 9> core;  // Level (-1 = never), age in months.
  std::map<std::string, int64_t> technical;
  int64_t technical_age = -1;
  std::optional<int64_t> potential;
};

class ProvinceFacts {
 public:
  // Reads the organisation and what everybody holds. kNotFound: a required file is not there; kInvalidArgument: a file
  // cannot be read. Rows with a fault are left out, as the import leaves them out.
  static absl::StatusOr<ProvinceFacts> Read(const std::string& folder, Day day);

  // The people asked for, whole; one pass over the files. Unknown ones are left out.
  absl::StatusOr<std::map<std::string, Dossier>> ReadDossiers(const std::set<std::string>& people) const;

  Day day() const { return day_; }
  bool certificates_known() const { return certificates_known_; }
  bool penalties_known() const { return penalties_known_; }

  std::map<std::string, AgencyFact> agencies;
  std::map<std::string, DistrictFact> districts;
  std::map<std::string, UnitFact> units;
  std::map<std::string, PositionFact> positions;
  std::map<std::string, PostFact> posts;
  std::map<std::string, NeedFact> needs;
  std::vector<CalendarFact> calendars;
  std::map<std::string, Standing> people;
  std::map<std::string, std::vector<std::string>> incumbents;  // By post.
  std::map<std::string, std::vector<std::string>> posts_of_district;

 private:
  absl::Status ReadOrganisation();
  absl::Status ReadPeople();

  std::string folder_;
  Day day_;
  bool certificates_known_ = false, penalties_known_ = false;
};

// Whole months from a day to a later one, clipped at the end of short months; negative the other way round.
int64_t MonthsFromTo(Day from, Day to);

}  // namespace selaras::verify_rows

#endif  // SELARAS_SERVICES_VERIFY_ROWS_PROVINCE_FACTS_H_
