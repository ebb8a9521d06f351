#ifndef SELARAS_LIBS_BASE_IDS_H_
#define SELARAS_LIBS_BASE_IDS_H_

// Opaque ids of resources, and random bits for whatever else needs them (trace ids, salts).
//
// An id is 128 bits in 26 characters of lower-case base32 without i, l, o, u: safe in URLs, file names
// and speech. The first 48 bits are the creation time in milliseconds, so ids of one process sort
// roughly by age and database pages stay local; the other 80 bits are random. An id says nothing about
// the person or thing that it names.

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"

namespace selaras {

// Thread-safe.
class IdSource {
 public:
  virtual ~IdSource() = default;

  // A fresh id, see above.
  virtual std::string NewId() = 0;

  // Fills `out` with random bytes: unpredictable from RandomIdSource, repeatable from SeededIdSource.
  virtual void Fill(absl::Span<uint8_t> out) = 0;
};

// From the operating system's generator. `clock` must outlive it.
class RandomIdSource final : public IdSource {
 public:
  explicit RandomIdSource(const Clock& clock) : clock_(clock) {}
  std::string NewId() override;
  void Fill(absl::Span<uint8_t> out) override;

 private:
  const Clock& clock_;
};

// Equal seeds give equal sequences. For tests and simulations only: everything it makes can be guessed.
class SeededIdSource final : public IdSource {
 public:
  explicit SeededIdSource(uint64_t seed);
  ~SeededIdSource() override;
  std::string NewId() override;
  void Fill(absl::Span<uint8_t> out) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// True if `text` has the form of an id: 26 characters of the alphabet, value below 2^128.
// Says nothing about existence.
bool IsId(absl::string_view text);

// Lower-case base32 of `bytes`, most significant bits first, as ids are written (16 bytes
// give 26 characters).
std::string EncodeBase32(absl::Span<const uint8_t> bytes);

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_IDS_H_
