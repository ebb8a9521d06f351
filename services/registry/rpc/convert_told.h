#ifndef SELARAS_SERVICES_REGISTRY_RPC_CONVERT_TOLD_H_
#define SELARAS_SERVICES_REGISTRY_RPC_CONVERT_TOLD_H_

// Messages of callers → values of records. Shape errors only (kInvalidArgument): names that are no names,
// dates that are no dates; what the values may be is checked behind.

#include <google/protobuf/field_mask.pb.h>

#include <string>
#include <utility>
#include <vector>

#include "services/registry/app/employee_service.h"
#include "services/registry/rpc/convert.h"

namespace selaras::registry {

absl::StatusOr<ToldFact> FromProto(const pb::Preference& preference);
// Facts of every kind but preferences, which SubmitPreference replaces as a whole.
absl::StatusOr<std::vector<ToldFact>> FromProto(const pb::EmployeeFacts& facts);

// (stored column, canonical value) of each path of the mask: display_name, birth_date, sex, employment,
// appointed_date, grade, grade_date, functional_level, home_district, state, bonded_until, audit_finding,
// court_process, retirement_age.
absl::StatusOr<std::vector<std::pair<int, std::string>>> ProfileChanges(
    const google::protobuf::FieldMask& mask, const pb::Employee& profile);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_CONVERT_TOLD_H_
