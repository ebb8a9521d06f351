#include "services/matching/bundle/bundle_facts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/bundle/bundle_text.h"
#include "services/registry/domain/occupancy.h"

namespace selaras::matching {
namespace {

using registry::Reference;

// A group of fewer raters would tell who said what; the registry shows none either.
constexpr int64_t kMinRaters = 3;
constexpr size_t kReadBytes = 1 << 20;
constexpr size_t kMostIgnored = 1000;  // Headings told: a list of bundles has to fit a message.
constexpr int kMostUnitsAbove = 12;    // As planning takes them; real organisations have five.

template <typename Enum>
Enum EnumOf(absl::string_view text, absl::string_view names) {
  int value = 0;
  for (const absl::string_view name : absl::StrSplit(names, ' ')) {
    ++value;
    if (name == text) return static_cast<Enum>(value);
  }
  return Enum{};
}

std::vector<std::string> ListOf(absl::string_view text) {
  return absl::StrSplit(text, '|', absl::SkipEmpty());
}

std::vector<TechnicalLevel> LevelsOf(absl::string_view text) {
  std::vector<TechnicalLevel> levels;
  for (const absl::string_view item : absl::StrSplit(text, '|', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(item, absl::MaxSplits(':', 1));
    int32_t level = 0;
    if (absl::SimpleAtoi(pair.second, &level)) levels.push_back({pair.first, level});
  }
  return levels;
}

class Reader {
 public:
  Reader(const BundleFiles& files, absl::CivilDay day, bool keep) : files_(files), day_(day), keep_(keep) {
    facts_.province.effective_date = day;
  }

  absl::StatusOr<BundleFacts> Read();

 private:
  using Land = absl::FunctionRef<bool(BundleRow& row)>;

  absl::Status ReadFile(const BundleTable& table, Land land);
  absl::Status ReadUnits(const BundleTable& table);
  absl::Status ReadThings();
  absl::Status ReadPeople();
  absl::Status ReadRecords();
  void Finish();

  // False, with a fault, where a code points to nothing.
  bool Resolve(const BundleTable& table, const BundleRow& row);
  bool Known(Reference reference, absl::string_view target_kind, const std::string& code) const;
  bool Duplicate(const BundleTable& table, const BundleRow& row, const std::string& key);
  void Fault(const BundleTable& table, const BundleRow& row, absl::string_view column,
             absl::string_view reason);
  void Keep(const BundleTable& table, const BundleRow& row);
  Person& PersonOf(const BundleRow& row) { return facts_.province.persons[person_[row.values[0]]]; }

  const BundleFiles& files_;
  const absl::CivilDay day_;
  const bool keep_;
  BundleFacts facts_;
  absl::flat_hash_set<std::string> agencies_, districts_, units_, positions_;
  absl::flat_hash_map<std::string, std::string> post_position_;
  absl::flat_hash_map<std::string, int32_t> person_;
  absl::flat_hash_set<std::string> keys_;  // Of the file being read.
  std::vector<std::vector<registry::Stay>> stays_;
  struct Assessment {
    absl::CivilDay day;
    std::array<int32_t, kCoreCompetencies> core;
    std::vector<TechnicalLevel> technical;
    std::optional<int32_t> potential;
  };
  std::vector<std::vector<Assessment>> assessments_;
};

void Reader::Fault(const BundleTable& table, const BundleRow& row, absl::string_view column,
                   absl::string_view reason) {
  ++facts_.fault_count;
  if (facts_.faults.size() >= kMostBundleFaults) return;
  facts_.faults.push_back({std::string(table.file), row.line, std::string(column),
                           row.shapes[table.Index(column)], std::string(reason)});
}

void Reader::Keep(const BundleTable& table, const BundleRow& row) {
  if (!keep_) return;
  std::string& text = facts_.kept[std::string(table.file)];
  const int grade = table.Index("grade"), employment = table.Index("employment");
  if (grade < 0 || row.values[grade].empty() || row.values[employment] != "PPPK") {
    AppendRow(row.values, &text);
    return;
  }
  // Contract grades are told from the others by their letter, which reading takes away.
  std::vector<std::string> values = row.values;
  values[grade] = absl::StrCat("P", values[grade]);
  AppendRow(values, &text);
}

bool Reader::Known(Reference reference, absl::string_view target_kind, const std::string& code) const {
  switch (reference) {
    case Reference::kAgency:
      return agencies_.contains(code);
    case Reference::kDistrict:
      return districts_.contains(code);
    case Reference::kOrgUnit:
      return units_.contains(code);
    case Reference::kPosition:
      return positions_.contains(code);
    case Reference::kPost:
      return post_position_.contains(code);
    case Reference::kEmployee:
      return person_.contains(code);
    case Reference::kTarget:
      return target_kind == "POST"   ? post_position_.contains(code)
             : target_kind == "UNIT" ? units_.contains(code)
                                     : districts_.contains(code);
    default:
      return true;
  }
}

bool Reader::Resolve(const BundleTable& table, const BundleRow& row) {
  const int kind = table.Index("target_kind");
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const Reference reference = table.columns[c].cell.reference;
    if (reference == Reference::kNone || row.values[c].empty()) continue;
    if (Known(reference, kind < 0 ? "" : row.Text(kind), row.values[c])) continue;
    Fault(
        table, row, table.columns[c].cell.name,
        c == 0 && reference == Reference::kEmployee ? "IMPORT_EMPLOYEE_UNKNOWN" : "IMPORT_REFERENCE_UNKNOWN");
    return false;
  }
  return true;
}

bool Reader::Duplicate(const BundleTable& table, const BundleRow& row, const std::string& key) {
  if (keys_.insert(key).second) return false;
  Fault(table, row, table.columns[0].cell.name, "IMPORT_KEY_DUPLICATE");
  return true;
}

// What tells rows of one file apart: the first column, and the registry's keys.
std::string KeyOf(const BundleTable& table, const BundleRow& row) {
  std::string key = row.values[0];
  for (size_t c = 1; c < table.columns.size(); ++c) {
    if (table.columns[c].cell.key) absl::StrAppend(&key, "\n", row.values[c]);
  }
  return key;
}

absl::Status Reader::ReadFile(const BundleTable& table, Land land) {
  const auto file = files_.find(std::string(table.file));
  if (file == files_.end()) {
    if (!table.required) return absl::OkStatus();
    return Error(absl::StatusCode::kInvalidArgument, "BUNDLE_FILE_MISSING",
                 {{"file", std::string(table.file)}});
  }
  size_t given = 0;
  BundleRows rows(
      table, day_,
      [&](std::string* buffer) -> absl::StatusOr<bool> {
        const absl::string_view part = absl::string_view(file->second).substr(given, kReadBytes);
        given += part.size();
        buffer->append(part.data(), part.size());
        return !part.empty();
      },
      [&](BundleFault fault) {
        ++facts_.fault_count;
        if (facts_.faults.size() < kMostBundleFaults) facts_.faults.push_back(std::move(fault));
      });
  SELARAS_RETURN_IF_ERROR(rows.Open());
  for (const std::string& heading : rows.ignored()) {
    if (facts_.ignored.size() == kMostIgnored) break;
    facts_.ignored.push_back(absl::StrCat(table.file, ": ", heading));
  }
  if (keep_) facts_.kept[std::string(table.file)] = HeadingLine(table);
  keys_.clear();
  for (BundleRow row;;) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, rows.Next(&row));
    if (!more) return absl::OkStatus();
    if (land(row)) Keep(table, row);
  }
}

