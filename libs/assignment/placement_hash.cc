// PlacementHash of solver.h: SipHash-2-4 (Aumasson, Bernstein 2012).
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"
#include "libs/assignment/solver.h"

namespace selaras::assignment {
namespace {

constexpr uint64_t kSecondKey = 0x73656c6172617331;  // "selaras1"

uint64_t Rotate(uint64_t x, int bits) {
  return (x << bits) | (x >> (64 - bits));
}

struct SipState {
  uint64_t v0, v1, v2, v3;

  void Round() {
    v0 += v1;
    v1 = Rotate(v1, 13) ^ v0;
    v0 = Rotate(v0, 32);
    v2 += v3;
    v3 = Rotate(v3, 16) ^ v2;
    v0 += v3;
    v3 = Rotate(v3, 21) ^ v0;
    v2 += v1;
    v1 = Rotate(v1, 17) ^ v2;
    v2 = Rotate(v2, 32);
  }
  void Absorb(uint64_t word) {
    v3 ^= word;
    Round();
    Round();
    v0 ^= word;
  }
};

uint64_t LittleEndian(const unsigned char* bytes, size_t count) {
  uint64_t word = 0;
  for (size_t k = 0; k < count; ++k) word |= uint64_t{bytes[k]} << (8 * k);
  return word;
}

uint64_t SipHash(uint64_t k0, uint64_t k1, const unsigned char* bytes, size_t size) {
  SipState s{k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261,
             k1 ^ 0x7465646279746573};
  size_t at = 0;
  for (; at + 8 <= size; at += 8) s.Absorb(LittleEndian(bytes + at, 8));
  s.Absorb(LittleEndian(bytes + at, size - at) | (uint64_t{size & 0xff} << 56));
  s.v2 ^= 0xff;
  for (int k = 0; k < 4; ++k) s.Round();
  return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

}  // namespace

uint64_t PlacementHash(uint64_t seed, absl::string_view person_key, absl::string_view post_id) {
  unsigned char bytes[512];  // Ids have at most 200 bytes each (Validate).
  const size_t key = std::min<size_t>(person_key.size(), 250);
  const size_t id = std::min<size_t>(post_id.size(), 250);
  std::memcpy(bytes, person_key.data(), key);
  bytes[key] = 0;
  std::memcpy(bytes + key + 1, post_id.data(), id);
  return SipHash(seed, kSecondKey, bytes, key + 1 + id) >> 16;
}

}  // namespace selaras::assignment
