#ifndef SELARAS_SERVICES_VERIFY_VERIFY_H_
#define SELARAS_SERVICES_VERIFY_VERIFY_H_

#include <cstdint>
#include <istream>

#include "services/verify/decimal.h"

namespace selaras::verify {

// What is known of a certificate in which nothing is wrong.
struct Finding {
  Int128 objective;  // V, points.
  Int128 bound;      // ⌊D⌋, points: no lawful placement within the limit on moves is worth more.
  int64_t moves;
  int64_t persons;
  int64_t posts;
  int64_t lawful_pairs;

  Int128 gap() const { return bound - objective; }
  bool optimal() const { return gap() == 0; }
};

// Recomputes everything that the certificate claims about the instance. Throws Wrong at the first claim that
// does not hold and Unreadable when a file cannot be read. Reads each stream once, the certificate first;
// memory is bounded by posts, cells, districts² and 4 bytes a person, not by the length of the instance.
Finding Verify(std::istream& instance, std::istream& certificate);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_VERIFY_H_
