#include "libs/resource/page_token.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"

namespace selaras {
namespace {

// Token, before base64url: version byte, nonce (12), ciphertext, tag (16), AES-256-GCM. Plaintext: query hash
// (32), then each cursor value as a 4-byte big-endian length and its bytes. The nonce is a keyed hash of the
// plaintext, so no two plaintexts share one and no randomness is needed.
constexpr char kVersion = 1;
constexpr size_t kNonceSize = 12;
constexpr size_t kTagSize = 16;
constexpr size_t kHashSize = 32;

struct CipherDeleter {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, CipherDeleter>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string Seal(absl::string_view key, absl::string_view nonce, absl::string_view plain) {
  Cipher cipher(EVP_CIPHER_CTX_new());
  std::string sealed(plain.size() + kTagSize, '\0');
  int size = 0;
  if (EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce)) != 1 ||
      EVP_EncryptUpdate(cipher.get(), Bytes(sealed), &size, Bytes(plain), static_cast<int>(plain.size())) !=
          1 ||
      EVP_EncryptFinal_ex(cipher.get(), Bytes(sealed) + size, &size) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, Bytes(sealed) + plain.size()) != 1) {
    std::abort();  // only without memory or without AES
  }
  return sealed;
}

// False if `sealed` was not made by Seal with this key and nonce.
bool Open(absl::string_view key, absl::string_view nonce, absl::string_view sealed, std::string* plain) {
  Cipher cipher(EVP_CIPHER_CTX_new());
  const size_t plain_size = sealed.size() - kTagSize;
  std::string tag(sealed.substr(plain_size));
  plain->resize(plain_size);
  int size = 0;
  return EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce)) == 1 &&
         EVP_DecryptUpdate(cipher.get(), Bytes(*plain), &size, Bytes(sealed), static_cast<int>(plain_size)) ==
             1 &&
         EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, Bytes(tag)) == 1 &&
         EVP_DecryptFinal_ex(cipher.get(), Bytes(*plain) + size, &size) == 1;
}

absl::Status Invalid() {
  return Error(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID");
}

}  // namespace

PageTokenCodec::PageTokenCodec(absl::string_view key)
    : encryption_key_(AsBytes(HmacSha256(key, "page token encryption"))),
      nonce_key_(AsBytes(HmacSha256(key, "page token nonce"))) {}

std::string PageTokenCodec::Encode(absl::string_view query, const PageCursor& cursor) const {
  std::string plain(AsBytes(Sha256(query)));
  for (const std::string& value : cursor) {
    for (int shift = 24; shift >= 0; shift -= 8) plain.push_back(static_cast<char>(value.size() >> shift));
    plain.append(value);
  }
  const std::string nonce(AsBytes(HmacSha256(nonce_key_, plain)).substr(0, kNonceSize));
  return absl::WebSafeBase64Escape(
      absl::StrCat(std::string(1, kVersion), nonce, Seal(encryption_key_, nonce, plain)));
}

absl::StatusOr<PageCursor> PageTokenCodec::Decode(absl::string_view query, absl::string_view token) const {
  if (token.empty()) return PageCursor();
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() < 1 + kNonceSize + kHashSize + kTagSize ||
      bytes[0] != kVersion) {
    return Invalid();
  }
  const absl::string_view nonce = absl::string_view(bytes).substr(1, kNonceSize);
  std::string plain;
  if (!Open(encryption_key_, nonce, absl::string_view(bytes).substr(1 + kNonceSize), &plain))
    return Invalid();
  if (absl::string_view(plain).substr(0, kHashSize) != AsBytes(Sha256(query))) {
    return Error(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_FOREIGN");
  }
  PageCursor cursor;
  absl::string_view rest = absl::string_view(plain).substr(kHashSize);
  while (rest.size() >= 4) {
    size_t size = 0;
    for (int i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(rest[i]);
    rest.remove_prefix(4);
    if (size > rest.size()) return Invalid();
    cursor.emplace_back(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  return cursor;
}

absl::StatusOr<int> ResolvePageSize(int32_t requested, const PageLimits& limits) {
  if (requested < 0) return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_SIZE");
  return requested == 0 ? limits.default_size : std::min<int>(requested, limits.max_size);
}

}  // namespace selaras
