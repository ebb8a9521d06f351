#ifndef SELARAS_LIBS_BASE_DIGEST_H_
#define SELARAS_LIBS_BASE_DIGEST_H_

// SHA-256, keyed hashes and hexadecimal text.

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace selaras {

using Sha256Digest = std::array<uint8_t, 32>;

Sha256Digest Sha256(absl::string_view bytes);

// Lower-case hex of Sha256, 64 characters: the form in which hashes stand in files.
std::string Sha256Hex(absl::string_view bytes);

// For what arrives in pieces. Not thread-safe.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void Add(absl::string_view bytes);
  // Digest of everything added; the stream then starts anew.
  Sha256Digest Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// HMAC-SHA-256 (RFC 2104): nobody without `key` can make or predict it.
Sha256Digest HmacSha256(absl::string_view key, absl::string_view bytes);

// Compares in time that depends on the lengths only.
bool EqualInConstantTime(absl::string_view a, absl::string_view b);

std::string HexEncode(absl::Span<const uint8_t> bytes);
// kInvalidArgument: odd length or a character outside 0-9, a-f, A-F.
absl::StatusOr<std::string> HexDecode(absl::string_view hex);

inline absl::string_view AsBytes(const Sha256Digest& digest) {
  return absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size());
}

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_DIGEST_H_
