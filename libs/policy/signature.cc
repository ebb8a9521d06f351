#include "libs/policy/signature.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::policy {
namespace {

constexpr char kHeader[] = "selaras-policy-signature 1";

// The prefix keeps this signature from being valid for anything else that the key may sign.
std::string Message(const Bundle& bundle) {
  return absl::StrCat("selaras-policy 1 ", bundle.content_hash());
}

const unsigned char* Bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Hex(const unsigned char* bytes, size_t size) {
  return HexEncode(absl::MakeConstSpan(bytes, size));
}

// Idempotent; it fails only where the operating system gives no randomness at all.
void InitialiseSodium() {
  if (sodium_init() < 0) std::abort();
}

absl::Status Wrong(absl::string_view why) {
  return Error(absl::StatusCode::kPermissionDenied, "POLICY_SIGNATURE_WRONG", {{"cause", std::string(why)}});
}

absl::StatusOr<std::string> Field(absl::string_view line, absl::string_view key, size_t bytes) {
  if (!absl::ConsumePrefix(&line, absl::StrCat(key, " ")) || line.size() != 2 * bytes) {
    return Wrong(absl::StrCat("line `", key, "` is malformed"));
  }
  absl::StatusOr<std::string> decoded = HexDecode(line);
  if (!decoded.ok()) return Wrong(absl::StrCat("line `", key, "` is malformed"));
  return decoded;
}

}  // namespace

KeyPair NewKeyPair() {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key;
  InitialiseSodium();
  crypto_sign_keypair(public_key.data(), secret_key.data());
  return {Hex(public_key.data(), public_key.size()), Hex(secret_key.data(), crypto_sign_SEEDBYTES)};
}

absl::StatusOr<std::string> Sign(const Bundle& bundle, absl::string_view secret_key) {
  const absl::StatusOr<std::string> seed = HexDecode(secret_key);
  if (!seed.ok() || seed->size() != crypto_sign_SEEDBYTES) {
    return absl::InvalidArgumentError("a secret key is 64 hexadecimal digits");
  }
  InitialiseSodium();
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> expanded;
  crypto_sign_seed_keypair(public_key.data(), expanded.data(), Bytes(*seed));
  const std::string message = Message(bundle);
  std::array<unsigned char, crypto_sign_BYTES> signature;
  crypto_sign_detached(signature.data(), nullptr, Bytes(message), message.size(), expanded.data());
  sodium_memzero(expanded.data(), expanded.size());
  return absl::StrCat(kHeader, "\nkey ", Hex(public_key.data(), public_key.size()), "\ncontent ",
                      bundle.content_hash(), "\nsignature ", Hex(signature.data(), signature.size()), "\n");
}

absl::Status Verify(const Bundle& bundle, const std::vector<std::string>& trusted_keys) {
  if (!bundle.signature()) return Error(absl::StatusCode::kPermissionDenied, "POLICY_UNSIGNED");
  const std::vector<std::string> lines = absl::StrSplit(*bundle.signature(), '\n');
  if (lines.size() != 5 || lines[0] != kHeader || !lines[4].empty()) return Wrong("the file is malformed");
  SELARAS_ASSIGN_OR_RETURN(const std::string key, Field(lines[1], "key", crypto_sign_PUBLICKEYBYTES));
  SELARAS_ASSIGN_OR_RETURN(const std::string content, Field(lines[2], "content", 32));
  SELARAS_ASSIGN_OR_RETURN(const std::string signature, Field(lines[3], "signature", crypto_sign_BYTES));
  const std::string key_hex = Hex(Bytes(key), key.size());
  if (std::find(trusted_keys.begin(), trusted_keys.end(), key_hex) == trusted_keys.end()) {
    return Wrong("the key is not trusted");
  }
  if (Hex(Bytes(content), content.size()) != bundle.content_hash())
    return Wrong("the files have changed since");
  const std::string message = Message(bundle);
  InitialiseSodium();
  if (crypto_sign_verify_detached(Bytes(signature), Bytes(message), message.size(), Bytes(key)) != 0) {
    return Wrong("the signature does not fit");
  }
  return absl::OkStatus();
}

}  // namespace selaras::policy
