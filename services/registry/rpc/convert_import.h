#ifndef SELARAS_SERVICES_REGISTRY_RPC_CONVERT_IMPORT_H_
#define SELARAS_SERVICES_REGISTRY_RPC_CONVERT_IMPORT_H_

#include "selaras/registry/v1alpha/import.pb.h"
#include "services/registry/app/import_store.h"
#include "services/registry/rpc/convert.h"

namespace selaras::registry {

void ToProto(const Import& import, pb::Import* message);
// Cures are the catalogue's sentences with the column's rule filled in.
void ToProto(const StoredFault& fault, pb::ImportFault* message);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_CONVERT_IMPORT_H_
