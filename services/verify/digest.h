#ifndef SELARAS_SERVICES_VERIFY_DIGEST_H_
#define SELARAS_SERVICES_VERIFY_DIGEST_H_

#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace selaras::verify {

// SHA-256 over a stream of bytes. Not thread-safe.
class Digest {
 public:
  Digest();
  ~Digest();
  void Add(std::string_view bytes);
  // 64 lower-case hexadecimal digits. Call once, last.
  std::string Hex();

 private:
  evp_md_ctx_st* context_;
};

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_DIGEST_H_
