#include "libs/evidence/signing_key.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace selaras::evidence {
namespace {

// SubjectPublicKeyInfo of an Ed25519 key up to the key's bytes (RFC 8410 §4).
constexpr absl::string_view kPublicKeyInfo("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// OpenSSL then cannot allocate or lacks Ed25519; neither can be handled.
void Require(bool done) {
  if (!done) std::abort();
}

}  // namespace

absl::StatusOr<SigningKey> SigningKey::FromSeed(absl::string_view seed) {
  if (seed.size() != kSeedBytes) return absl::InvalidArgumentError("the seed of an Ed25519 key has 32 bytes");
  std::shared_ptr<evp_pkey_st> key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()), EVP_PKEY_free);
  Require(key != nullptr);
  std::string public_key(kPublicKeyBytes, '\0');
  size_t size = public_key.size();
  Require(EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(public_key.data()),
                                      &size) == 1);
  return SigningKey(std::move(key), std::move(public_key));
}

std::string SigningKey::Sign(absl::string_view message) const {
  const Context context(EVP_MD_CTX_new());
  Require(context != nullptr &&
          EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  Require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                         Bytes(message), message.size()) == 1);
  return signature;
}

bool SignatureFits(absl::string_view public_key, absl::string_view message, absl::string_view signature) {
  if (public_key.size() != kPublicKeyBytes || signature.size() != kSignatureBytes) return false;
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key), public_key.size()),
      EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new());
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

std::string PublicKeyPem(absl::string_view public_key) {
  return absl::StrCat("-----BEGIN PUBLIC KEY-----\n",
                      absl::Base64Escape(absl::StrCat(kPublicKeyInfo, public_key)),
                      "\n-----END PUBLIC KEY-----\n");
}

}  // namespace selaras::evidence
