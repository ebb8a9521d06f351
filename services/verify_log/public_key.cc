#include "services/verify_log/public_key.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <utility>

#include "services/verify_log/tree.h"

namespace selaras::verify_log {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kSignatureBytes = 64;
constexpr size_t kIdBytes = 4;

const unsigned char* Unsigned(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::optional<PublicKey> PublicKey::FromBytes(std::string_view bytes) {
  if (bytes.size() != kKeyBytes) return std::nullopt;
  return From(
      {EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Unsigned(bytes), bytes.size()), EVP_PKEY_free});
}

std::optional<PublicKey> PublicKey::FromPem(const std::string& pem) {
  const std::unique_ptr<BIO, int (*)(BIO*)> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                               BIO_free);
  if (in == nullptr) return std::nullopt;
  return From({PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free});
}

std::optional<PublicKey> PublicKey::From(std::shared_ptr<evp_pkey_st> key) {
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) return std::nullopt;
  std::string bytes(kKeyBytes, '\0');
  size_t size = bytes.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size) != 1) {
    return std::nullopt;
  }
  return PublicKey(std::move(key), std::move(bytes));
}

std::string PublicKey::Id(std::string_view origin) const {
  return std::string(Bytes(Sha256({origin, "\n\1", bytes_})).substr(0, kIdBytes));
}

bool PublicKey::Signed(std::string_view message, std::string_view signature) const {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return signature.size() == kSignatureBytes && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), Unsigned(signature), signature.size(), Unsigned(message),
                          message.size()) == 1;
}

}  // namespace selaras::verify_log
