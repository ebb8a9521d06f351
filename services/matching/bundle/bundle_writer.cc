#include "services/matching/bundle/bundle_writer.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/rules/expression.h"
#include "services/matching/bundle/bundle_text.h"

namespace selaras::matching {
namespace {

constexpr absl::string_view kFamilies[] = {"", "TEACHER", "HEALTH", "FUNCTIONAL", "STRUCTURAL", "STAFF"};
constexpr absl::string_view kGroups[] = {"",    "JPT_U",     "JPT_M",      "JPT_P", "ADM",
                                         "PGW", "JF_EXPERT", "JF_SKILLED", "PLK"};
constexpr absl::string_view kKinds[] = {"", "PROVINCE", "REGENCY", "CITY", "MINISTRY"};
constexpr absl::string_view kEmployments[] = {"", "PNS", "CPNS", "PPPK"};
constexpr absl::string_view kStates[] = {"",          "ACTIVE",    "STUDY",  "UNPAID_LEAVE",
                                         "LONG_SICK", "SUSPENDED", "RETIRED"};
constexpr absl::string_view kPredicates[] = {"",     "SANGAT_KURANG", "KURANG", "BUTUH_PERBAIKAN",
                                             "BAIK", "SANGAT_BAIK"};
constexpr absl::string_view kRaters[] = {"SUPERIOR", "PEER", "SUBORDINATE"};
constexpr absl::string_view kTargets[] = {"POST", "UNIT", "DISTRICT"};
constexpr absl::string_view kSeverities[] = {"LIGHT", "LIGHT", "MEDIUM", "HEAVY"};

template <typename Enum, size_t N>
std::string Name(const absl::string_view (&names)[N], Enum value) {
  return std::string(names[static_cast<int>(value)]);
}

std::string Day(std::optional<absl::CivilDay> day) {
  return day.has_value() ? absl::FormatCivilTime(*day) : "";
}
std::string Flag(std::optional<bool> flag) {
  return !flag.has_value() ? "" : *flag ? "1" : "0";
}
// 0 = unknown.
std::string Positive(int32_t value) {
  return value == 0 ? "" : absl::StrCat(value);
}
std::string Degrees(std::optional<int32_t> degrees_e6) {
  if (!degrees_e6.has_value()) return "";
  const int64_t magnitude = std::abs(int64_t{*degrees_e6});
  return absl::StrFormat("%s%d.%06d", *degrees_e6 < 0 ? "-" : "", magnitude / 1'000'000,
                         magnitude % 1'000'000);
}
std::string Levels(absl::Span<const TechnicalLevel> levels) {
  return absl::StrJoin(levels, "|", [](std::string* out, const TechnicalLevel& item) {
    absl::StrAppend(out, item.cluster, ":", item.level);
  });
}
// Contract grades are told from the others by their letter.
std::string Grade(const Person& person) {
  if (person.grade == 0) return "";
  return absl::StrCat(person.employment == Employment::kPppk ? "P" : "", person.grade);
}
// In a cell of a name: what would read as unknown stays empty.
std::string Text(absl::string_view text) {
  return std::string(text.substr(0, 200));
}

class Writer {
 public:
  explicit Writer(BundleFiles& files) : files_(files) {
    for (const BundleTable& table : BundleTables()) files_[std::string(table.file)] = HeadingLine(table);
  }
  // Values as the table's columns.
  void Row(const char* file, std::vector<std::string> values) { AppendRow(values, &files_[file]); }

