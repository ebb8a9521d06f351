#include "services/verify_rows/province_facts.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/status_macros.h"
#include "services/matching/bundle/bundle_rows.h"

namespace selaras::verify_rows {
namespace {

using matching::BundleRow;
using matching::BundleTable;

// One row by the names of its columns.
class Cells {
 public:
  Cells(const BundleTable& table, const BundleRow& row) : table_(table), row_(row) {}
  std::string Text(absl::string_view column) const { return std::string(row_.Text(table_.Index(column))); }
  int64_t Int(absl::string_view column, int64_t otherwise = 0) const {
    return row_.Int(table_.Index(column)).value_or(otherwise);
  }
  std::optional<int64_t> OptionalInt(absl::string_view column) const {
    return row_.Int(table_.Index(column));
  }
  std::optional<double> Real(absl::string_view column) const { return row_.Real(table_.Index(column)); }
  std::optional<bool> Flag(absl::string_view column) const { return row_.Flag(table_.Index(column)); }
  std::optional<Day> Date(absl::string_view column) const { return row_.Date(table_.Index(column)); }
  bool doubtful() const { return row_.doubtful; }
  // What tells rows of a file apart: the first column and the keys among the others.
  std::string Key() const {
    std::string key = row_.values[0];
    for (size_t c = 1; c < table_.columns.size(); ++c) {
      if (table_.columns[c].cell.key) absl::StrAppend(&key, "\n", row_.values[c]);
    }
    return key;
  }
  // Whether everything that the row refers to is there.
  bool Resolves(const ProvinceFacts& facts) const {
    using registry::Reference;
    for (size_t c = 0; c < table_.columns.size(); ++c) {
      const std::string& code = row_.values[c];
      if (code.empty()) continue;
      const auto there = [&](Reference reference) {
        switch (reference) {
          case Reference::kAgency:
            return facts.agencies.contains(code);
          case Reference::kDistrict:
            return facts.districts.contains(code);
          case Reference::kOrgUnit:
            return facts.units.contains(code);
          case Reference::kPosition:
            return facts.positions.contains(code);
          case Reference::kPost:
            return facts.posts.contains(code);
          case Reference::kEmployee:
            return facts.people.contains(code);
          default:
            return true;
        }
      };
      Reference reference = table_.columns[c].cell.reference;
      if (reference == Reference::kTarget) {
        const std::string kind = Text("target_kind");
        reference = kind == "POST"   ? Reference::kPost
                    : kind == "UNIT" ? Reference::kOrgUnit
                                     : Reference::kDistrict;
      }
      if (!there(reference)) return false;
    }
    return true;
  }
  bool on_record() const { return row_.on_record; }

