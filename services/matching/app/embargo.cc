#include "services/matching/app/embargo.h"

#include "libs/base/error.h"

namespace selaras::matching {

absl::Status CheckEmbargo(const Principal& principal, const PlanRecord& plan, absl::string_view employee) {
  // A service of the suite keeps the embargo itself: approval hands the reason letter out after the release.
  if (principal.HasAny({Role::kAnalyst, Role::kAuditor, Role::kService})) return absl::OkStatus();
  if (plan.state != PlanState::kReleased) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_EMBARGOED", {{"plan", plan.id}});
  }
  if (principal.HasAny({Role::kApprover, Role::kPortal}) || principal.employee == employee)
    return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED");
}

}  // namespace selaras::matching
