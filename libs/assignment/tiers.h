// Tiers as one objective, and its prices taken apart again. Not part of the public interface; docs/solver.md §6c.
//
// Tier t (0 the highest) gets a weight W_t, the points the weight 1, such that the first tier in which two placements
// differ along a cycle or path decides: then one solve of Σ_t W_t·(worth in t) + points finds a lexicographic optimum. Each
// exact price of it is the sum along a path, so it is a number with one digit per tier and one for the points,
//
//   p_j = Σ_t W_t·p_j^t + p_j^points,
//
// digits balanced around 0; the digits of tier t are exact optimal prices of tier t on the optimal face of those above.
#ifndef SELARAS_LIBS_ASSIGNMENT_TIERS_H_
#define SELARAS_LIBS_ASSIGNMENT_TIERS_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/instance.h"

namespace selaras::assignment {

struct TierScale {
  // Per tier: W_t. Each is a multiple of the one below it, the lowest of `points`, and odd.
  std::vector<int64_t> weights;

  bool empty() const { return weights.empty(); }
};

// Empty without tiers. kOutOfRange: no weights within ±2^52 separate the tiers; the cure is smaller worths of seats in the
// tiers. O(scores + seats).
absl::StatusOr<TierScale> ChooseTierScale(const Instance& instance);

// Worth of a seat of run r under the weights.
int64_t CombinedWorth(const Instance& instance, const TierScale& scale, int32_t run);

// `value` in digits: one per tier, then the points; Σ weights·digit + points = value. Every digit but the first lies
// within half the ratio to the weight above it.
std::vector<int64_t> SplitDigits(const TierScale& scale, int64_t value);

// Takes prices, λ and limit_prices of the combined objective (over certificate.denominator) apart into those of the tiers and of the
// points, and fills in what the tiers and the points are worth. Without a limit on moves the bounds are the objectives; with
// one they are computed from the digits, and the denominator may become a multiple. REQUIRES: placement, prices, lambda and
// denominator are set, the placement is lawful. kOutOfRange: a digit leaves the range of the arithmetic.
absl::Status SplitTiers(const Instance& instance, const TierScale& scale, Certificate& certificate);

// Sets the bound of every tier and of the points from the prices that stand there, on the nested faces (certificate.h).
// Reads everything else of the certificate. O(lawful pairs × tiers), a few nanoseconds each. Errors as ComputeTierBound.
absl::Status BoundTiers(const Instance& instance, Certificate& certificate);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_TIERS_H_
