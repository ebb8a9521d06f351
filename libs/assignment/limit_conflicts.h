// Which limits keep a plan from existing, for programs: carried by the kFailedPrecondition of Solve().
//
//   const absl::StatusOr<Solution> solution = Solve(instance);
//   if (const std::optional<Conflicts> conflicts = ConflictsOf(solution.status())) ...
#ifndef SELARAS_LIBS_ASSIGNMENT_LIMIT_CONFLICTS_H_
#define SELARAS_LIBS_ASSIGNMENT_LIMIT_CONFLICTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "libs/assignment/instance.h"

namespace selaras::assignment {

// What the best attempt at a plan still broke; a plan that keeps them may exist only where caps forbid to move
// people whom groups or seats force to, and was not found.
struct Conflicts {
  bool moves = false;                // max_moves.
  std::vector<int32_t> limits;       // Indices into Instance::limits, ascending.
  std::vector<PersonIndex> persons;  // People whom groups would have had to move, ascending.
};

// kFailedPrecondition with the conflicts as payload; the message names them.
absl::Status InfeasibleStatus(const Instance& instance, const Conflicts& conflicts);

// nullopt: the status carries none (for instance because too few seats are the reason).
std::optional<Conflicts> ConflictsOf(const absl::Status& status);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_LIMIT_CONFLICTS_H_
