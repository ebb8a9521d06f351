#ifndef SELARAS_SERVICES_VERIFY_TESTING_TINY_CERTIFICATE_H_
#define SELARAS_SERVICES_VERIFY_TESTING_TINY_CERTIFICATE_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "services/verify/testing/tiny_instance.h"

namespace selaras::verify {

// Prices over a denominator, with the penalties on moves and limits that go with them.
struct Prices {
  int64_t denominator = 1;
  int64_t lambda = 0;
  std::vector<int64_t> of_post;
  std::vector<int64_t> of_limit;  // As many as the instance has limits.
};

struct TinyTier {
  Prices prices;  // Over the certificate's denominator.
  std::string objective, bound;
};

struct TinyCertificate {
  std::string hash;
  Prices prices;
  std::string objective, bound, verdict;
  Placement placement;
  std::vector<TinyTier> tiers;
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
Prices ExactPrices(const TinyInstance& instance, int64_t denominator, int64_t lambda,
                   const std::vector<int64_t>& of_limit = {});

// What is left of the instance for the tiers below tier `t` of the certificate, and for the points: pairs that
// the tier rules out are forbidden; of the seats that it forces, the full ones are worth kForcedSeat more in
// everything below and the empty ones less.
inline constexpr int64_t kForcedSeat = 1'000'000;
TinyInstance FaceBelow(const TinyInstance& instance, const TinyTier& tier, int t);
// The instance whose points are tier t.
TinyInstance TierAlone(const TinyInstance& instance, int t);

// The certificate that claims just what is true of these prices and this placement; prices of tiers are exact
// on the face of the tiers above or, with `loose`, anything.
TinyCertificate HonestCertificate(const TinyInstance& instance, const Prices& prices,
                                  const Placement& placement, std::mt19937_64* loose = nullptr);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_TESTING_TINY_CERTIFICATE_H_
