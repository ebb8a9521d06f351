#include "services/needs/app/policy_reading.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/policy/reader.h"

namespace selaras::needs {
namespace {

constexpr std::pair<Basis, absl::string_view> kBasisKeys[] = {{Basis::kWorkload, "workload"},
                                                              {Basis::kHealthWorkload, "health_workload"},
                                                              {Basis::kLessonHours, "lesson_hours"},
                                                              {Basis::kClasses, "classes"},
                                                              {Basis::kPupils, "pupils"},
                                                              {Basis::kStandard, "standard"},
                                                              {Basis::kAssumed, "assumed"}};

UrgencyShape ReadUrgency(const policy::Section& urgency) {
  UrgencyShape shape;
  shape.critical_floor = static_cast<int32_t>(urgency.Int("critical_floor", 0, 1000));
  shape.target_floor = static_cast<int32_t>(urgency.Int("target_floor", 0, 1000));
  shape.above_start = static_cast<int32_t>(urgency.Int("above_start", 0, 1000));
  shape.above_span_permille = static_cast<int32_t>(urgency.Int("above_span_permille", 1, 10'000));
  if (shape.target_floor > shape.critical_floor)
    urgency.Refuse("target_floor", "must not exceed critical_floor");
  if (shape.above_start > shape.target_floor) urgency.Refuse("above_start", "must not exceed target_floor");
  return shape;
}

}  // namespace

absl::StatusOr<NeedPolicy> ReadNeedPolicy(const policy::Bundle& bundle, absl::CivilDay date) {
  policy::Reader reader(bundle, date);
  const policy::Section needs = reader.Open("needs");
  NeedPolicy policy;
  policy.task_minutes = needs.Int("effective_minutes.task", 1'000, 525'600);
  policy.health_minutes = needs.Int("effective_minutes.health", 1'000, 525'600);
  policy.critical_permille = static_cast<int32_t>(needs.Int("critical.permille_of_target", 1, 1000));
  policy.class_critical_permille = static_cast<int32_t>(needs.Int("critical.permille_of_classes", 1, 1000));
  policy.lesson_hours_per_week = needs.Int("teachers.lesson_hours_per_week", 1, 60);
  policy.pupils_per_counsellor = needs.Int("teachers.pupils_per_counsellor", 1, 10'000);
  const policy::Section caps = needs.Child("teachers.pupils_per_class");
  for (const std::string& level : caps.Keys("")) policy.pupils_per_class[level] = caps.Int(level, 1, 100);
  for (const auto& [basis, key] : kBasisKeys) {
    policy.uncertainty_permille[static_cast<int>(basis)] =
        needs.Child("uncertainty_permille").Int(key, 0, 1000);
  }
  policy.at_least_one = {};
  for (const std::string& key : needs.TextList("at_least_one")) {
    const auto basis = std::find_if(std::begin(kBasisKeys), std::end(kBasisKeys),
                                    [&](const auto& known) { return known.second == key; });
    if (basis == std::end(kBasisKeys)) {
      needs.Refuse("at_least_one", absl::StrCat("\"", key, "\" is not a basis"));
    } else {
      policy.at_least_one[static_cast<int>(basis->first)] = true;
    }
  }
  policy.urgency = ReadUrgency(needs.Child("urgency"));
  const policy::Section bands = needs.Child("load_index_permille");
  policy.a_above_permille = bands.Int("a_above", 1, 10'000);
  policy.b_from_permille = bands.Int("b_from", 1, 10'000);
  policy.c_from_permille = bands.Int("c_from", 1, 10'000);
  policy.d_from_permille = bands.Int("d_from", 1, 10'000);
  if (policy.b_from_permille > policy.a_above_permille || policy.c_from_permille > policy.b_from_permille ||
      policy.d_from_permille > policy.c_from_permille) {
    bands.Refuse("a_above", "the edges must descend from a_above to d_from");
  }
  policy.anonymity_floor = needs.Int("surveys.anonymity_floor", 1, 1000);
  policy.months = static_cast<int32_t>(needs.Int("surveys.months", 1, 120));
  needs.RefuseUnread();
  SELARAS_RETURN_IF_ERROR(reader.status());
  return policy;
}

}  // namespace selaras::needs
