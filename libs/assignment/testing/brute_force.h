// The answer by definition, for tiny instances: every placement is looked at. Shares nothing with the solver
// but the instance and PlacementHash.
#ifndef SELARAS_LIBS_ASSIGNMENT_TESTING_BRUTE_FORCE_H_
#define SELARAS_LIBS_ASSIGNMENT_TESTING_BRUTE_FORCE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "libs/assignment/instance.h"

namespace selaras::assignment {

struct BruteForceAnswer {
  struct Plan {
    std::vector<PostIndex> placement;
    int64_t value = 0;
    int64_t moved = 0;
    uint64_t hash_sum = 0;
    int64_t strayed = 0;  // People placed elsewhere than in `near`.
  };
  // Best value, fewest moved, least hash sum; max_moves ignored.
  Plan free;
  // Best value, least strayed, least hash sum; max_moves ignored.
  Plan near_free;
  // Only with max_moves, and only if some placement moves ≤ M:
  std::optional<Plan> best_within;  // Best value with at most M moves, ties as above: the integer optimum.
  int64_t lambda = 0, denominator = 1;  // λ*, lowest terms.
  int64_t bound = 0;                    // ⌊max over placements of (V − λ*·moved) + λ*·M⌋.
  Plan fewest, most;                    // A and B: optima of the relaxation at λ*.
  Plan near;                            // C: the nearest of them.
  int64_t relaxed = 0;                  // What all of them are worth: denominator·V − lambda·moved.
};

// nullopt: no lawful placement. Time: product of the lawful posts of all persons; meant for ≤ 7 persons.
// With `near`, A and B are the nearest to it among those with fewest and most moves.
std::optional<BruteForceAnswer> SolveByBruteForce(const Instance& instance, uint64_t seed,
                                                  const std::vector<PostIndex>& near = {});

// A tiny instance with every feature: cells, distances, exceptions better and worse than the factor,
// forbidden posts, pins, frozen people, posts without seats, seats of negative worth, ties. Equal seeds,
// equal instances. About one in six has no lawful placement.
Instance MakeTinyInstance(uint64_t seed);

// The same instance, its parts added in another order (by `shuffle`), so that only the builder's sorting
// makes it equal.
Instance Rebuild(const Instance& instance, uint64_t shuffle);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_TESTING_BRUTE_FORCE_H_
