// Who may read what a plan says of one person.
#ifndef SELARAS_SERVICES_MATCHING_APP_EMBARGO_H_
#define SELARAS_SERVICES_MATCHING_APP_EMBARGO_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/principal.h"
#include "services/matching/app/plan_record.h"

namespace selaras::matching {

// Before release only those who prepare or inspect a plan: kFailedPrecondition (PLAN_EMBARGOED) for others. After it
// approvers and the portal read of anybody, an employee of himself: else kPermissionDenied. Pure.
absl::Status CheckEmbargo(const Principal& principal, const PlanRecord& plan, absl::string_view employee);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_EMBARGO_H_
