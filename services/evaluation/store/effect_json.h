#ifndef SELARAS_SERVICES_EVALUATION_STORE_EFFECT_JSON_H_
#define SELARAS_SERVICES_EVALUATION_STORE_EFFECT_JSON_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/evaluation/domain/effect.h"
#include "services/evaluation/domain/report.h"

namespace selaras::evaluation {

// Results as JSON text, without the measured values. kDataLoss: not what was written.
std::string EffectToJson(const Effect& effect);
absl::StatusOr<Effect> EffectFromJson(absl::string_view text);
std::string ResultsToJson(const std::vector<GoalResult>& results);
absl::StatusOr<std::vector<GoalResult>> ResultsFromJson(absl::string_view text);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_STORE_EFFECT_JSON_H_
