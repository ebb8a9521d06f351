#include "libs/base/ids.h"

#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <mutex>
#include <random>

namespace selaras {
namespace {

constexpr absl::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kIdBytes = 16;
constexpr int kTimeBytes = 6;

std::string IdAt(int64_t unix_millis, IdSource& source) {
  std::array<uint8_t, kIdBytes> bytes;
  for (int i = 0; i < kTimeBytes; ++i) {
    bytes[i] = static_cast<uint8_t>(unix_millis >> (8 * (kTimeBytes - 1 - i)));
  }
  source.Fill(absl::MakeSpan(bytes).subspan(kTimeBytes));
  return EncodeBase32(bytes);
}

}  // namespace

std::string RandomIdSource::NewId() {
  return IdAt(absl::ToUnixMillis(clock_.Now()), *this);
}

void RandomIdSource::Fill(absl::Span<uint8_t> out) {
  // Without entropy every id and salt would be guessable: there is no sane way on.
  if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) std::abort();
}

// std::mutex, as everywhere in the suite: ThreadSanitizer does not see the locks of the distribution's
// uninstrumented Abseil and would report every use.
struct SeededIdSource::State {
  std::mutex mutex;
  std::mt19937_64 engine;
  int64_t count = 0;
};

SeededIdSource::SeededIdSource(uint64_t seed) : state_(std::make_unique<State>()) {
  const std::lock_guard lock(state_->mutex);
  state_->engine.seed(seed);
}

SeededIdSource::~SeededIdSource() = default;

std::string SeededIdSource::NewId() {
  int64_t count;
  {
    const std::lock_guard lock(state_->mutex);
    count = ++state_->count;
  }
  return IdAt(count, *this);
}

void SeededIdSource::Fill(absl::Span<uint8_t> out) {
  const std::lock_guard lock(state_->mutex);
  uint64_t bits = 0;
  for (size_t i = 0; i < out.size(); ++i) {
    if (i % 8 == 0) bits = state_->engine();
    out[i] = static_cast<uint8_t>(bits >> (8 * (i % 8)));
  }
}

bool IsId(absl::string_view text) {
  if (text.size() != 26 || text[0] > '7') return false;  // 26 * 5 bits = 130: the first two are 0
  for (char c : text) {
    if (kAlphabet.find(c) == absl::string_view::npos) return false;
  }
  return true;
}

std::string EncodeBase32(absl::Span<const uint8_t> bytes) {
  const int bits = static_cast<int>(bytes.size()) * 8;
  const int count = (bits + 4) / 5;
  std::string text(count, '0');
  const int padding = count * 5 - bits;  // leading zero bits
  for (int i = 0; i < count; ++i) {
    int value = 0;
    for (int b = 0; b < 5; ++b) {
      const int at = i * 5 + b - padding;
      const int bit = at < 0 ? 0 : (bytes[at / 8] >> (7 - at % 8)) & 1;
      value = value << 1 | bit;
    }
    text[i] = kAlphabet[value];
  }
  return text;
}

}  // namespace selaras
