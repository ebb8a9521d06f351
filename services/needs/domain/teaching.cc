#include "services/needs/domain/teaching.h"

#include <algorithm>

namespace selaras::needs {
namespace {

Micro HoursIn(int grade, absl::Span<const LessonHours> hours) {
  Micro everywhere = 0;
  for (const LessonHours& entry : hours) {
    if (entry.grade == grade) return entry.hours;
    if (entry.grade == 0) everywhere = entry.hours;
  }
  return everywhere;
}

}  // namespace

int64_t ClassesFor(int64_t pupils, int64_t cap) {
  return (pupils + cap - 1) / cap;
}

std::optional<int64_t> ClassesOf(const GradeClasses& grade, int64_t cap) {
  if (grade.classes) return grade.classes;
  if (grade.pupils && cap > 0) return ClassesFor(*grade.pupils, cap);
  return std::nullopt;
}

std::vector<ClassesByHours> GroupByHours(absl::Span<const GradeClasses> grades,
                                         absl::Span<const LessonHours> hours, int64_t cap) {
  std::vector<ClassesByHours> groups;
  for (const GradeClasses& grade : grades) {
    const Micro taught = HoursIn(grade.grade, hours);
    const std::optional<int64_t> classes = ClassesOf(grade, cap);
    if (taught == 0 || !classes) continue;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.hours == taught; });
    if (group == groups.end()) group = groups.insert(groups.end(), {taught, 0});
    group->classes += *classes;
  }
  std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.hours > b.hours; });
  return groups;
}

Ratio NeedOfSubject(absl::Span<const ClassesByHours> groups, int64_t hours_per_teacher) {
  Int128 sum = 0;
  for (const ClassesByHours& group : groups) sum += static_cast<Int128>(group.hours) * group.classes;
  return Ratio::Of(sum, static_cast<Int128>(kMicro) * hours_per_teacher).value_or(Ratio());
}

}  // namespace selaras::needs
