#ifndef SELARAS_SERVICES_REGISTRY_RPC_MASKER_H_
#define SELARAS_SERVICES_REGISTRY_RPC_MASKER_H_

#include <google/protobuf/message.h>

#include <string>
#include <vector>

namespace selaras::registry {

// Clears every set field whose data class names a person or his private life (IDENTIFIER, PRIVATE, SPECIFIC),
// at any depth. Returns the paths of what was cleared, once each, such as "display_name" or
// "external_ids.value".
std::vector<std::string> Mask(google::protobuf::Message* message);

// The paths that Mask would clear.
std::vector<std::string> MaskedPaths(const google::protobuf::Message& message);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_MASKER_H_
