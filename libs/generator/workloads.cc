#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/generator/clinics.h"
#include "libs/generator/curriculum.h"
#include "libs/generator/demand.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

struct Task {
  std::string name;
  double minutes;
};

constexpr double kTaskMinutes = 75000;
constexpr double kHealthMinutes = 72000;

const std::vector<Task>& HealthTasks(const std::string& code) {
  static const auto* const kByPrefix = new std::map<std::string, std::vector<Task>>{
      {"DOKTER", {{"Pemeriksaan pasien", 12}, {"Tindakan medis", 25}, {"Rujukan dan konsultasi", 15}}},
      {"PERAWAT", {{"Asuhan keperawatan", 20}, {"Perawatan luka", 25}, {"Kunjungan rumah", 60}}},
      {"BIDAN", {{"Pemeriksaan kehamilan", 20}, {"Persalinan", 240}, {"Imunisasi", 10}, {"Posyandu", 180}}},
      {"APOTEKER", {{"Pengkajian resep", 10}, {"Konseling obat", 15}}},
      {"ASISTEN-APOTEKER", {{"Penyiapan obat", 6}, {"Pencatatan stok obat", 30}}},
      {"LAB", {{"Pemeriksaan sampel", 12}, {"Pengambilan sampel", 8}}},
      {"", {{"Pelayanan perorangan", 20}, {"Penyuluhan kelompok", 90}, {"Kunjungan lapangan", 120}}}};
  for (auto it = kByPrefix->rbegin(); it != kByPrefix->rend(); ++it) {
    if (code.rfind(it->first, 0) == 0) return it->second;
  }
  return kByPrefix->begin()->second;
}

std::vector<Task> OfficeTasks(const Position& position) {
  if (position.family == Family::kStaff) {
    return {{"Menerima dan mencatat berkas", 15}, {"Menyelesaikan layanan", 45}, {"Menyusun laporan", 240}};
  }
  if (position.group == Group::kSkilled) {
    return {{"Layanan teknis", 60}, {"Pemeriksaan lapangan", 180}, {"Pencatatan hasil", 30}};
  }
  return {{"Telaah dan rekomendasi", 600}, {"Layanan konsultasi", 60}, {"Pemantauan dan evaluasi", 480}};
}

// Volumes that make `minutes` of work out of these tasks, in shares that differ from unit to unit. The first
// task takes what rounding leaves, so that the sum is met to half of its norm.
void AddTasks(int unit, int position, int year, const std::vector<Task>& tasks, double minutes,
              const char* method, Random* random, Province* province) {
  std::vector<double> shares;
  double sum = 0;
  for (size_t i = 0; i < tasks.size(); ++i) {
    shares.push_back(random->Uniform(0.5, 1.5) * (i == 0 ? 2 : 1));
    sum += shares.back();
  }
  double rest = minutes;
  for (size_t i = tasks.size(); i > 0; --i) {
    const Task& task = tasks[i - 1];
    const double part = i == 1 ? rest : minutes * shares[i - 1] / sum;
    const double volume = static_cast<double>(static_cast<int64_t>(part / task.minutes + 0.5));
    rest -= volume * task.minutes;
    if (volume > 0)
      province->workloads.push_back({unit, position, year, task.name, "MAIN", method, volume, task.minutes});
  }
}

bool IsSchoolTeacher(const Post& post, const Province& province) {
  return province.units[post.unit].kind == UnitKind::kSchool &&
         province.positions[post.position].family == Family::kTeacher;
}

// Rounding at the edge would let one minute decide a seat: needs keep away from n + 1/2.
double Clear(double need) {
  const double fraction = need - static_cast<int>(need);
  if (fraction > 0.45 && fraction < 0.5) return need - (fraction - 0.45);
  if (fraction >= 0.5 && fraction < 0.55) return need + (0.55 - fraction);
  return need;
}

}  // namespace

void AddWorkloads(uint64_t seed, Province* province) {
  const int year = static_cast<int>(province->base_date.year()) - 1;
  for (size_t p = 0; p < province->posts.size(); ++p) {
    const Post post = province->posts[p];
    const Position& position = province->positions[post.position];
    if (position.family == Family::kStructural || IsSchoolTeacher(post, *province)) continue;
    Random random(seed, 121, p);
    const double need = Clear(post.need);
    if (position.family != Family::kHealth) {
      AddTasks(post.unit, post.position, year, OfficeTasks(position), need * kTaskMinutes, "TASK", &random,
               province);
      continue;
    }
    // Support takes a share of each person's year: N = main / (1 − share).
    const int meetings = random.Between(24, 48), reports = random.Between(12, 30);
    const double support = meetings * 90.0 + reports * 120.0;
    AddTasks(post.unit, post.position, year, HealthTasks(position.code), need * (kHealthMinutes - support),
             "HEALTH", &random, province);
    province->workloads.push_back({post.unit, post.position, year, "Rapat dan lokakarya", "SUPPORT", "HEALTH",
                                   static_cast<double>(meetings), 90});
    province->workloads.push_back({post.unit, post.position, year, "Pencatatan dan pelaporan", "SUPPORT",
                                   "HEALTH", static_cast<double>(reports), 120});
  }
}

void AddStandards(Province* province) {
  auto add = [&](const char* kind, UnitKind unit, const std::string& size, const std::string& code, int grade,
                 double value) {
    const int position = FindPosition(*province, code);
    if (position >= 0)
      province->standards.push_back({kind, UnitKindName(unit), size, position, grade, value});
  };
  add("CLASS_TEACHER", UnitKind::kSchool, "SD", "GURU-KELAS-SD", 0, PupilCap("SD"));
  add("CLASS_TEACHER", UnitKind::kSchool, "SLB", "GURU-LUAR-BIASA", 0, PupilCap("SLB"));
  for (const char* level : {"SD", "SMP", "SMA", "SMK"}) {
    for (const Lesson& lesson : Lessons(level)) {
      add("LESSON_HOURS", UnitKind::kSchool, level, absl::StrCat("GURU-", lesson.subject, "-", level), 0,
          lesson.hours);
    }
    add("PUPILS_PER", UnitKind::kSchool, level, absl::StrCat("GURU-BK-", level), 0, kPupilsPerCounsellor);
  }
  for (const ClinicMinimum& minimum : kClinicMinimum) {
    for (size_t size = 0; size < kClinicClasses.size(); ++size) {
      if (minimum.persons[size] == 0) continue;
      add("FIXED", UnitKind::kPuskesmas, kClinicClasses[size], minimum.position, 0, minimum.persons[size]);
    }
  }
  // Chairs: one a unit, or a fixed number where a unit has several of a kind. The posts that exist say which.
  std::map<std::tuple<UnitKind, std::string, int>, double> chairs;
  for (const Post& post : province->posts) {
    if (province->positions[post.position].family != Family::kStructural) continue;
    const Unit& unit = province->units[post.unit];
    chairs[{unit.kind, unit.size_class, post.position}] = post.need;
  }
  for (const auto& [key, need] : chairs) {
    const auto& [kind, size, position] = key;
    const char* const rule = need > 1.5 ? "FIXED" : "ONE_PER_UNIT";
    province->standards.push_back({rule, UnitKindName(kind), size.empty() ? "*" : size, position, 0,
                                   static_cast<double>(static_cast<int>(need + 0.5))});
  }
}

}  // namespace selaras::generator