// A unit may stand before the one above it. No more passes than units may stand above each other, so no order of the rows
// makes this slow.
absl::Status Reader::ReadUnits(const BundleTable& table) {
  const int parent = table.Index("parent_code"), agency = table.Index("agency_code"),
            district = table.Index("district_code");
  std::vector<BundleRow> waiting;
  absl::flat_hash_map<std::string, int> above;  // Of the units landed: how many stand above.
  SELARAS_RETURN_IF_ERROR(ReadFile(table, [&](BundleRow& row) {
    if (!Known(Reference::kAgency, "", row.values[agency])) {
      Fault(table, row, "agency_code", "IMPORT_REFERENCE_UNKNOWN");
    } else if (!row.values[district].empty() && !Known(Reference::kDistrict, "", row.values[district])) {
      Fault(table, row, "district_code", "IMPORT_REFERENCE_UNKNOWN");
    } else if (!Duplicate(table, row, row.values[0])) {
      waiting.push_back(row);
    }
    return false;
  }));
  for (bool progress = true; progress && !waiting.empty();) {
    progress = false;
    std::vector<BundleRow> again;
    for (BundleRow& row : waiting) {
      if (!row.values[parent].empty() && !units_.contains(row.values[parent])) {
        again.push_back(std::move(row));
        continue;
      }
      const int depth = row.values[parent].empty() ? 0 : above[row.values[parent]] + 1;
      if (depth > kMostUnitsAbove) {
        Fault(table, row, "parent_code", "BUNDLE_UNIT_DEPTH");
        continue;
      }
      progress = true;
      above[row.values[0]] = depth;
      units_.insert(row.values[0]);
      facts_.province.org_units.push_back({row.values[0], row.values[table.Index("name")], row.values[agency],
                                           row.values[parent], row.values[district]});
      Keep(table, row);
    }
    waiting = std::move(again);
  }
  for (const BundleRow& row : waiting) Fault(table, row, "parent_code", "IMPORT_REFERENCE_UNKNOWN");
  return absl::OkStatus();
}

