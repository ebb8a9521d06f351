// Reads a certificate, version 1 (docs/formats.md §2), whole into memory: 8 bytes a post, 4 bytes a person.
#ifndef SELARAS_SERVICES_VERIFY_CERTIFICATE_READER_H_
#define SELARAS_SERVICES_VERIFY_CERTIFICATE_READER_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace selaras::verify {

// Every member but prices and placement is a claim and is believed nowhere. The three claims about values
// stay text: they are right exactly if they equal, byte for byte, what the verifier would write.
struct Certificate {
  std::string instance_hash;
  int64_t denominator = 1;  // Q in 1..2^40.
  int64_t lambda = 0;       // L in 0..2^62, over Q.
  std::string objective;
  std::string bound;
  std::string verdict;
  std::vector<int64_t> prices;     // |N| ≤ 2^62, over Q; by post.
  std::vector<int32_t> placement;  // By person. ≥ 0; the upper end is for the caller to check.

  // Lines of the file, for faults.
  static constexpr int64_t kHashLine = 2;
  static constexpr int64_t kLambdaLine = 4;
  static constexpr int64_t kObjectiveLine = 5;
  static constexpr int64_t kBoundLine = 6;
  static constexpr int64_t kVerdictLine = 7;
  static constexpr int64_t kPricesLine = 8;
  int64_t PlacementLine() const { return kPricesLine + static_cast<int64_t>(prices.size()) + 1; }
  int64_t LineOfPerson(int64_t person) const { return PlacementLine() + 1 + person; }
};

// Throws Wrong at the first line that breaks the format.
Certificate ReadCertificate(std::istream& in);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_CERTIFICATE_READER_H_
