#ifndef SELARAS_LIBS_EVIDENCE_SIGNING_KEY_H_
#define SELARAS_LIBS_EVIDENCE_SIGNING_KEY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct evp_pkey_st;

// Ed25519 (RFC 8032) by OpenSSL, which is also what outsiders have at hand to check a signature
// (`openssl pkeyutl -verify -rawin`).
namespace selaras::evidence {

inline constexpr size_t kSeedBytes = 32;
inline constexpr size_t kPublicKeyBytes = 32;
inline constexpr size_t kSignatureBytes = 64;

// A secret key. Thread-safe; copies share the key.
class SigningKey {
 public:
  // From the 32-byte seed of RFC 8032, such as sql::ServiceSecret gives. kInvalidArgument: another length.
  static absl::StatusOr<SigningKey> FromSeed(absl::string_view seed);

  // 32 bytes.
  const std::string& public_key() const { return public_key_; }
  // 64 bytes; equal messages give equal signatures.
  std::string Sign(absl::string_view message) const;

 private:
  SigningKey(std::shared_ptr<evp_pkey_st> key, std::string public_key)
      : key_(std::move(key)), public_key_(std::move(public_key)) {}

  std::shared_ptr<evp_pkey_st> key_;
  std::string public_key_;
};

// False also for keys and signatures of another length.
bool SignatureFits(absl::string_view public_key, absl::string_view message, absl::string_view signature);

// The public key as PEM ("-----BEGIN PUBLIC KEY-----", RFC 8410). REQUIRES: 32 bytes.
std::string PublicKeyPem(absl::string_view public_key);

}  // namespace selaras::evidence

#endif  // SELARAS_LIBS_EVIDENCE_SIGNING_KEY_H_
