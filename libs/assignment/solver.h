// Solves an assignment instance (instance.h) exactly, with proof (certificate.h), and canonically.
//
//   SELARAS_ASSIGN_OR_RETURN(Solution solution, Solve(instance, SolveOptions{}));
//   solution.placement()[i]          the post of person i
//   solution.certificate.optimal()   ⌊D⌋ = objective
//
// What is promised
//   No limit on moves   The verdict is always OPTIMAL, prices are integers (denominator 1), λ = 0.
//   max_moves = M       λ* is the smallest λ ≥ 0 at which some optimum of the relaxation moves ≤ M people;
//                       the placement moves ≤ M, is an optimum of the relaxation, and misses the bound by at
//                       most λ*·(M − moves). OPTIMAL where ⌊D⌋ = objective, else WITHIN.
//   Limits              Where the plan without caps and groups keeps them, it is the answer. Else the bound is that
//   (zones)             of the best multipliers found, the plan keeps every limit, and the verdict states the
//                       points between them; groups have no multiplier, so what they cost is in the gap.
//   Canonical           Of all optima the one with fewest people moved, of those the one with the least sum
//                       of PlacementHash(seed, person key, post id). Where M binds: from A (fewest moves, then
//                       least sum) the cycles and paths of A△B (B: most moves, then least sum), each in hash
//                       order, are applied while the count stays ≤ M. The result depends on the instance,
//                       `seed` and `nearest_to` alone: not on `epsilon`, `order`, `threads`, the warm start, the machine or
//                       the order in which the instance was built.
//   Near an earlier     With `nearest_to`: of all optima the one with fewest people placed elsewhere than there,
//   plan                then least sum of hashes. Where M binds: C = that one of the relaxation at λ*; if it moves
//                       more than M, from A towards C as above; then towards B. A and B are then the nearest among
//                       those with fewest and most moves, and pieces that change least come first.
//   Pure                No clock, randomness, I/O, environment or logging. Calls with different arguments may
//                       run at the same time.
//
// Method and complexity: docs/solver.md.
#ifndef SELARAS_LIBS_ASSIGNMENT_SOLVER_H_
#define SELARAS_LIBS_ASSIGNMENT_SOLVER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/instance.h"

namespace selaras::assignment {

// In which order waiting people bid. Changes the time, never the result.
enum class BiddingOrder { kAscending, kDescending, kShuffled };

// The auction's schedule of ε, in points: starts at `first` (0 = a fraction of the widest score), divides by
// `factor` until `last_fraction`-ths of a point are reached. Changes the time, never the result.
struct EpsilonSchedule {
  int64_t first = 0;           // DEFAULT 0: chosen from the range of the values.
  int64_t factor = 5;          // REQUIRES ≥ 2.
  int64_t last_fraction = 16;  // ε ends at 1/last_fraction point. REQUIRES 1 … 1024.
};

// Where to start from, e.g. the certificate of an earlier plan brought to the posts and persons of this one.
// Any values are allowed and none change the result; near ones save most of the time.
struct WarmStart {
  std::vector<int64_t>
      prices;               // Per post of the instance, over `denominator`; |price / denominator| ≤ 10^12.
  int64_t denominator = 1;  // REQUIRES 1 … kMaxDenominator.
  int64_t lambda = 0;       // Over `denominator`; read only if the instance limits moves.
  std::vector<PostIndex> placement;  // Per person; −1 = none.
};

struct SolveOptions {
  // Change the result.
  uint64_t seed = 0;      // Of the tie-breaking hashes.
  bool canonical = true;  // false: any optimum, which may differ between schedules. For measurements.
  // An earlier plan to stay near, one post per person (−1 = none known); empty = the reference posts. Of equal
  // optima the one with fewest people placed elsewhere is chosen. Limits still count moves from the reference.
  std::vector<PostIndex> nearest_to;

  // Change speed only.
  EpsilonSchedule epsilon;
  BiddingOrder order = BiddingOrder::kAscending;
  // With 2 the least prices are found while the plan is chosen among the optima. More are not used.
  int threads = 1;
  std::optional<WarmStart> warm_start;

  // 0 = none. One unit ≈ one bid or one scanned arc of the compressed network; the count is deterministic.
  // Passing it ends the call with kResourceExhausted.
  int64_t work_limit = 0;
  // Asked every few thousand units of work; true ends the call with kCancelled. May be empty.
  std::function<bool()> stop;
};

// A stage has begun, or goes on. Stages in order: "index", then "auction" and "exact" (no limit) or "limit"
// (search for λ*); the canonical stage is "face", "moves", "hash" (twice where M binds) and "budget"; then
// "certificate", "done". The caller times them with its own clock.
struct ProgressReport {
  absl::string_view stage;
  int64_t work = 0;      // Units so far.
  int64_t unplaced = 0;  // People without a post at this moment.
};
using Progress = std::function<void(const ProgressReport&)>;

struct SolveStats {
  int64_t work = 0;
  int64_t bids = 0;            // Forward and reverse steps of the auction.
  int64_t auction_phases = 0;  // Values of ε.
  int64_t search_phases = 0;   // Shortest path computations after the auction.
  int64_t lambda_steps = 0;    // Values of λ solved exactly.
  int64_t face_pairs = 0;      // Tight pairs among which the canonical stage chose.
};

struct Solution {
  Certificate certificate;
  int64_t moved = 0;  // Persons with x_i ≠ reference.
  SolveStats stats;

  const std::vector<PostIndex>& placement() const { return certificate.placement; }
};

// kInvalidArgument: Validate() or an option is at fault, or the warm start does not fit the instance.
// kFailedPrecondition: no lawful placement exists (too few seats for the lawful pairs, or more than M people
// must move), or none within the limits was found (limit_conflicts.h says which stand against it). kOutOfRange: prices left 62 bits (values far beyond anything an HR score produces).
// kResourceExhausted, kCancelled: work_limit, stop. kResourceExhausted as well where more than 67 million pairs tie, so that
// memory stays bounded; with canonical = false there is a plan.
absl::StatusOr<Solution> Solve(const Instance& instance, const SolveOptions& options = {},
                               const Progress& progress = nullptr);

// 48 bits, deterministic over machines: which of two equal plans is chosen. SipHash-2-4 over key, a zero byte
// and post id, keyed by (seed, constant), its upper 48 bits.
uint64_t PlacementHash(uint64_t seed, absl::string_view person_key, absl::string_view post_id);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_SOLVER_H_
