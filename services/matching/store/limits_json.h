// JSON of limits, their use, conflicts and tiers, within that of specs and results (plan_json.h).
#ifndef SELARAS_SERVICES_MATCHING_STORE_LIMITS_JSON_H_
#define SELARAS_SERVICES_MATCHING_STORE_LIMITS_JSON_H_

#include <nlohmann/json.hpp>

#include "services/matching/app/plan_record.h"

namespace selaras::matching {

// Under their keys; nothing is written where nothing was asked or found.
void PutLimits(const PlanLimits& limits, nlohmann::json& spec);
void PutFindings(const PlanResult& found, nlohmann::json& result);

// May throw nlohmann::json::exception.
PlanLimits TakeLimits(const nlohmann::json& spec);
void TakeFindings(const nlohmann::json& result, PlanResult& found);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_LIMITS_JSON_H_
