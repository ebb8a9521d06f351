// A placement and the prices that prove how good it is. Weak duality: for all prices p (one per post, either
// sign) and every λ ≥ 0 no lawful placement with at most M moves is worth more than
//
//   D = Σ_i max_j (s_ij − p_j − λ·[j ≠ reference_i]) + Σ_j Σ_k max(0, p_j + g_j(k)) + λ·M
//
// (max over the lawful posts of i, k over the seats of j; further limits c with multipliers λ_c ≥ 0 and right side b_c
// enter like λ and M: − Σ_c λ_c·a_c,ij within the max, + Σ_c λ_c·b_c outside). The objective is an integer, so ⌊D⌋ bounds it as
// well. Prices and λ are integers over one denominator. Text form: docs/formats.md §2.
#ifndef SELARAS_LIBS_ASSIGNMENT_CERTIFICATE_H_
#define SELARAS_LIBS_ASSIGNMENT_CERTIFICATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/assignment/instance.h"

namespace selaras::assignment {

inline constexpr int64_t kMaxDenominator = int64_t{1} << 40;
inline constexpr int64_t kMaxPrice = int64_t{1} << 62;

// Proof of one tier before the points (instance.h): on the optimal face of the tiers above it. Without limits.
struct TierProof {
  int64_t objective = 0;        // Σ of the tier's worth over the filled seats.
  int64_t bound = 0;            // ⌊D⌋ of the tier; equal without limits.
  std::vector<int64_t> prices;  // Per post, over Certificate::denominator.
};

struct Certificate {
  std::string instance_sha256;       // Solve() leaves it empty: the caller knows the file (instance_text.h).
  int64_t denominator = 1;           // Q, 1 … kMaxDenominator.
  int64_t lambda = 0;                // λ·Q, ≥ 0; 0 where the instance has no limit on moves.
  int64_t objective = 0;             // V, points.
  int64_t bound = 0;                 // ⌊D⌋, points; V ≤ bound.
  std::vector<int64_t> prices;       // p_j·Q per post of the instance.
  std::vector<PostIndex> placement;  // x_i per person of the instance.
  std::vector<int64_t> limit_prices;  // λ_c·Q ≥ 0 per limit of the instance; 0 for groups: what they cost is in the gap.
  std::vector<TierProof> tiers;       // As many as the instance has tiers.

  // 0 = OPTIMAL, else WITHIN gap points.
  int64_t gap() const { return bound - objective; }
  bool optimal() const { return gap() == 0; }
};

// ⌊D⌋, in 128-bit integers. kInvalidArgument: sizes, denominator, λ or a price out of range, or a person
// without a lawful post; kOutOfRange: D does not fit in 64 bits (only with absurd prices). O(cells of all
// persons × districts + posts) time at worst, no matrix.
absl::StatusOr<int64_t> ComputeBound(const Instance& instance, absl::Span<const int64_t> prices,
                                     int64_t lambda, int64_t denominator);

// Feasibility of the placement, objective, bound: kInvalidArgument naming the first thing that is not as
// stated. The hash is not looked at. (The independent judge is selaras-verify, which shares no code with
// this.)
absl::Status CheckCertificate(const Instance& instance, const Certificate& certificate);

// u_i·Q = max_j (s_ij·Q − p_j − λ·[j ≠ reference_i]): the profit of a person. Without active limits the
// cutoff for i at X is p_X + u_i: with a score below it X was his in no optimum. O(posts); values are clamped
// to 64 bits.
int64_t PersonProfit(const Instance& instance, const Certificate& certificate, PersonIndex i);

// s_ij·Q − p_j − λ·[j ≠ reference_i] − u_i ≤ 0; 0 = tight (j is among the best of i); nullopt = unlawful.
// `profit` is PersonProfit(i), so that a caller who asks for many posts computes it once.
std::optional<int64_t> Slack(const Instance& instance, const Certificate& certificate, PersonIndex i,
                             PostIndex j, int64_t profit);

// Cutoff of i at j in points, rounded up: the least integer score with which j would be among his best at
// these prices, (p_j + λ·[j ≠ reference_i] + u_i) / Q.
int64_t Cutoff(const Instance& instance, const Certificate& certificate, PersonIndex i, PostIndex j,
               int64_t profit);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_CERTIFICATE_H_
