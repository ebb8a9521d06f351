#include "services/matching/app/embargo.h"

#include "libs/base/error.h"

namespace selaras::matching {
namespace {

// Those who prepare or inspect a plan. A service of the suite keeps the embargo itself: approval hands the reason letter
// out after the release.
bool Prepares(const Principal& principal) {
  return principal.HasAny({Role::kAnalyst, Role::kAuditor, Role::kService});
}

absl::Status Embargoed(const PlanRecord& plan) {
  return Error(absl::StatusCode::kFailedPrecondition, "PLAN_EMBARGOED", {{"plan", plan.id}});
}

}  // namespace

absl::Status CheckEmbargo(const Principal& principal, const PlanRecord& plan, absl::string_view employee) {
  if (Prepares(principal)) return absl::OkStatus();
  if (plan.state != PlanState::kReleased) return Embargoed(plan);
  if (principal.HasAny({Role::kApprover, Role::kPortal}) || principal.employee == employee)
    return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED");
}

absl::Status CheckEmbargo(const Principal& principal, const PlanRecord& plan) {
  if (Prepares(principal)) return absl::OkStatus();
  if (plan.state != PlanState::kReleased) return Embargoed(plan);
  if (principal.HasAny({Role::kApprover})) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED");
}

absl::Status CheckReach(const Principal& principal, absl::string_view employee, absl::string_view agency,
                        absl::string_view brought_to) {
  if (principal.MayReach(agency) || principal.MayReach(brought_to)) return absl::OkStatus();
  if (!principal.employee.empty() && principal.employee == employee) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "EMPLOYEE_FOREIGN");
}

bool MayNameOthers(const Principal& principal) {
  return Prepares(principal) || principal.HasAny({Role::kApprover});
}

}  // namespace selaras::matching
