#ifndef SELARAS_SERVICES_REGISTRY_RPC_PAGE_LIMITS_H_
#define SELARAS_SERVICES_REGISTRY_RPC_PAGE_LIMITS_H_

#include "libs/resource/page_token.h"

namespace selaras::registry {

// registry_service.proto states them.
inline constexpr PageLimits kPageLimits{50, 1000};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_PAGE_LIMITS_H_
