// Between the messages of limits and their records.
#ifndef SELARAS_SERVICES_MATCHING_RPC_LIMITS_CONVERT_H_
#define SELARAS_SERVICES_MATCHING_RPC_LIMITS_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "selaras/matching/v1alpha/limits.pb.h"
#include "selaras/matching/v1alpha/plan.pb.h"
#include "services/matching/app/plan_record.h"

namespace selaras::matching {

// Names that are none, kinds and levels unset: kInvalidArgument with the field below `path`. What else is malformed is
// found by CheckShape.
absl::StatusOr<PlanLimits> LimitsOf(const v1alpha::PlanLimits& message, const std::string& path);

void ToProto(const PlanLimits& limits, v1alpha::PlanLimits* out);
void ToProto(const LimitUse& use, v1alpha::LimitUse* out);
// With its text in both languages.
void ToProto(const Conflict& conflict, v1alpha::Conflict* out);
void ToProto(const TierResult& tier, v1alpha::TierResult* out);
v1alpha::Verdict VerdictMessage(const PlanResult& result);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_LIMITS_CONVERT_H_
