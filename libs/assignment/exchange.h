// Mixes two placements on one optimal face: from A towards B, piece by piece, while a budget lasts.
#ifndef SELARAS_LIBS_ASSIGNMENT_EXCHANGE_H_
#define SELARAS_LIBS_ASSIGNMENT_EXCHANGE_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"

namespace selaras::assignment {

// One person's way from a to b in A△B.
struct Step {
  int32_t person;
  int32_t from;
  int32_t to;
  uint64_t hash;  // Of (person, to).
};

// Splits the steps into cycles and paths, a path leading from a post that B leaves emptier than A to one it
// fills more; no piece passes a post twice. Walks follow the least hash; paths are split off before cycles,
// each beginning with the least hash that is left. Deterministic in the set of steps. O(steps log steps).
//
// Every subset of the pieces, applied to A, keeps each post's number of people between A's and B's.
std::vector<std::vector<Step>> SplitExchange(std::vector<Step> steps);

// A piece as ApplyPieces sees it.
struct PieceEffect {
  int64_t added = 0;    // People moved more than before, 1 for each.
  int64_t strayed = 0;  // People placed elsewhere than in the earlier plan more than before.
};

// Applies to `placement` (= A) those pieces that add moves and fit: the number of people moved, `moved` now,
// stays ≤ max_moves. First the pieces that, beyond the moves they add, change least of the earlier plan
// (strayed − added), among equals by their least hash. `effect` of a step is summed over a piece. Returns the
// new number.
int64_t ApplyPieces(std::vector<std::vector<Step>> pieces, absl::FunctionRef<PieceEffect(const Step&)> effect,
                    int64_t moved, int64_t max_moves, std::vector<int32_t>& placement);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_EXCHANGE_H_
