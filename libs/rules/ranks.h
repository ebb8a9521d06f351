// Grades and educations as numbers that can be compared.
#ifndef SELARAS_LIBS_RULES_RANKS_H_
#define SELARAS_LIBS_RULES_RANKS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace selaras::rules {

// Order 1 (I/a) … 17 (IV/e) of a PNS grade by its SIASN id (11 … 45); nullopt = no such id.
std::optional<int64_t> GradeOrder(int32_t siasn_id);
// By name: `III/d`.
std::optional<int64_t> GradeOrder(absl::string_view name);
// `III/d`; empty for an order out of range.
absl::string_view GradeName(int64_t order);

// Rank of an education by its SIASN code: 05 SD 1, 10 SMP 2, 15 SMA and 17 SMK 3, 20 D1 4, 25 D2 5, 30 D3 6,
// 35 D4 and 40 S1 7, 45 S2 8, 50 S3 9. nullopt = no such code.
std::optional<int64_t> EducationRank(absl::string_view siasn_code);
// By name: `SD SMP SMA SMK D1 D2 D3 D4 S1 S2 S3`.
std::optional<int64_t> EducationRankByName(absl::string_view name);
// `S1/D4`; empty for a rank out of range.
absl::string_view EducationName(int64_t rank);

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_RANKS_H_
