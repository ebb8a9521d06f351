#ifndef SELARAS_SERVICES_EVALUATION_RPC_EVALUATION_NAMES_H_
#define SELARAS_SERVICES_EVALUATION_RPC_EVALUATION_NAMES_H_

#include "libs/resource/resource_name.h"

namespace selaras::evaluation {

inline constexpr ResourcePattern kTransitionPlanName("transitionPlans/{transition_plan}");
inline constexpr ResourcePattern kFeedbackName("transitionPlans/{transition_plan}/feedback/{feedback}");
inline constexpr ResourcePattern kEvaluationName("evaluations/{evaluation}");
inline constexpr ResourcePattern kFollowUpName("followUps/{follow_up}");
inline constexpr ResourcePattern kCycleReportName("cycleReports/{cycle_report}");
// Of other services.
inline constexpr ResourcePattern kEmployeeName("employees/{employee}");
inline constexpr ResourcePattern kOrgUnitName("orgUnits/{org_unit}");
inline constexpr ResourcePattern kPlanName("plans/{plan}");
inline constexpr ResourcePattern kCycleName("cycles/{cycle}");

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_RPC_EVALUATION_NAMES_H_
