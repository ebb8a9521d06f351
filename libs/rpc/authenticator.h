#ifndef SELARAS_LIBS_RPC_AUTHENTICATOR_H_
#define SELARAS_LIBS_RPC_AUTHENTICATOR_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/principal.h"

namespace selaras::rpc {

// Turns a bearer token into a principal. Thread-safe. Static tokens now, the province's
// identity provider later.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  // kUnauthenticated with reason TOKEN_UNKNOWN; never repeats the token.
  virtual absl::StatusOr<Principal> Authenticate(absl::string_view token) const = 0;
};

// Tenant of a principal that may act for every tenant; the call then names one in the
// metadata entry `selaras-tenant`.
inline constexpr char kEveryTenant[] = "*";

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_AUTHENTICATOR_H_