Position PositionOf(const BundleTable& table, const BundleRow& row) {
  const auto text = [&](absl::string_view column) { return std::string(row.Text(table.Index(column))); };
  const auto number = [&](absl::string_view column) {
    return static_cast<int32_t>(row.Int(table.Index(column)).value_or(0));
  };
  Position position;
  position.id = row.values[0];
  position.display_name = text("title").empty() ? row.values[0] : text("title");
  position.family = EnumOf<Family>(text("family"), "TEACHER HEALTH FUNCTIONAL STRUCTURAL STAFF");
  position.group = EnumOf<Group>(text("group"), "JPT_U JPT_M JPT_P ADM PGW JF_EXPERT JF_SKILLED PLK");
  position.level = number("level");
  position.job_class = number("job_class");
  position.strategic_class = number("strategic_class");
  position.purpose_id = text("purpose_id");
  position.purpose_en = text("purpose_en");
  position.min_education = text("min_education");
  position.education_fields = ListOf(text("education_fields"));
  position.certificate = text("certificate");
  position.min_grade = number("min_grade");
  position.max_grade = number("max_grade");
  for (int k = 0; k < kCoreCompetencies; ++k) {
    position.core[k] = static_cast<int32_t>(row.Int(table.Index("M1") + k).value_or(0));
  }
  position.technical = LevelsOf(text("technical"));
  return position;
}

absl::Status Reader::ReadThings() {
  Province& province = facts_.province;
  const BundleTable& agencies = *FindBundleTable("agencies.csv");
  SELARAS_RETURN_IF_ERROR(ReadFile(agencies, [&](BundleRow& row) {
    if (Duplicate(agencies, row, row.values[0])) return false;
    agencies_.insert(row.values[0]);
    const std::string& name = row.values[1];
    province.agencies.push_back({row.values[0], name.empty() ? row.values[0] : name,
                                 EnumOf<AgencyKind>(row.Text(2), "PROVINCE REGENCY CITY MINISTRY"),
                                 row.values[3]});
    return true;
  }));
  const BundleTable& districts = *FindBundleTable("districts.csv");
  SELARAS_RETURN_IF_ERROR(ReadFile(districts, [&](BundleRow& row) {
    if (Duplicate(districts, row, row.values[0])) return false;
    districts_.insert(row.values[0]);
    District district;
    district.id = row.values[0];
    district.display_name = row.values[1].empty() ? row.values[0] : row.values[1];
    const double lat = row.Real(2).value_or(0), lon = row.Real(3).value_or(0);
    if (lat != 0 || lon != 0) {
      district.latitude_e6 = static_cast<int32_t>(std::lround(lat * 1e6));
      district.longitude_e6 = static_cast<int32_t>(std::lround(lon * 1e6));
    }
    district.island = row.Flag(4).value_or(false);
    province.districts.push_back(std::move(district));
    return true;
  }));
  SELARAS_RETURN_IF_ERROR(ReadUnits(*FindBundleTable("org_units.csv")));
  const BundleTable& positions = *FindBundleTable("positions.csv");
  SELARAS_RETURN_IF_ERROR(ReadFile(positions, [&](BundleRow& row) {
    if (Duplicate(positions, row, row.values[0])) return false;
    positions_.insert(row.values[0]);
    province.positions.push_back(PositionOf(positions, row));
    return true;
  }));
  absl::flat_hash_map<std::string, const OrgUnit*> units;
  for (const OrgUnit& unit : province.org_units) units.emplace(unit.id, &unit);
  const BundleTable& posts = *FindBundleTable("posts.csv");
  SELARAS_RETURN_IF_ERROR(ReadFile(posts, [&](BundleRow& row) {
    if (!Resolve(posts, row) || Duplicate(posts, row, row.values[0])) return false;
    const OrgUnit& unit = *units[row.values[1]];
    post_position_[row.values[0]] = row.values[2];
    province.posts.push_back({row.values[0], row.values[1], row.values[2], unit.agency, unit.district,
                              static_cast<int32_t>(row.Int(3).value_or(0)), row.Flag(4).value_or(false),
                              row.values[5], static_cast<int32_t>(row.Int(6).value_or(0))});
    return true;
  }));
  const BundleTable& calendar = *FindBundleTable("calendar.csv");
  SELARAS_RETURN_IF_ERROR(ReadFile(calendar, [&](BundleRow& row) {
    if (Duplicate(calendar, row, KeyOf(calendar, row))) return false;
    province.elections.push_back({row.values[0], row.Date(1), row.Date(2), row.Date(3)});
    return true;
  }));
  const BundleTable& needs = *FindBundleTable("needs.csv");
  return ReadFile(needs, [&](BundleRow& row) {
    if (!Resolve(needs, row)) return false;
    NeedCurve curve;
    curve.post = row.values[0];
    curve.target = static_cast<int32_t>(row.Int(2).value_or(0));
    curve.critical = static_cast<int32_t>(row.Int(1).value_or((curve.target * 7 + 9) / 10));
    curve.assumed = row.Flag(4).value_or(false);
    int32_t last = 1000;
    for (const std::string& item : ListOf(row.values[3])) {
      int32_t urgency = 0;
      if (!absl::SimpleAtoi(item, &urgency) || urgency < 0 || urgency > last) {
        Fault(needs, row, "urgencies", "BUNDLE_URGENCIES");
        return false;
      }
      curve.urgency.push_back(last = urgency);
    }
    if (row.values[3].empty()) curve.urgency.assign(curve.target, 500);
    if (curve.critical > curve.target) {
      Fault(needs, row, "critical", "BUNDLE_CRITICAL_ABOVE_TARGET");
      return false;
    }
    if (Duplicate(needs, row, row.values[0])) return false;
    curve.reason_id = "menurut needs.csv";
    curve.reason_en = "as needs.csv says";
    province.needs.push_back(std::move(curve));
    return true;
  });
}

