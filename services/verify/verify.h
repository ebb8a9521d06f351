#ifndef SELARAS_SERVICES_VERIFY_VERIFY_H_
#define SELARAS_SERVICES_VERIFY_VERIFY_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "services/verify/decimal.h"

namespace selaras::verify {

// What is known of a tier's seats: V and ⌊D⌋ among all placements at least as good in the tiers above.
struct TierFinding {
  Int128 objective;
  Int128 bound;

  Int128 gap() const { return bound - objective; }
};

// What is known of a certificate in which nothing is wrong.
struct Finding {
  Int128 objective;  // V, points.
  Int128 bound;  // ⌊D⌋, points: no lawful placement within all limits is worth more (with tiers: none that is
                 // at least as good in every tier).
  std::vector<TierFinding> tiers;  // The highest first.
  int64_t moves;
  int64_t persons;
  int64_t posts;
  int64_t limits;
  int64_t lawful_pairs;

  Int128 gap() const { return bound - objective; }
  bool optimal() const;
  // "OPTIMAL", "WITHIN x", with tiers "WITHIN x1 x2 … x".
  std::string Verdict() const;
};

// Recomputes everything that the certificate claims about the instance. Throws Wrong at the first claim that
// does not hold and Unreadable when a file cannot be read. Reads each stream once, the certificate first;
// memory is bounded by posts, cells, zones, limits, districts² and 4 bytes a person, not by the length of the
// instance.
Finding Verify(std::istream& instance, std::istream& certificate);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_VERIFY_H_
