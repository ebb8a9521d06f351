#include "services/registry/domain/retirement.h"

namespace selaras::registry {
namespace {

struct Rule {
  absl::string_view code;
  int age;
};

// domain.md §3.1
constexpr Rule kByGroup[] = {{"JPT_U", 60}, {"JPT_M", 60}, {"JPT_P", 60},
                             {"ADM", 58},   {"PGW", 58},   {"PLK", 58}};
constexpr Rule kByLevel[] = {{"JF_AU", 65}, {"JF_AMD", 60}, {"JF_AMU", 58}, {"JF_AP", 58},
                             {"JF_PY", 58}, {"JF_MH", 58},  {"JF_TR", 58},  {"JF_PM", 58}};
constexpr int kTeacherAge = 60;
// Functional without a known level: the age of all levels but the two highest.
constexpr int kFunctionalAge = 58;

}  // namespace

std::optional<int> RetirementAge(absl::string_view group, absl::string_view family,
                                 absl::string_view functional_level) {
  std::optional<int> by_level;
  for (const Rule& rule : kByLevel) {
    if (rule.code == functional_level) by_level = rule.age;
  }
  if (family == "TEACHER") return std::max(kTeacherAge, by_level.value_or(0));
  for (const Rule& rule : kByGroup) {
    if (rule.code == group) return rule.age;
  }
  if (by_level.has_value()) return by_level;
  if (group == "JF_EXPERT" || group == "JF_SKILLED") return kFunctionalAge;
  return std::nullopt;
}

absl::CivilDay RetirementDate(absl::CivilDay birth_date, int age) {
  return absl::CivilDay(absl::CivilMonth(birth_date.year() + age, birth_date.month()) + 1);
}

}  // namespace selaras::registry
