#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_REASON_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_REASON_H_

// The calculation of a need as people read it: "24 kelas × 5 JP ÷ 24 = 5,0".

#include <cstdint>
#include <string>

#include "absl/types/span.h"
#include "services/needs/domain/ratio.h"
#include "services/needs/domain/teaching.h"
#include "services/needs/domain/workload.h"

namespace selaras::needs {

struct Reason {
  std::string id;  // Indonesian
  std::string en;
};

Reason WorkloadReason(const Ratio& minutes, int64_t effective_minutes, const Ratio& need);
Reason HealthReason(const HealthNeed& health, const Ratio& need);
Reason LessonReason(absl::Span<const ClassesByHours> groups, int64_t hours_per_teacher, const Ratio& need);
Reason ClassesReason(int64_t classes);
Reason PupilsReason(int64_t pupils, Micro per_person, const Ratio& need);
Reason StandardReason(const std::string& unit_class, const Ratio& need);
Reason AssumedReason(int32_t ceiling);

// "; dibagi menurut formasi: 2,5" and "; paling sedikit 1".
Reason SharedSuffix(const Ratio& share);
Reason AtLeastOneSuffix();

// "1.234,5" and "1,234.5": at least one decimal, at most two, half up.
std::string PeopleText(const Ratio& people, bool indonesian);
// "159.600" and "159,600"; decimals only where there are any (at most two).
std::string NumberText(const Ratio& number, bool indonesian);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_REASON_H_