 private:
  BundleFiles& files_;
};

void WritePosition(const Position& position, Writer& out) {
  std::vector<std::string> row = {position.id,
                                  Text(position.display_name),
                                  Name(kFamilies, position.family),
                                  Name(kGroups, position.group),
                                  absl::StrCat(position.level),
                                  Positive(position.job_class),
                                  absl::StrCat(position.strategic_class),
                                  position.purpose_id,
                                  position.purpose_en,
                                  position.min_education,
                                  absl::StrJoin(position.education_fields, "|"),
                                  position.certificate,
                                  Positive(position.min_grade),
                                  Positive(position.max_grade)};
  for (const int32_t level : position.core) row.push_back(absl::StrCat(level));
  row.push_back(Levels(position.technical));
  out.Row("positions.csv", std::move(row));
}

void WriteThings(const Province& province, Writer& out) {
  for (const Agency& agency : province.agencies) {
    out.Row("agencies.csv",
            {agency.id, Text(agency.display_name), Name(kKinds, agency.kind), agency.region_code});
  }
  for (const District& district : province.districts) {
    out.Row("districts.csv", {district.id, Text(district.display_name), Degrees(district.latitude_e6),
                              Degrees(district.longitude_e6), district.island ? "1" : "0"});
  }
  for (const OrgUnit& unit : province.org_units) {
    out.Row("org_units.csv", {unit.id, unit.agency, unit.parent, Text(unit.display_name), unit.district});
  }
  for (const Position& position : province.positions) WritePosition(position, out);
  for (const Post& post : province.posts) {
    out.Row("posts.csv", {post.id, post.org_unit, post.position, absl::StrCat(post.ceiling),
                          post.head_of_unit ? "1" : "0", post.certificate, Positive(post.min_grade)});
  }
  for (const ElectionCalendar& calendar : province.elections) {
    out.Row("calendar.csv", {calendar.region_code, Day(calendar.determination_date), Day(calendar.term_end),
                             Day(calendar.inauguration_date)});
  }
  for (const NeedCurve& need : province.needs) {
    out.Row("needs.csv",
            {need.post, absl::StrCat(need.critical), absl::StrCat(need.target),
             need.urgency.empty() ? "0" : absl::StrJoin(need.urgency, "|"), need.assumed ? "1" : "0"});
  }
}

void WriteAssessments(const Person& person, const Competency& competency, absl::CivilDay today, Writer& out) {
  std::map<int32_t, std::vector<std::string>> by_age;
  const auto row_of = [&](int32_t age) -> std::vector<std::string>& {
    std::vector<std::string>& row = by_age[age];
    if (row.empty()) {
      row.assign(13, "");
      row[0] = person.id;
      row[1] = Day(rules::AddMonths(today, -age));
    }
    return row;
  };
  for (int k = 0; k < kCoreCompetencies; ++k) {
    if (competency.core[k] >= 0)
      row_of(competency.core_age_months[k])[2 + k] = absl::StrCat(competency.core[k]);
  }
  if (competency.technical_age_months >= 0 && !competency.technical.empty())
    row_of(competency.technical_age_months)[11] = Levels(competency.technical);
  if (person.potential.has_value()) {
    row_of(by_age.empty() ? 0 : by_age.begin()->first)[12] = absl::StrCat(*person.potential);
  }
  for (const auto& [age, row] : by_age) out.Row("assessments.csv", row);
}

void WriteRecords(const Person& person, Writer& out) {
  for (const HeldPost& held : person.history) {
    out.Row("appointments.csv", {person.id, Day(held.start), held.post, held.position, Day(held.end)});
  }
  for (const Education& education : person.educations)
    out.Row("educations.csv", {person.id, education.level, education.field, ""});
  for (const HeldCertificate& held : person.certificates) {
    out.Row("certificates.csv", {person.id, held.code, held.field, Day(held.valid_until)});
  }
  for (const Appraisal& appraisal : person.appraisals) {
    const bool doubtful = appraisal.predicate == province::kUnknownPredicate;
    out.Row("appraisals.csv", {person.id, absl::StrCat(appraisal.year), "", "",
                               std::string(kPredicates[appraisal.predicate]), doubtful ? "1" : "0"});
  }
  for (const PeerReview& review : person.peer_reviews) {
    out.Row(
        "peer_reviews.csv",
        {person.id, absl::StrCat(review.year), Name(kRaters, review.group), absl::StrCat(review.rater_count),
         absl::StrFormat("%d.%03d", review.mean_score_milli / 1000, review.mean_score_milli % 1000)});
  }
  for (const Preference& wish : person.preferences) {
    out.Row("preferences.csv",
            {person.id, absl::StrCat(wish.rank), Name(kTargets, wish.kind), wish.target, ""});
  }
  for (const std::string& position : person.developments)
    out.Row("developments.csv", {person.id, position, ""});
  for (const Discipline& discipline : person.disciplines) {
    out.Row("disciplinary_actions.csv",
            {person.id, Day(discipline.start), Name(kSeverities, discipline.severity),
             Day(discipline.served_until), discipline.in_process ? "1" : "0"});
  }
}

}  // namespace

BundleFiles WriteBundle(const Province& province, absl::Span<const Competency> competencies) {
  BundleFiles files;
  Writer out(files);
  WriteThings(province, out);
  absl::flat_hash_set<std::string> ids, posts;
  for (const Person& person : province.persons) ids.insert(person.id);
  for (const Post& post : province.posts) posts.insert(post.id);
  for (size_t i = 0; i < province.persons.size(); ++i) {
    const Person& person = province.persons[i];
    const bool holds = posts.contains(person.post);
    out.Row("employees.csv",
            {person.id, Name(kEmployments, person.employment), Day(person.appointed_date), Grade(person),
             person.functional_level, person.agency, person.home_district, Name(kStates, person.state),
             Day(person.bonded_until), Flag(person.audit_finding), Flag(person.court_process),
             Day(person.retirement_date), holds ? person.post : "", holds ? Day(person.post_since) : ""});
    WriteRecords(person, out);
    WriteAssessments(person, competencies[i], province.effective_date, out);
    for (const std::string& relative : person.relatives) {
      if (ids.contains(relative)) out.Row("relations.csv", {person.id, relative});
    }
  }
  return files;
}

}  // namespace selaras::matching
