#include "services/evaluation/app/acts.h"

#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/trace.h"
#include "libs/resource/resource_name.h"

namespace selaras::evaluation {

Act ActOf(const CallScope& call, absl::string_view method, absl::string_view request_id,
          absl::string_view asked) {
  Act act;
  act.tenant = call.tenant;
  act.actor = call.actor;
  act.traceparent = FormatTraceparent(call.trace);
  act.time = call.clock->Now();
  act.method = std::string(method);
  act.principal = call.principal.id;
  act.request_id = std::string(request_id);
  act.request_hash = Sha256Hex(asked);
  return act;
}

absl::Status CheckReach(const CallScope& call, const TransitionPlan& plan) {
  const Principal& who = call.principal;
  const bool only_own = who.Has(Role::kEmployee) &&
                        !who.HasAny({Role::kAnalyst, Role::kPortal, Role::kAuditor, Role::kService});
  const bool own = !who.employee.empty() && who.employee == LastPart(plan.move.employee);
  if (own || (!only_own && (plan.agency.empty() || who.MayReach(plan.agency)))) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "EMPLOYEE_FOREIGN");
}

}  // namespace selaras::evaluation
