#include "libs/generator/curriculum.h"

#include "absl/strings/str_cat.h"

namespace selaras::generator {

bool IsSchoolLevel(const std::string& level) {
  return level == "SD" || level == "SMP" || level == "SMA" || level == "SMK" || level == "SLB";
}

int Grades(const std::string& level) {
  return level == "SD" || level == "SLB" ? 6 : 3;
}

int PupilCap(const std::string& level) {
  if (level == "SD") return 28;
  if (level == "SMP") return 32;
  if (level == "SLB") return 5;
  return 36;
}

int MostGroups(const std::string& level) {
  if (level == "SD" || level == "SLB") return 24;
  if (level == "SMP") return 33;
  return level == "SMA" ? 36 : 72;
}

const std::vector<Lesson>& Lessons(const std::string& level) {
  static const auto* const kNone = new std::vector<Lesson>();
  static const auto* const kSd = new std::vector<Lesson>{{"AGAMA", 4}, {"PJOK", 4}};
  static const auto* const kSmp =
      new std::vector<Lesson>{{"AGAMA", 3}, {"PPKN", 3}, {"INDO", 6}, {"MTK", 5}, {"IPA", 5}, {"IPS", 4},
                              {"ING", 4},   {"PJOK", 3}, {"SENI", 3}, {"TIK", 2}, {"PRKY", 2}};
  static const auto* const kSma = new std::vector<Lesson>{
      {"AGAMA", 3}, {"PPKN", 2}, {"INDO", 4}, {"MTK", 4}, {"ING", 3}, {"PJOK", 3}, {"SENI", 2}, {"TIK", 2},
      {"FIS", 3},   {"KIM", 3},  {"BIO", 3},  {"EKO", 3}, {"GEO", 2}, {"SEJ", 2},  {"SOS", 2}};
  static const auto* const kSmk = new std::vector<Lesson>{
      {"AGAMA", 3}, {"PPKN", 2}, {"INDO", 4}, {"MTK", 4}, {"ING", 4},  {"PJOK", 2}, {"SENI", 1},
      {"TIK", 2},   {"IPA", 2},  {"IPS", 2},  {"SEJ", 2}, {"KTEK", 8}, {"KBIS", 8}};
  if (level == "SD") return *kSd;
  if (level == "SMP") return *kSmp;
  if (level == "SMA") return *kSma;
  if (level == "SMK") return *kSmk;
  return *kNone;
}

std::vector<TeacherNeed> TeacherNeeds(const std::string& level, int groups, int pupils) {
  std::vector<TeacherNeed> needs;
  if (level == "SD") needs.push_back({"GURU-KELAS-SD", static_cast<double>(groups)});
  if (level == "SLB") needs.push_back({"GURU-LUAR-BIASA", static_cast<double>(groups)});
  for (const Lesson& lesson : Lessons(level)) {
    needs.push_back({absl::StrCat("GURU-", lesson.subject, "-", level),
                     static_cast<double>(groups * lesson.hours) / kHoursPerTeacher});
  }
  if (level != "SD" && level != "SLB" && pupils > 0) {
    needs.push_back({absl::StrCat("GURU-BK-", level), static_cast<double>(pupils) / kPupilsPerCounsellor});
  }
  return needs;
}

}  // namespace selaras::generator
