// Ed25519 public keys (RFC 8032) and what they signed.
#ifndef SELARAS_SERVICES_VERIFY_LOG_PUBLIC_KEY_H_
#define SELARAS_SERVICES_VERIFY_LOG_PUBLIC_KEY_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace selaras::verify_log {

class PublicKey {
 public:
  // 32 bytes. Nothing: no key of Ed25519.
  static std::optional<PublicKey> FromBytes(std::string_view bytes);
  // "-----BEGIN PUBLIC KEY-----".
  static std::optional<PublicKey> FromPem(const std::string& pem);

  const std::string& bytes() const { return bytes_; }
  // The first 4 bytes of SHA-256 over origin, "\n", 0x01 and the key.
  std::string Id(std::string_view origin) const;
  bool Signed(std::string_view message, std::string_view signature) const;

 private:
  static std::optional<PublicKey> From(std::shared_ptr<evp_pkey_st> key);
  PublicKey(std::shared_ptr<evp_pkey_st> key, std::string bytes)
      : key_(std::move(key)), bytes_(std::move(bytes)) {}

  std::shared_ptr<evp_pkey_st> key_;
  std::string bytes_;
};

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_PUBLIC_KEY_H_
