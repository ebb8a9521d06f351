#include "libs/base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace selaras {
namespace {

// Fetched once: EVP_sha256() looks the algorithm up again on every use, which costs more
// than hashing a short text.
const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

}  // namespace

// OpenSSL's digests fail only when it cannot allocate or is built without SHA-256; neither can be handled.
struct Sha256Stream::State {
  State() : context(EVP_MD_CTX_new()) { Restart(); }
  ~State() { EVP_MD_CTX_free(context); }
  void Restart() {
    if (context == nullptr || EVP_DigestInit_ex2(context, Sha256Algorithm(), nullptr) != 1) std::abort();
  }
  EVP_MD_CTX* context;
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::Add(absl::string_view bytes) {
  if (EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) != 1) std::abort();
}

Sha256Digest Sha256Stream::Finish() {
  Sha256Digest digest;
  if (EVP_DigestFinal_ex(state_->context, digest.data(), nullptr) != 1) std::abort();
  state_->Restart();
  return digest;
}

Sha256Digest Sha256(absl::string_view bytes) {
  Sha256Stream stream;
  stream.Add(bytes);
  return stream.Finish();
}

std::string Sha256Hex(absl::string_view bytes) {
  return HexEncode(Sha256(bytes));
}

Sha256Digest HmacSha256(absl::string_view key, absl::string_view bytes) {
  Sha256Digest digest;
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(),
           &size) == nullptr) {
    std::abort();
  }
  return digest;
}

bool EqualInConstantTime(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string HexEncode(absl::Span<const uint8_t> bytes) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

absl::StatusOr<std::string> HexDecode(absl::string_view hex) {
  if (hex.size() % 2 != 0) return absl::InvalidArgumentError("hexadecimal text has an odd length");
  for (char c : hex) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
      return absl::InvalidArgumentError("not hexadecimal; write digits 0-9 and letters a-f");
    }
  }
  return absl::HexStringToBytes(hex);
}

}  // namespace selaras
