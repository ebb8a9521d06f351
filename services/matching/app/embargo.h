// Who may read what a plan says of one person, and what it says of many.
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

// The same of posts and of the whole plan, which name many people: after the release approvers read too, the portal and
// employees never.
absl::Status CheckEmbargo(const Principal& principal, const PlanRecord& plan);

// Whether an explanation may name the others who would have to give way: not to the person himself, nor to the portal,
// which shows it to him.
bool MayNameOthers(const Principal& principal);

// An account confined to an agency reads of itself, of that agency's people (`agency` is the employee's), and of those whom
// the plan brings there (`brought_to`; "" = nowhere). Else kPermissionDenied (EMPLOYEE_FOREIGN).
absl::Status CheckReach(const Principal& principal, absl::string_view employee, absl::string_view agency,
                        absl::string_view brought_to);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_EMBARGO_H_
