#ifndef SELARAS_SERVICES_VERIFY_TESTING_TINY_CERTIFICATE_H_
#define SELARAS_SERVICES_VERIFY_TESTING_TINY_CERTIFICATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/verify/testing/tiny_instance.h"

namespace selaras::verify {

// Prices over a denominator, with the penalty on moves that goes with them.
struct Prices {
  int64_t denominator = 1;
  int64_t lambda = 0;
  std::vector<int64_t> of_post;
};

struct TinyCertificate {
  std::string hash;
  Prices prices;
  std::string objective, bound, verdict;
  Placement placement;
};

std::string Text(const TinyCertificate& certificate);

// SHA-256 of the text, lower-case hexadecimal.
std::string Sha256(const std::string& text);

// Q·D taken over the dense matrix, straight from the formula. REQUIRES that it fits in 64 bits.
int64_t DenseDual(const TinyInstance& instance, const Prices& prices);

// The greatest Q·V − L·moves of any placement that heeds seats and lawfulness but not the limit, plus L·M. No
// prices with this denominator and lambda prove a bound below it, and ExactPrices reach it.
int64_t RelaxedOptimum(const TinyInstance& instance, int64_t denominator, int64_t lambda);
// Prices that reach RelaxedOptimum, by Bellman-Ford on the residual graph of an optimal placement.
Prices ExactPrices(const TinyInstance& instance, int64_t denominator, int64_t lambda);

// The certificate that claims just what is true of these prices and this placement.
TinyCertificate HonestCertificate(const TinyInstance& instance, const Prices& prices,
                                  const Placement& placement);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_TESTING_TINY_CERTIFICATE_H_
