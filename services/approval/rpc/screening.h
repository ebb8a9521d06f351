// The rule pack asked at stage "case" about the moves of one case, on the facts of now: a small province of the movers,
// their kin, the posts concerned and the units above them is enough for every rule.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_SCREENING_H_
#define SELARAS_SERVICES_APPROVAL_RPC_SCREENING_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/province/facts.h"
#include "selaras/registry/v1alpha/registry_service.pb.h"
#include "services/approval/app/policy_source.h"
#include "services/approval/domain/case_record.h"
#include "services/approval/domain/decide.h"
#include "services/approval/rpc/organisation.h"

namespace selaras::approval {

struct ScreeningFacts {
  std::vector<registry::v1alpha::Profile> movers, kin;
  std::vector<registry::v1alpha::Post> posts;  // From, to, and where kin work.
};

// Bars and checklist items, in the order of moves and rule codes. A mover whom the registry does not know is barred.
absl::StatusOr<Screen> ScreenCase(const CaseRecord& record, const ScreeningFacts& facts,
                                  const Organisation& organisation, const CasePolicy& policy);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_SCREENING_H_