absl::Status Reader::ReadPeople() {
  const BundleTable& table = *FindBundleTable("employees.csv");
  const auto at = [&](absl::string_view column) { return table.Index(column); };
  const int employment = at("employment"), appointed = at("appointed_date"), grade = at("grade"),
            level = at("functional_level"), agency = at("agency_code"), home = at("home_district_code"),
            state = at("state"), bonded = at("bonded_until"), audit = at("audit_finding"),
            court = at("court_process"), retirement = at("retirement_date"), post = at("post_code"),
            since = at("post_since");
  SELARAS_RETURN_IF_ERROR(ReadFile(table, [&](BundleRow& row) {
    if (!Resolve(table, row)) return false;
    if (const auto day = row.Date(appointed); day.has_value() && *day > day_) {
      Fault(table, row, "appointed_date", "IMPORT_DATE_FUTURE");
      return false;
    }
    if (Duplicate(table, row, row.values[0])) return false;
    Person person;
    person.id = row.values[0];
    person.employment = EnumOf<Employment>(row.Text(employment), "PNS CPNS PPPK");
    person.appointed_date = row.Date(appointed);
    person.grade = static_cast<int32_t>(row.Int(grade).value_or(0));
    person.functional_level = row.values[level];
    person.agency = row.values[agency];
    person.home_district = row.values[home];
    person.state =
        EnumOf<EmployeeState>(row.Text(state), "ACTIVE STUDY UNPAID_LEAVE LONG_SICK SUSPENDED RETIRED");
    person.bonded_until = row.Date(bonded);
    person.audit_finding = row.Flag(audit);
    person.court_process = row.Flag(court);
    person.retirement_date = row.Date(retirement);
    person.post = row.values[post];
    person.post_since = row.Date(since);
    person.certificates_known = files_.contains("certificates.csv");
    person.disciplines_known = files_.contains("disciplinary_actions.csv");
    person_[person.id] = static_cast<int32_t>(facts_.province.persons.size());
    facts_.province.persons.push_back(std::move(person));
    return true;
  }));
  stays_.resize(facts_.province.persons.size());
  assessments_.resize(facts_.province.persons.size());
  const BundleTable& appointments = *FindBundleTable("appointments.csv");
  return ReadFile(appointments, [&](BundleRow& row) {
    if (!Resolve(appointments, row) || Duplicate(appointments, row, KeyOf(appointments, row))) return false;
    if (!row.on_record) return true;
    std::string position = row.values[3];
    if (position.empty() && !row.values[2].empty()) position = post_position_[row.values[2]];
    PersonOf(row).history.push_back({row.values[2], std::move(position), *row.Date(1), row.Date(4)});
    const auto end = row.Date(4);
    stays_[person_[row.values[0]]].push_back(
        {registry::ToDay(*row.Date(1)), end.has_value() ? registry::ToDay(*end) + 1 : registry::kForEver,
         row.values[2]});
    return true;
  });
}

