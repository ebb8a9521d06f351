#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_NEED_POLICY_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_NEED_POLICY_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/container/btree_map.h"
#include "services/needs/domain/urgency.h"

namespace selaras::needs {

// What a need was computed from. Numbers as in the proto and stored: do not renumber.
enum class Basis : int {
  kWorkload = 1,
  kHealthWorkload = 2,
  kLessonHours = 3,
  kClasses = 4,
  kPupils = 5,
  kStandard = 6,
  kAssumed = 7,  // nothing measured: the ceiling is taken as the target
};
inline constexpr int kBases = 8;  // size of arrays indexed by basis

// The numbers of needs.yaml in force on the day of the analysis.
struct NeedPolicy {
  int64_t task_minutes = 75'000;  // effective minutes of one person a year
  int64_t health_minutes = 72'000;
  int32_t critical_permille = 700;  // of the target
  int32_t class_critical_permille = 1000;
  int64_t lesson_hours_per_week = 24;
  int64_t pupils_per_counsellor = 150;
  absl::btree_map<std::string, int64_t> pupils_per_class;  // by size class of the school
  // Bases whose need, if there is any, is at least one person per unit.
  std::array<bool, kBases> at_least_one = {false, false, false,
                                           true};         // lesson hours: a subject that is taught
  std::array<int64_t, kBases> uncertainty_permille = {};  // half width of the band, by basis
  UrgencyShape urgency;
  // Lower edges of a load index's bands: A above the first, B from the second on, …
  int64_t a_above_permille = 1000;
  int64_t b_from_permille = 900;
  int64_t c_from_permille = 700;
  int64_t d_from_permille = 500;
  int64_t anonymity_floor = 5;  // answers
  int32_t months = 12;          // how far back surveys and complaints are read
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_NEED_POLICY_H_
