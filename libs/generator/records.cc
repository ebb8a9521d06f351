// Assessments, appraisals, reviews, trainings, discipline: what is measured about a person.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/generator/careers.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

int Near(int required, double ability, Random* random) {
  const double value = required + 0.15 + 0.55 * ability + 0.45 * random->Bell();
  return std::clamp(static_cast<int>(value + 10.5) - 10, 1, 5);
}

std::string Technical(const Position& position, double ability, Random* random) {
  std::string out;
  for (absl::string_view item : absl::StrSplit(position.technical, '|', absl::SkipEmpty())) {
    const std::vector<absl::string_view> parts = absl::StrSplit(item, ':');
    const int required = parts.size() == 2 ? parts[1][0] - '0' : 1;
    absl::StrAppend(&out, out.empty() ? "" : "|", parts[0], ":", Near(required, ability, random));
  }
  static const auto* const kExtra = new std::vector<std::string>{
      "FINANCE", "PROCUREMENT", "ICT", "COMMUNICATION", "PLANNING", "LAW", "ADMINISTRATION"};
  const std::string& extra = random->Pick(*kExtra);
  if (random->Chance(0.3) && out.find(extra) == std::string::npos) {
    absl::StrAppend(&out, "|", extra, ":", random->Between(1, 3));
  }
  return out;
}

std::string Rating(double x, double low, double high) {
  return x < low ? "BELOW" : x > high ? "ABOVE" : "AS";
}

struct Course {
  const char* code;
  const char* title;
};
constexpr Course kCourses[5][3] = {
    {{"KURIKULUM", "Penerapan kurikulum"},
     {"ASESMEN-BELAJAR", "Asesmen pembelajaran"},
     {"KELAS-DIGITAL", "Pembelajaran digital"}},
    {{"BTCLS", "Kegawatdaruratan dasar"}, {"APN", "Asuhan persalinan normal"}, {"PPI", "Pencegahan infeksi"}},
    {{"JF-DASAR", "Pelatihan dasar jabatan fungsional"},
     {"ANALISIS-DATA", "Analisis data"},
     {"PBJ-1", "Pengadaan tingkat dasar"}},
    {{"PKP", "Pelatihan kepemimpinan pengawas"},
     {"PKA", "Pelatihan kepemimpinan administrator"},
     {"MANAJEMEN-RISIKO", "Manajemen risiko"}},
    {{"SIPD", "Sistem keuangan daerah"},
     {"LAYANAN-PRIMA", "Pelayanan prima"},
     {"ARSIP-DINAMIS", "Pengelolaan arsip dinamis"}},
};

}  // namespace

std::string Predicate(const std::string& results, const std::string& behaviour) {
  if (behaviour == "BELOW") return results == "BELOW" ? "SANGAT_KURANG" : "KURANG";
  if (results == "BELOW") return "BUTUH_PERBAIKAN";
  return results == "ABOVE" && behaviour == "ABOVE" ? "SANGAT_BAIK" : "BAIK";
}

void AddAssessments(uint64_t seed, Province* province) {
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    const Position& position = province->positions[person.position];
    Random random(seed, 101, p);
    const double recent = position.family == Family::kStructural ? 0.82 : 0.42;
    const double draw = random.Unit();
    if (draw > recent + 0.16 || person.employment == Employment::kCpns) continue;
    const int days = draw < recent ? random.Between(20, 1080) : random.Between(1100, 2300);
    const absl::CivilDay date = province->base_date - days;
    if (date < person.appointed) continue;
    Assessment assessment{static_cast<int>(p), date, {}, "", 0};
    for (size_t i = 0; i < assessment.levels.size(); ++i) {
      assessment.levels[i] = Near(position.required[i], person.ability, &random);
    }
    assessment.technical = Technical(position, person.ability, &random);
    assessment.potential =
        std::clamp(static_cast<int>(68 + 11 * (0.75 * person.ability + 0.65 * random.Bell())), 20, 100);
    province->assessments.push_back(std::move(assessment));
  }
}

void AddAppraisals(uint64_t seed, Province* province) {
  const int last = static_cast<int>(province->base_date.year()) - 1;
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    Random random(seed, 102, p);
    // Two years of one person resemble each other: three quarters of the variance is the person's.
    for (int year = last - 1; year <= last; ++year) {
      if (person.appointed.year() > year || random.Chance(0.015)) continue;
      const double x = 0.85 * person.ability + 0.5 * random.Bell();
      const double y = 0.5 * x + 0.75 * random.Bell();
      const std::string results = Rating(x, -1.22, 0.75);
      const std::string behaviour = Rating(y, -1.62, 0.0);
      province->appraisals.push_back(
          {static_cast<int>(p), year, results, behaviour, Predicate(results, behaviour)});
    }
  }
}

void AddPeerReviews(uint64_t seed, Province* province) {
  const auto by_unit = PeopleByUnit(*province);
  const int year = static_cast<int>(province->base_date.year()) - 1;
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    if (person.post < 0 || person.appointed.year() >= year) continue;
    Random random(seed, 103, p);
    if (!random.Chance(0.6)) continue;
    const int colleagues = static_cast<int>(by_unit[province->posts[person.post].unit].size()) - 1;
    auto add = [&](const char* group, int raters, double bias) {
      const double score =
          std::clamp(76 + bias + 8 * (0.7 * person.ability + 0.6 * random.Bell()), 30.0, 100.0);
      province->peer_reviews.push_back({static_cast<int>(p), year, group, raters, score});
    };
    add("SUPERIOR", 1, 0);
    if (colleagues >= 2) add("PEER", std::min(colleagues, random.Between(2, 8)), 2);
    if (IsStructural(province->positions[person.position].group))
      add("SUBORDINATE", random.Between(2, 10), 1);
  }
}

void AddTrainings(uint64_t seed, Province* province) {
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    Random random(seed, 104, p);
    const int index = static_cast<int>(p);
    if (person.employment == Employment::kPns && random.Chance(0.7)) {
      province->trainings.push_back({index, "LATSAR", person.appointed + 200, "Pelatihan dasar CPNS"});
    }
    const int family = static_cast<int>(province->positions[person.position].family);
    const int first = random.Between(0, 2);
    for (int i = 0; i < 3; ++i) {
      if (!random.Chance(0.28)) continue;
      const Course& course = kCourses[family][(first + i) % 3];
      const absl::CivilDay date = province->base_date - random.Between(30, 2500);
      if (date > person.appointed) province->trainings.push_back({index, course.code, date, course.title});
    }
  }
}

void AddDisciplines(uint64_t seed, Province* province) {
  for (size_t p = 0; p < province->people.size(); ++p) {
    const Person& person = province->people[p];
    Random random(seed, 105, p);
    if (!random.Chance(person.ability < -1 ? 0.035 : 0.005)) continue;
    const char* const kSeverity[] = {"LIGHT", "MEDIUM", "HEAVY"};
    const int severity = random.Weighted({6, 3, 1});
    const absl::CivilDay start = province->base_date - random.Between(10, 1500);
    if (start < person.appointed) continue;
    const bool open = province->base_date - start < 60;
    std::optional<absl::CivilDay> served;
    if (!open) served = start + (severity == 0 ? 30 : severity == 1 ? 270 : 365);
    province->disciplines.push_back({static_cast<int>(p), start, kSeverity[severity], served, open});
  }
}

}  // namespace selaras::generator
