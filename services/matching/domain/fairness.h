// How fair a plan is among those who wished and those who compare themselves (docs/explanations.md). By sex and age:
// in evaluation; nothing here knows either.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_FAIRNESS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_FAIRNESS_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/matching/domain/explain.h"

namespace selaras::matching {

// Why an envied placement stands: the first that holds.
enum class EnvyReason : uint8_t { kTie, kLimit, kSetBefore, kIncumbentStays, kNeededElsewhere };
inline constexpr int kEnvyReasons = 5;
absl::string_view EnvyReasonName(EnvyReason reason);  // `TIE` …
BilingualText TextFor(EnvyReason reason);

struct Fairness {
  // People who wished, by the best rank reached: index 0 = rank 1; the last reached none.
  std::vector<int64_t> preference_ranks;
  int64_t worst_loss = 0;    // Most points that anybody loses against the post he holds.
  int64_t people_worse = 0;  // How many lose any.
  std::array<int64_t, kEnvyReasons> envy_pairs{};
  int32_t vacancy_gini_before = 0, vacancy_gini_after = 0;  // Permille.
  bool limits_active = false;
};

// A second or two for 100,000 people.
Fairness MeasureFairness(const PlanView& view);

// Gini coefficient of shares ≥ 0, permille, rounded half up; 0 where all are 0 or there are none.
int32_t GiniPermille(std::vector<int64_t> shares);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_FAIRNESS_H_
