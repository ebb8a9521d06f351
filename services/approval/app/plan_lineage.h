// A plan and the children that confirmed vetoes made of it: the newest one is what stands, and cases of every generation
// may be running, because an unchanged chain keeps its case.
#ifndef SELARAS_SERVICES_APPROVAL_APP_PLAN_LINEAGE_H_
#define SELARAS_SERVICES_APPROVAL_APP_PLAN_LINEAGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/approval/app/case_store.h"
#include "services/approval/app/plan_chains.h"

namespace selaras::approval {

// From the first plan to the newest confirmed child, as `reads` sees the vetoes; `plan` may be any of them. Never empty.
// Plans not met before are read from matching.
absl::StatusOr<std::vector<std::string>> LineageOf(const CallScope& scope, CaseReads& reads,
                                                   PlanChains& chains, absl::string_view plan);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_PLAN_LINEAGE_H_
