#ifndef SELARAS_SERVICES_REGISTRY_APP_TOLD_FACT_H_
#define SELARAS_SERVICES_REGISTRY_APP_TOLD_FACT_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/registry/app/employee_service.h"

namespace selaras::registry {

// Brings the values of a told fact to canonical form and checks them by the rules of the import. Returns
// `exists` answers whether a thing of a kind is on record.
absl::Status CheckToldFact(absl::FunctionRef<bool(RecordKind kind, const std::string& id)> exists, Day today,
                           ToldFact& fact);

// Natural key of a fact among those of its kind, as imports make it.
std::string KeyOf(const RecordSchema& schema, const std::vector<std::string>& values);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_TOLD_FACT_H_
