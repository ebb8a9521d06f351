// Chooses one of all optima: by number of moves, by nearness to an earlier plan, then by least sum of hashes
// (solver.h).
#ifndef SELARAS_LIBS_ASSIGNMENT_CANONICAL_H_
#define SELARAS_LIBS_ASSIGNMENT_CANONICAL_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/assignment/augmentation.h"
#include "libs/assignment/engine.h"
#include "libs/assignment/instance.h"
#include "libs/assignment/relaxation.h"

namespace selaras::assignment {

// What counts first. With SolveOptions::nearest_to the distance from it comes second; without, kNearest is
// kFewestMoves.
enum class Preference { kFewestMoves, kMostMoves, kNearest };

// The placement (network posts) on the optimal face of `solved`, an exact solution of the relaxation at its
// present scale. One assignment per criterion on a face of tight pairs, over 0/1 values, and one over hashes.
absl::StatusOr<std::vector<int32_t>> ChooseCanonical(const Instance& instance, const Relaxation& relaxation,
                                                     const Augmentation& solved, Preference preference,
                                                     Engine& engine);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_CANONICAL_H_
