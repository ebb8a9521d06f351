#ifndef SELARAS_LIBS_POLICY_SIGNATURE_H_
#define SELARAS_LIBS_POLICY_SIGNATURE_H_

// Ed25519 signatures of policies (docs/formats.md §7, signature.txt): who may decide the weights signs them,
// and a service that is told the public keys it trusts loads nothing else.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/policy/bundle.h"

namespace selaras::policy {

// Lower-case hex: 64 digits each. The secret one is the 32-byte seed of RFC 8032.
struct KeyPair {
  std::string public_key;
  std::string secret_key;
};

// From the operating system's generator.
KeyPair NewKeyPair();

// Text of signature.txt for the bundle's present content. kInvalidArgument: malformed secret key.
absl::StatusOr<std::string> Sign(const Bundle& bundle, absl::string_view secret_key);

// OK if the bundle's signature was made over exactly its content by one of `trusted_keys` (hex public keys).
// kPermissionDenied, reason POLICY_UNSIGNED: no signature; POLICY_SIGNATURE_WRONG: malformed, of another
// content, or by a key that is not trusted.
absl::Status Verify(const Bundle& bundle, const std::vector<std::string>& trusted_keys);

}  // namespace selaras::policy

#endif  // SELARAS_LIBS_POLICY_SIGNATURE_H_