 private:
  const BundleTable& table_;
  const BundleRow& row_;
};

std::vector<std::string> Items(const std::string& text) {
  return absl::StrSplit(text, '|', absl::SkipEmpty());
}

std::map<std::string, int64_t> LevelItems(const std::string& text) {
  std::map<std::string, int64_t> levels;
  for (const std::string& item : Items(text)) {
    const size_t colon = item.find(':');
    int64_t level = 0;
    if (colon != std::string::npos && absl::SimpleAtoi(item.substr(colon + 1), &level))
      levels[item.substr(0, colon)] = level;
  }
  return levels;
}

// Every row of a file; false: the file is not there.
absl::StatusOr<bool> ForEach(const std::string& folder, const char* name, Day day,
                             const std::function<void(const Cells&)>& each) {
  const BundleTable& table = *matching::FindBundleTable(name);
  const std::string path = (std::filesystem::path(folder) / name).string();
  const auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  if (!*file) {
    if (!table.required) return false;
    return absl::NotFoundError(absl::StrCat("cannot read ", path));
  }
  matching::BundleRows rows(
      table, day,
      [file](std::string* buffer) -> absl::StatusOr<bool> {
        std::string part(1 << 16, '\0');
        file->read(part.data(), static_cast<std::streamsize>(part.size()));
        part.resize(static_cast<size_t>(file->gcount()));
        buffer->append(part);
        return !part.empty();
      },
      [](const matching::BundleFault&) {});  // Such a row is left out here as there.
  SELARAS_RETURN_IF_ERROR(rows.Open());
  for (BundleRow row;;) {
    SELARAS_ASSIGN_OR_RETURN(const bool more, rows.Next(&row));
    if (!more) return true;
    each(Cells(table, row));
  }
}

// As the registry counts the age of an assessment: the day of the month decides, and nothing is clipped.
int64_t AgeInMonths(Day from, Day to) {
  const int64_t months = (to.year() - from.year()) * 12 + (to.month() - from.month());
  return std::max<int64_t>(0, to.day() < from.day() ? months - 1 : months);
}

}  // namespace

int64_t MonthsFromTo(Day from, Day to) {
  if (to < from) return -MonthsFromTo(to, from);
  int64_t months = (to.year() - from.year()) * 12 + (to.month() - from.month());
  // The day that many months after `from`, or the last of its month.
  const absl::CivilMonth month = absl::CivilMonth(from) + months;
  const Day last = Day(month + 1) - 1;
  const Day then(month.year(), month.month(), std::min(from.day(), last.day()));
  return then > to ? months - 1 : months;
}

absl::StatusOr<ProvinceFacts> ProvinceFacts::Read(const std::string& folder, Day day) {
  ProvinceFacts facts;
  facts.folder_ = folder;
  facts.day_ = day;
  SELARAS_RETURN_IF_ERROR(facts.ReadOrganisation());
  SELARAS_RETURN_IF_ERROR(facts.ReadPeople());
  const std::filesystem::path base(folder);
  facts.certificates_known_ = std::filesystem::exists(base / "certificates.csv");
  facts.penalties_known_ = std::filesystem::exists(base / "disciplinary_actions.csv");
  return facts;
}

absl::Status ProvinceFacts::ReadOrganisation() {
  const auto read = [&](const char* name, const std::function<void(const Cells&)>& each) {
    return ForEach(folder_, name, day_, each).status();
  };
  SELARAS_RETURN_IF_ERROR(read("agencies.csv", [&](const Cells& row) {
    agencies[row.Text("agency_code")] = {row.Text("kind"), row.Text("region_code")};
  }));
  SELARAS_RETURN_IF_ERROR(read("districts.csv", [&](const Cells& row) {
    DistrictFact& district = districts[row.Text("district_code")];
    const double lat = row.Real("lat").value_or(0), lon = row.Real("lon").value_or(0);
    if (lat != 0 || lon != 0) district.place = {lat, lon};
    district.island = row.Flag("island").value_or(false);
  }));
  SELARAS_RETURN_IF_ERROR(read("org_units.csv", [&](const Cells& row) {
    UnitFact& unit = units[row.Text("unit_code")];
    unit.agency = row.Text("agency_code");
    unit.parent = row.Text("parent_code");
    unit.district = row.Text("district_code");
  }));
  for (auto& [code, unit] : units) {
    if (const auto parent = units.find(unit.parent); parent != units.end())
      parent->second.children.push_back(code);
  }
  SELARAS_RETURN_IF_ERROR(read("positions.csv", [&](const Cells& row) {
    PositionFact& position = positions[row.Text("position_code")];
    position = {row.Text("family"),         row.Text("group"),
                row.Int("level"),           row.Int("job_class"),
                row.Int("strategic_class"), row.Text("min_education"),
                row.Text("certificate"),    Items(row.Text("education_fields")),
                row.Int("min_grade"),       row.Int("max_grade")};
    static constexpr const char* kCore[] = {"M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "S1"};
    for (int k = 0; k < 9; ++k) position.core[k] = row.Int(kCore[k]);
    position.technical = LevelItems(row.Text("technical"));
  }));
  SELARAS_RETURN_IF_ERROR(read("posts.csv", [&](const Cells& row) {
    const std::string code = row.Text("post_code");
    const auto unit = units.find(row.Text("unit_code"));
    // What refers to nothing is left out, as the import leaves it out.
    if (unit == units.end() || !agencies.contains(unit->second.agency) ||
        !positions.contains(row.Text("position_code"))) {
      return;
    }
    PostFact& post = posts[code];
    post = {row.Text("unit_code"),
            row.Text("position_code"),
            "",
            "",
            row.Int("ceiling"),
            row.Flag("head_of_unit").value_or(false),
            row.Text("certificate"),
            row.Int("min_grade")};
    post.agency = unit->second.agency;
    post.district = districts.contains(unit->second.district) ? unit->second.district : "";
    unit->second.posts.push_back(code);
    if (!post.district.empty()) posts_of_district[post.district].push_back(code);
  }));
  SELARAS_RETURN_IF_ERROR(read("calendar.csv", [&](const Cells& row) {
    calendars.push_back({row.Text("region_code"), row.Date("determination_date"), row.Date("term_end"),
                         row.Date("inauguration_date")});
  }));
  return read("needs.csv", [&](const Cells& row) {
    NeedFact& need = needs[row.Text("post_code")];
    need.target = row.Int("target");
    need.critical = row.Int("critical", (need.target * 7 + 9) / 10);
    for (const std::string& item : Items(row.Text("urgencies"))) {
      int64_t urgency = 0;
      if (absl::SimpleAtoi(item, &urgency)) need.urgencies.push_back(urgency);
    }
    if (row.Text("urgencies").empty()) need.urgencies.assign(need.target, 500);
  });
}

absl::Status ProvinceFacts::ReadPeople() {
  SELARAS_RETURN_IF_ERROR(ForEach(folder_, "employees.csv", day_, [&](const Cells& row) {
                            const auto appointed = row.Date("appointed_date");
                            if (!row.Resolves(*this) || people.contains(row.Text("employee_code")) ||
                                (appointed.has_value() && *appointed > day_)) {
                              return;
                            }
                            Standing& standing = people[row.Text("employee_code")];
                            standing.agency = row.Text("agency_code");
                            standing.post =
                                posts.contains(row.Text("post_code")) ? row.Text("post_code") : "";
                            standing.since = row.Date("post_since");
                          }).status());
  // Of who has no post written beside him: the appointment begun last among those that have not ended, and the last one
  // held at all.
  std::map<std::string, Spell> present, last;
  std::map<std::string, std::string> present_post;
  SELARAS_RETURN_IF_ERROR(
      ForEach(folder_, "appointments.csv", day_, [&](const Cells& row) {
        const std::string person = row.Text("employee_code");
        const auto standing = people.find(person);
        if (standing == people.end() || !standing->second.post.empty() || !row.on_record() ||
            !row.Resolves(*this)) {
          return;
        }
        Spell spell = {row.Text("position_code"), *row.Date("start_date"), row.Date("end_date")};
        if (spell.position.empty() && posts.contains(row.Text("post_code")))
          spell.position = posts[row.Text("post_code")].position;
        if (const auto known = last.find(person); known == last.end() || spell.start > known->second.start)
          last[person] = spell;
        if (spell.end.has_value() && *spell.end < day_) return;
        if (const auto known = present.find(person);
            known == present.end() || spell.start > known->second.start) {
          present[person] = spell;
          present_post[person] = row.Text("post_code");
        }
      }).status());
  for (auto& [code, standing] : people) {
    if (standing.post.empty() && posts.contains(present_post[code])) {
      standing.post = present_post[code];
      standing.since = present[code].start;
    }
    if (!standing.post.empty()) {
      standing.position = posts[standing.post].position;
      incumbents[standing.post].push_back(code);
    } else if (const auto spell = last.find(code); spell != last.end()) {
      standing.position = spell->second.position;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, Dossier>> ProvinceFacts::ReadDossiers(
    const std::set<std::string>& wanted) const {
  std::map<std::string, Dossier> dossiers;
  const auto read = [&](const char* name, const std::function<void(const Cells&, Dossier&)>& each) {
    std::set<std::string> seen;  // The first of rows with one key lands.
    return ForEach(folder_, name, day_,
                   [&](const Cells& row) {
                     const std::string person = row.Text("employee_code");
                     if (!wanted.contains(person) || !row.Resolves(*this) || !seen.insert(row.Key()).second)
                       return;
                     if (row.on_record()) each(row, dossiers[person]);
                   })
        .status();
  };
  SELARAS_RETURN_IF_ERROR(read("employees.csv", [&](const Cells& row, Dossier& person) {
    person.employment = row.Text("employment");
    person.state = row.Text("state");
    person.functional_level = row.Text("functional_level");
    person.home = row.Text("home_district_code");
    person.grade = row.Int("grade");
    person.appointed = row.Date("appointed_date");
    person.bonded_until = row.Date("bonded_until");
    person.retirement = row.Date("retirement_date");
    person.audit_finding = row.Flag("audit_finding");
    person.court_process = row.Flag("court_process");
    person.core.fill({-1, -1});
  }));
  SELARAS_RETURN_IF_ERROR(read("appointments.csv", [&](const Cells& row, Dossier& person) {
    Spell spell = {row.Text("position_code"), *row.Date("start_date"), row.Date("end_date")};
    const auto post = posts.find(row.Text("post_code"));
    if (spell.position.empty() && post != posts.end()) spell.position = post->second.position;
    person.career.push_back(std::move(spell));
  }));
  SELARAS_RETURN_IF_ERROR(read("educations.csv", [](const Cells& row, Dossier& person) {
    person.educations.emplace_back(row.Text("level"), row.Text("field"));
  }));
  SELARAS_RETURN_IF_ERROR(read("certificates.csv", [](const Cells& row, Dossier& person) {
    person.certificates.push_back({row.Text("certificate"), row.Text("field"), row.Date("valid_until")});
  }));
  std::map<std::string, std::map<Day, std::pair<std::array<int64_t, 9>, std::map<std::string, int64_t>>>>
      tests;
  std::map<std::string, std::map<Day, int64_t>> potentials;
  SELARAS_RETURN_IF_ERROR(read("assessments.csv", [&](const Cells& row, Dossier&) {
    static constexpr const char* kCore[] = {"M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "S1"};
    auto& [core, technical] = tests[row.Text("employee_code")][*row.Date("assessed_date")];
    for (int k = 0; k < 9; ++k) core[k] = row.Int(kCore[k], -1);
    technical = LevelItems(row.Text("technical"));
    if (const auto potential = row.OptionalInt("potential"))
      potentials[row.Text("employee_code")][*row.Date("assessed_date")] = *potential;
  }));
  for (const auto& [code, by_day] : tests) {
    Dossier& person = dossiers[code];
    for (const auto& [day, test] : by_day) {
      const int64_t age = AgeInMonths(day, day_);
      for (int k = 0; k < 9; ++k) {
        if (test.first[k] >= 0) person.core[k] = {test.first[k], age};
      }
      for (const auto& [cluster, level] : test.second) {
        person.technical[cluster] = level;
        person.technical_age = age;
      }
    }
  }
  for (const auto& [code, by_day] : potentials) dossiers[code].potential = by_day.rbegin()->second;
  SELARAS_RETURN_IF_ERROR(read("appraisals.csv", [](const Cells& row, Dossier& person) {
    static constexpr absl::string_view kWords[] = {"",     "SANGAT_KURANG", "KURANG", "BUTUH_PERBAIKAN",
                                                   "BAIK", "SANGAT_BAIK"};
    const std::string word = row.Text("predicate");
    int64_t predicate = 0;
    for (int p = 1; p <= 5; ++p) predicate = word == kWords[p] ? p : predicate;
    const bool doubtful = row.doubtful() || row.Flag("doubtful").value_or(false);
    person.predicates[row.Int("year")] = doubtful ? 0 : predicate;
  }));
  SELARAS_RETURN_IF_ERROR(read("peer_reviews.csv", [](const Cells& row, Dossier& person) {
    person.reviews.push_back({row.Int("year"), row.Int("rater_count"),
                              std::llround(row.Real("mean_score").value_or(0) * 1000),
                              row.Text("rater_group")});
  }));
  SELARAS_RETURN_IF_ERROR(read("preferences.csv", [](const Cells& row, Dossier& person) {
    person.wishes.push_back({row.Int("rank"), row.Text("target_kind"), row.Text("target_code")});
  }));
  SELARAS_RETURN_IF_ERROR(read("developments.csv", [](const Cells& row, Dossier& person) {
    person.developments.insert(row.Text("position_code"));
  }));
  SELARAS_RETURN_IF_ERROR(read("disciplinary_actions.csv", [](const Cells& row, Dossier& person) {
    person.penalties.push_back({row.Date("served_until"), row.Flag("in_process").value_or(false)});
  }));
  // Kin is kin both ways.
  SELARAS_RETURN_IF_ERROR(ForEach(folder_, "relations.csv", day_, [&](const Cells& row) {
                            const std::string one = row.Text("employee_code"),
                                              other = row.Text("other_employee_code");
                            if (!row.Resolves(*this)) return;
                            if (wanted.contains(one)) dossiers[one].relatives.insert(other);
                            if (wanted.contains(other)) dossiers[other].relatives.insert(one);
                          }).status());
  return dossiers;
}

}  // namespace selaras::verify_rows
