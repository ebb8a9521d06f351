#ifndef SELARAS_SERVICES_EVALUATION_APP_GOAL_READING_H_
#define SELARAS_SERVICES_EVALUATION_APP_GOAL_READING_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/evaluation/app/effect_reader.h"
#include "services/evaluation/app/readers.h"
#include "services/evaluation/domain/report.h"

namespace selaras::evaluation {

struct MeasuredGoals {
  std::vector<GoalResult> results;
  std::optional<ShortageChange> shortage;
};

// Measures each sealed goal before and after. Goals of need: `shortage` (seats below target) and `surplus` (people
// above it), from the need snapshot of the released plan and from the newest one. Goals of work: the indicators of
// domain/indicator.h as the mean over units of the mean of up to 12 months before the first move, and of up to 6
// after the last. Scope: "" or `province` = all; `agencies/…`; `orgUnits/…` with the units below it; for goals of
// need also `positions/…`. What has another indicator or scope, or no value, is not measured.
absl::StatusOr<MeasuredGoals> MeasureGoals(const CallScope& call, const CycleFact& cycle, NeedsReader& needs,
                                           EffectReader& effects, const EffectRules& rules);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_APP_GOAL_READING_H_
