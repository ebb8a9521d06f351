// How a case begins.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_OPEN_CASE_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_OPEN_CASE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/approval/domain/case_record.h"
#include "services/approval/domain/decide.h"

namespace selaras::approval {

// The record as it is first written (DRAFT, version 1) and the happening CaseCreated. `draft` holds id, tenant, agency,
// plan and chain key or letter number, policy hash, effective date, salt and moves with kind and agencies; moves are
// numbered here in their order, and their employees barred. kInvalidArgument INVALID_FIELDS: CheckMoves, no plan and no
// letter. kPermissionDenied CASE_BARRED: the proposer would be moved himself.
absl::StatusOr<Decision> OpenCase(CaseRecord draft, const Actor& proposer, const DecideContext& context);

// kInvalidArgument INVALID_FIELDS: no move, more than 200, an employee twice or empty, no target, target = present post.
absl::Status CheckMoves(const std::vector<CaseMove>& moves);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_OPEN_CASE_H_
