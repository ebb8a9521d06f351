// A placement and the prices that prove how good it is. Weak duality: for all prices p (one per post, either
// sign) and every λ ≥ 0 no lawful placement with at most M moves is worth more than
//
//   D = Σ_i max_j (s_ij − p_j − λ·[j ≠ reference_i]) + Σ_j Σ_k max(0, p_j + g_j(k)) + λ·M
//
// (max over the lawful posts of i, k over the seats of j; caps c of the instance, with multipliers λ_c ≥ 0 and
// right side b_c, enter like λ and M: − Σ_c λ_c·a_c,ij within the max, + Σ_c λ_c·b_c outside, where a_c,ij = 1
// if going to j is for i an arrival in the zone of c, or a departure from it). The objective is an integer, so
// ⌊D⌋ bounds it as well. Prices and λ are integers over one denominator. Text form: docs/formats.md §2.
//
// With tiers the proofs are nested. Let V_t be the plan's worth in tier t and G_t = Q·(⌊D_t⌋ − V_t + 1) − 1.
// Whoever is worth at least V_t in tier t uses only pairs that miss the best of their person there by ≤ G_t,
// and fills every seat with p_j + g > G_t and none with p_j + g < −G_t (over Q). So below tier t the max runs
// over those pairs only, and seats so fixed count p_j + g or nothing, without the max. What is proven: no plan
// at least as good in every tier above is worth more than ⌊D_t⌋ in tier t.
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

// Proof of one tier before the points (instance.h), like the certificate's own; all over its denominator.
struct TierProof {
  int64_t objective = 0;  // V_t: Σ of the tier's worth over the filled seats.
  int64_t bound = 0;      // ⌊D_t⌋; equal to V_t without limits.
  int64_t lambda = 0;
  std::vector<int64_t> prices;        // Per post.
  std::vector<int64_t> limit_prices;  // Per limit; empty = 0 for all.

  int64_t gap() const { return bound - objective; }
};

struct Certificate {
  std::string instance_sha256;       // Solve() leaves it empty: the caller knows the file (instance_text.h).
  int64_t denominator = 1;           // Q, 1 … kMaxDenominator.
  int64_t lambda = 0;                // λ·Q, ≥ 0; 0 where the instance has no limit on moves.
  int64_t objective = 0;             // V, points.
  int64_t bound = 0;                 // ⌊D⌋, points; V ≤ bound.
  std::vector<int64_t> prices;       // p_j·Q per post of the instance.
  std::vector<PostIndex> placement;  // x_i per person of the instance.
  // λ_c·Q ≥ 0 per limit of the instance (empty = 0 for all); 0 for groups: what they cost is in the gap.
  std::vector<int64_t> limit_prices;
  std::vector<TierProof> tiers;  // As many as the instance has tiers.

  // Points that may be missing, those of the tiers apart.
  int64_t gap() const { return bound - objective; }
  // OPTIMAL: no gap in the points nor in any tier; else WITHIN.
  bool optimal() const;
};

// ⌊D⌋ of the points, tiers apart, in 128-bit integers. `limit_prices`: per limit of the instance, or none.
// kInvalidArgument: sizes, denominator, λ or a price out of range, or a person without a lawful post;
// kOutOfRange: D does not fit in 64 bits (only with absurd prices). O(cells of all persons × districts +
// posts) time at worst, no matrix.
absl::StatusOr<int64_t> ComputeBound(const Instance& instance, absl::Span<const int64_t> prices,
                                     int64_t lambda, int64_t denominator,
                                     absl::Span<const int64_t> limit_prices = {});

// ⌊D_t⌋ of tier `t` of the certificate on the face of the tiers above it (t = instance.tier_count: of the
// points), as the verifier takes it. Reads of the certificate: prices and multipliers of tiers 0 … t,
// objective and bound of those above t. Errors as ComputeBound; also if the face leaves a person no post.
// O(lawful pairs × tiers).
absl::StatusOr<int64_t> ComputeTierBound(const Instance& instance, const Certificate& certificate, int32_t t);

// Feasibility of the placement; objective and bound, of every tier: kInvalidArgument naming the first thing that is not as
// stated. The hash is not looked at. (The independent judge is selaras-verify, which shares no code with
// this.)
absl::Status CheckCertificate(const Instance& instance, const Certificate& certificate);

// What going to post j is charged for person i: λ·[j ≠ reference_i] + Σ_c λ_c·a_c,ij, over Q. O(limits).
// Whoever asks for many pairs keeps a ZoneTolls (limits.h).
int64_t Toll(const Instance& instance, const Certificate& certificate, PersonIndex i, PostIndex j);

// u_i·Q = max_j (s_ij·Q − p_j − Toll(i, j)): the profit of a person. Without active limits the cutoff for i at
// X is p_X + u_i: with a score below it X was his in no optimum. O(posts + limits); values are clamped to 64
// bits. Tiers apart.
int64_t PersonProfit(const Instance& instance, const Certificate& certificate, PersonIndex i);

// s_ij·Q − p_j − Toll(i, j) − u_i ≤ 0; 0 = tight (j is among the best of i); nullopt = unlawful.
// `profit` is PersonProfit(i), so that a caller who asks for many posts computes it once.
std::optional<int64_t> Slack(const Instance& instance, const Certificate& certificate, PersonIndex i,
                             PostIndex j, int64_t profit);

// Cutoff of i at j in points, rounded up: the least integer score with which j would be among his best at
// these prices, (p_j + Toll(i, j) + u_i) / Q.
int64_t Cutoff(const Instance& instance, const Certificate& certificate, PersonIndex i, PostIndex j,
               int64_t profit);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_CERTIFICATE_H_
