#include "services/verify/digest.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace selaras::verify {
namespace {

// A failing libcrypto leaves no verdict to give.
void Require(int openssl_result) {
  if (openssl_result != 1) std::abort();
}

}  // namespace

Digest::Digest() : context_(EVP_MD_CTX_new()) {
  Require(EVP_DigestInit_ex(context_, EVP_sha256(), nullptr));
}

Digest::~Digest() {
  EVP_MD_CTX_free(context_);
}

void Digest::Add(std::string_view bytes) {
  Require(EVP_DigestUpdate(context_, bytes.data(), bytes.size()));
}

std::string Digest::Hex() {
  unsigned char sum[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  Require(EVP_DigestFinal_ex(context_, sum, &size));
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += "0123456789abcdef"[sum[i] >> 4];
    hex += "0123456789abcdef"[sum[i] & 15];
  }
  return hex;
}

}  // namespace selaras::verify
