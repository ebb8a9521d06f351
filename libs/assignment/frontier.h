// The value of a plan against the number of moves: the same instance solved and proven at several limits.
//
//   SELARAS_ASSIGN_OR_RETURN(Frontier frontier, TraceFrontier(instance, {.points = 9}));
//   for (const FrontierPoint& point : frontier.points) … point.moved, point.certificate.objective, .lambda …
//
// Each point is what Solve() gives for that limit, to the byte. In exact arithmetic the bound is the least concave function
// over all placements, so over the points it never falls and its slope never rises (up to the rounding of ⌊D⌋); objectives
// lie below it and never fall either.
#ifndef SELARAS_LIBS_ASSIGNMENT_FRONTIER_H_
#define SELARAS_LIBS_ASSIGNMENT_FRONTIER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/instance.h"
#include "libs/assignment/solver.h"

namespace selaras::assignment {

inline constexpr int32_t kMaxFrontierPoints = 33;

struct FrontierRequest {
  // Limits to solve at, in any order, each ≥ 0; doubles count once. Empty = spread over the curve (SpreadLimits).
  std::vector<int64_t> max_moves;
  // How many points in all if `max_moves` is empty, the free optimum included. REQUIRES 2 … kMaxFrontierPoints.
  int32_t points = 9;
};

struct FrontierPoint {
  std::optional<int64_t> max_moves;  // nullopt: the free optimum, always the last point.
  Certificate certificate;
  int64_t moved = 0;
  SolveStats stats;
};

struct Frontier {
  int64_t fewest_moves = 0;           // No lawful placement is known that moves fewer.
  std::vector<FrontierPoint> points;  // Ascending by limit.
};

struct FrontierProgress {
  int32_t done = 0;         // Points.
  int32_t total = 0;        // 0 = not yet known.
  absl::string_view stage;  // Of the solver, for the point at work.
  int64_t work = 0;         // Units, all points together.
};

// The limits that a request without any stands for: `fewest`, then `count` − 2 numbers between it and `free_moves`, each
// about the same multiple of the one before (the curve is steep at its start), `own` among them where it lies between.
// Ascending, without doubles, hence fewer where there is no room. Free optimum not included.
std::vector<int64_t> SpreadLimits(int64_t fewest, int64_t free_moves, std::optional<int64_t> own,
                                  int32_t count);

// instance.max_moves is only the `own` of SpreadLimits. Of `options`, `warm_start` starts the point at instance.max_moves;
// `work_limit` is for all points together. Errors as Solve(), and kInvalidArgument: too many or negative limits;
// kFailedPrecondition: a limit below `fewest_moves`, naming it. Memory: a second instance and a certificate a point.
absl::StatusOr<Frontier> TraceFrontier(
    const Instance& instance, const FrontierRequest& request, const SolveOptions& options = {},
    const std::function<void(const FrontierProgress&)>& progress = nullptr);

// The fewest people that a lawful placement moves. One solve without scores; O(persons + posts) where nobody must move.
// With groups among the limits: the fewest known.
absl::StatusOr<int64_t> FewestMoves(const Instance& instance, const SolveOptions& options = {});

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_FRONTIER_H_
