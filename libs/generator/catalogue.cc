#include "libs/generator/catalogue.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace selaras::generator {

Levels RequiredLevels(int base, bool serves_public) {
  Levels levels;
  levels.fill(base);
  if (serves_public) levels[4] = std::min(5, base + 1);
  return levels;
}

void AppendProfession(const Profession& profession, Family family, std::vector<Position>* out) {
  Position position;
  position.family = family;
  position.strategic = profession.strategic;
  position.education_fields = profession.fields;
  position.certificate = profession.certificate;
  position.employers = profession.employers;
  if (profession.skilled) {
    position.code = absl::StrCat(profession.code, "-A");
    position.title = absl::StrCat(profession.title, " (keterampilan)");
    position.purpose_id =
        absl::StrCat("Melaksanakan tugas teknis sehari-hari untuk ", profession.purpose_id, ".");
    position.purpose_en =
        absl::StrCat("Carries out the daily technical work to ", profession.purpose_en, ".");
    position.group = Group::kSkilled;
    position.level = 3;
    position.job_class = 6;
    position.min_education = family == Family::kHealth ? "30" : "15";
    position.min_grade = family == Family::kHealth ? 23 : 21;
    position.max_grade = 34;
    position.required = RequiredLevels(1, true);
    position.technical = absl::StrCat(profession.cluster, ":2|DIGITAL_OFFICE:1");
    out->push_back(position);
  }
  if (profession.expert) {
    position.code = absl::StrCat(profession.code, "-X");
    position.title = profession.skilled ? absl::StrCat(profession.title, " (keahlian)") : profession.title;
    position.purpose_id =
        absl::StrCat("Merancang, menjalankan dan menilai kegiatan untuk ", profession.purpose_id, ".");
    position.purpose_en = absl::StrCat("Designs, runs and reviews the work to ", profession.purpose_en, ".");
    position.group = Group::kExpert;
    position.level = 4;
    position.job_class = 8;
    position.min_education = "35";
    position.min_grade = 31;
    position.max_grade = 45;
    position.required = RequiredLevels(2, family == Family::kHealth);
    position.technical = absl::StrCat(profession.cluster, ":3|DIGITAL_OFFICE:2");
    out->push_back(position);
  }
}

std::vector<Position> BuildCatalogue() {
  std::vector<Position> out;
  AppendTeachers(&out);
  AppendHealthProfessions(&out);
  AppendFunctionalProfessions(&out);
  AppendStructural(&out);
  AppendStaff(&out);
  return out;
}

}  // namespace selaras::generator
