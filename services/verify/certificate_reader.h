// Reads a certificate, version 1 or 2 (docs/formats.md §2), whole into memory: 8 bytes a post and a limit for
// each tier and the points, 4 bytes a person.
#ifndef SELARAS_SERVICES_VERIFY_CERTIFICATE_READER_H_
#define SELARAS_SERVICES_VERIFY_CERTIFICATE_READER_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace selaras::verify {

// Prices and multipliers of one tier or of the points, all over Q.
struct Proof {
  int64_t lambda = 0;                 // L in 0..2^62.
  std::vector<int64_t> prices;        // |N| ≤ 2^62; by post.
  std::vector<int64_t> limit_prices;  // 0..2^62; by limit.
};

// What a tier before the points claims.
struct TierClaim {
  Proof proof;
  int64_t objective = 0;
  int64_t bound = 0;
  int64_t line = 0;         // Of the claims; the multipliers of limits follow.
  int64_t prices_line = 0;  // Of their number.
};

// Every member but prices, multipliers and placement is a claim and is believed nowhere. The three claims
// about values stay text: they are right exactly if they equal, byte for byte, what the verifier would write.
struct Certificate {
  std::string instance_hash;
  int64_t denominator = 1;  // Q in 1..2^40.
  std::string objective;
  std::string bound;
  std::string verdict;
  Proof points;
  std::vector<int32_t> placement;  // By person. ≥ 0; the upper end is for the caller to check.
  // Version 2.
  bool extended = false;
  int64_t limit_count = 0;
  std::vector<TierClaim> tiers;

  // Lines of the file, for faults.
  static constexpr int64_t kVersionLine = 1;
  static constexpr int64_t kHashLine = 2;
  static constexpr int64_t kLambdaLine = 4;
  static constexpr int64_t kObjectiveLine = 5;
  static constexpr int64_t kBoundLine = 6;
  static constexpr int64_t kVerdictLine = 7;
  static constexpr int64_t kLimitsLine = 8;  // Version 2.
  int64_t tiers_line = 0;                    // Version 2.
  int64_t prices_line = 0;
  int64_t placement_line = 0;
  int64_t LineOfPerson(int64_t person) const { return placement_line + 1 + person; }
};

// Throws Wrong at the first line that breaks the format.
Certificate ReadCertificate(std::istream& in);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_CERTIFICATE_READER_H_
