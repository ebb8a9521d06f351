#ifndef SELARAS_SERVICES_REGISTRY_RPC_CONVERT_PROFILE_H_
#define SELARAS_SERVICES_REGISTRY_RPC_CONVERT_PROFILE_H_

#include <vector>

#include "selaras/registry/v1alpha/registry_service.pb.h"
#include "services/registry/rpc/convert.h"

namespace selaras::registry {

// What planning may know: never name, NIP, birth date, sex.
void ToProto(const EmployeeFacts& facts, const Organisation& organisation,
             const std::vector<std::string>& related, pb::Profile* profile);

// The newest known level of each competency, with its age in whole months at `today`.
void ToProto(const EmployeeFacts& facts, absl::CivilDay today, pb::Competency* competency);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_CONVERT_PROFILE_H_