absl::Status Reader::ReadRecords() {
  const auto read = [&](const char* file, absl::FunctionRef<void(const BundleRow&, Person&)> add) {
    const BundleTable& table = *FindBundleTable(file);
    return ReadFile(table, [&](BundleRow& row) {
      if (!Resolve(table, row) || Duplicate(table, row, KeyOf(table, row))) return false;
      if (row.on_record) add(row, PersonOf(row));
      return true;
    });
  };
  SELARAS_RETURN_IF_ERROR(read("educations.csv", [](const BundleRow& row, Person& person) {
    person.educations.push_back({row.values[1], row.values[2]});
  }));
  SELARAS_RETURN_IF_ERROR(read("certificates.csv", [](const BundleRow& row, Person& person) {
    person.certificates.push_back({row.values[1], row.values[2], row.Date(3)});
  }));
  SELARAS_RETURN_IF_ERROR(read("assessments.csv", [&](const BundleRow& row, Person& person) {
    Assessment assessment = {*row.Date(1), {}, LevelsOf(row.Text(11)), std::nullopt};
    for (int k = 0; k < kCoreCompetencies; ++k)
      assessment.core[k] = static_cast<int32_t>(row.Int(2 + k).value_or(-1));
    if (const auto potential = row.Int(12)) assessment.potential = static_cast<int32_t>(*potential);
    assessments_[person_[person.id]].push_back(std::move(assessment));
  }));
  const BundleTable& appraisals = *FindBundleTable("appraisals.csv");
  SELARAS_RETURN_IF_ERROR(ReadFile(appraisals, [&](BundleRow& row) {
    if (!Resolve(appraisals, row)) return false;
    const bool doubtful = row.doubtful || row.Flag(5).value_or(false);
    if (row.values[4].empty() && !doubtful) {
      Fault(appraisals, row, "predicate", "IMPORT_CELL_REQUIRED");
      return false;
    }
    if (Duplicate(appraisals, row, KeyOf(appraisals, row))) return false;
    static constexpr absl::string_view kPredicates = "SANGAT_KURANG KURANG BUTUH_PERBAIKAN BAIK SANGAT_BAIK";
    enum Predicate : int32_t {};
    if (row.on_record) {
      PersonOf(row).appraisals.push_back(
          {static_cast<int32_t>(*row.Int(1)),
           doubtful ? province::kUnknownPredicate : int32_t{EnumOf<Predicate>(row.Text(4), kPredicates)}});
    }
    return true;
  }));
  SELARAS_RETURN_IF_ERROR(read("peer_reviews.csv", [](const BundleRow& row, Person& person) {
    const int group = row.Text(2) == "SUPERIOR" ? 0 : row.Text(2) == "PEER" ? 1 : 2;
    const int64_t raters = *row.Int(3);
    if (group != 0 && raters < kMinRaters) return;
    person.peer_reviews.push_back({static_cast<int32_t>(*row.Int(1)), static_cast<RaterGroup>(group),
                                   static_cast<int32_t>(raters),
                                   static_cast<int32_t>(std::lround(*row.Real(4) * 1000))});
  }));
  SELARAS_RETURN_IF_ERROR(read("preferences.csv", [](const BundleRow& row, Person& person) {
    const PreferenceKind kind = row.Text(2) == "POST"   ? PreferenceKind::kPost
                                : row.Text(2) == "UNIT" ? PreferenceKind::kOrgUnit
                                                        : PreferenceKind::kDistrict;
    person.preferences.push_back({static_cast<int32_t>(*row.Int(1)), kind, row.values[3]});
  }));
  SELARAS_RETURN_IF_ERROR(read("developments.csv", [](const BundleRow& row, Person& person) {
    person.developments.push_back(row.values[1]);
  }));
  const BundleTable& relations = *FindBundleTable("relations.csv");
  SELARAS_RETURN_IF_ERROR(ReadFile(relations, [&](BundleRow& row) {
    if (!Resolve(relations, row) ||
        Duplicate(relations, row, absl::StrCat(row.values[0], "\n", row.values[1]))) {
      return false;
    }
    PersonOf(row).relatives.push_back(row.values[1]);
    facts_.province.persons[person_[row.values[1]]].relatives.push_back(row.values[0]);
    return true;
  }));
  return read("disciplinary_actions.csv", [](const BundleRow& row, Person& person) {
    person.disciplines.push_back({EnumOf<Severity>(row.Text(2), "LIGHT MEDIUM HEAVY"), *row.Date(1),
                                  row.Date(3), row.Flag(4).value_or(false)});
  });
}

