#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_TEACHING_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_TEACHING_H_

// Need of teachers (Permendikbudristek 47/2023 art. 8, Permendikbud 15/2018):
//   classes of a grade    ⌈pupils / cap⌉ where the school states none
//   class teacher         one per class
//   subject teacher       Σ over grades of classes · lesson hours a week / 24
//   counsellor            pupils / 150

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/needs/domain/ratio.h"
#include "services/needs/domain/workload.h"

namespace selaras::needs {

// One grade of a school in one year. Unknown is not zero.
struct GradeClasses {
  int grade = 0;
  std::optional<int64_t> pupils;
  std::optional<int64_t> classes;
};

// ⌈pupils / cap⌉. REQUIRES: pupils >= 0, cap > 0.
int64_t ClassesFor(int64_t pupils, int64_t cap);

// The classes stated, else those that the pupils need; nullopt: neither is known, or no cap (0).
std::optional<int64_t> ClassesOf(const GradeClasses& grade, int64_t cap);

// Lesson hours a week of one subject in one grade; grade 0 = in every grade without an entry of its own.
struct LessonHours {
  int grade = 0;
  Micro hours = 0;
};

// Classes that have `hours` a week of the subject.
struct ClassesByHours {
  Micro hours = 0;
  int64_t classes = 0;
};

// Groups the grades by their hours, descending; grades without hours or of unknown size are left out.
std::vector<ClassesByHours> GroupByHours(absl::Span<const GradeClasses> grades,
                                         absl::Span<const LessonHours> hours, int64_t cap);

// Σ classes · hours / hours_per_teacher. REQUIRES: hours_per_teacher > 0.
Ratio NeedOfSubject(absl::Span<const ClassesByHours> groups, int64_t hours_per_teacher);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_TEACHING_H_