// As the registry counts the age of an assessment.
int32_t WholeMonths(absl::CivilDay from, absl::CivilDay to) {
  const int64_t months = absl::CivilMonth(to) - absl::CivilMonth(from);
  return static_cast<int32_t>(std::max<int64_t>(0, to.day() < from.day() ? months - 1 : months));
}

// Newest level per item, newest potential.
Competency CompetencyOf(absl::CivilDay day, const auto& assessments, std::optional<int32_t>* potential) {
  Competency competency;
  competency.core.fill(-1);
  competency.core_age_months.fill(-1);
  std::map<std::string, int32_t> technical;
  for (const auto& assessment : assessments) {
    const int32_t months = WholeMonths(assessment.day, day);
    for (int k = 0; k < kCoreCompetencies; ++k) {
      if (assessment.core[k] < 0) continue;
      competency.core[k] = assessment.core[k];
      competency.core_age_months[k] = months;
    }
    if (!assessment.technical.empty()) competency.technical_age_months = months;
    for (const TechnicalLevel& item : assessment.technical) technical[item.cluster] = item.level;
    if (assessment.potential.has_value()) *potential = assessment.potential;
  }
  for (const auto& [cluster, level] : technical) competency.technical.push_back({cluster, level});
  return competency;
}

void Reader::Finish() {
  std::vector<Person>& persons = facts_.province.persons;
  std::vector<int32_t> order(persons.size());
  for (size_t i = 0; i < persons.size(); ++i) {
    order[i] = static_cast<int32_t>(i);
    Person& person = persons[i];
    if (person.post.empty()) {
      const int held = registry::HeldAt(stays_[i], registry::ToDay(day_));
      if (held >= 0) {
        person.post = stays_[i][held].post;
        if (!person.post.empty()) person.post_since = registry::FromDay(stays_[i][held].from);
      }
    }
    std::sort(person.relatives.begin(), person.relatives.end());
    person.relatives.erase(std::unique(person.relatives.begin(), person.relatives.end()),
                           person.relatives.end());
    std::sort(person.history.begin(), person.history.end(),
              [](const HeldPost& a, const HeldPost& b) { return a.start < b.start; });
  }
  std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) { return persons[a].id < persons[b].id; });
  std::vector<Person> sorted;
  sorted.reserve(persons.size());
  for (const int32_t i : order) {
    auto& assessments = assessments_[i];
    std::stable_sort(assessments.begin(), assessments.end(),
                     [](const Assessment& a, const Assessment& b) { return a.day < b.day; });
    facts_.competencies.push_back(CompetencyOf(day_, assessments, &persons[i].potential));
    sorted.push_back(std::move(persons[i]));
  }
  persons = std::move(sorted);
}

absl::StatusOr<BundleFacts> Reader::Read() {
  for (const auto& [name, bytes] : files_) {
    if (FindBundleTable(name) != nullptr) continue;
    if (!IsUnusedFile(name)) return Error(absl::StatusCode::kInvalidArgument, "BUNDLE_FILE_UNKNOWN");
    facts_.ignored.push_back(name);
  }
  SELARAS_RETURN_IF_ERROR(ReadThings());
  SELARAS_RETURN_IF_ERROR(ReadPeople());
  SELARAS_RETURN_IF_ERROR(ReadRecords());
  Finish();
  std::sort(facts_.ignored.begin(), facts_.ignored.end());
  if (keep_) facts_.content_hash = BundleHash(facts_.kept);
  return std::move(facts_);
}

}  // namespace

std::string BundleHash(const BundleFiles& files) {
  std::string text = "selaras-bundle 1\n";
  for (const auto& [name, bytes] : files) absl::StrAppend(&text, "f ", name, " ", bytes.size(), "\n", bytes);
  return Sha256Hex(text);
}

absl::StatusOr<BundleFacts> ReadBundle(const BundleFiles& files, absl::CivilDay effective_date, bool keep) {
  return Reader(files, effective_date, keep).Read();
}

}  // namespace selaras::matching
