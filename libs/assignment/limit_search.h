// Finds λ*, the smallest λ ≥ 0 at which some optimum of  max Σ values − λ·moved  moves at most M people.
//
// Every placement x is a line value(x) − λ·moved(x); the relaxation is their upper envelope, convex and
// piecewise linear. `lo` is the line of an optimum that moves more than M, `hi` of one that moves no more;
// where they cross, at λs, either both are optimal, and then λ* = λs, or the optimum found there is a better
// line for one of the two. The lines are finitely many, so that ends. Until lo and hi are optimal at
// neighbouring integers the search guesses λ by the number of moves, first with rough auctions, then exactly;
// each solve starts from the one before.
#ifndef SELARAS_LIBS_ASSIGNMENT_LIMIT_SEARCH_H_
#define SELARAS_LIBS_ASSIGNMENT_LIMIT_SEARCH_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/assignment/augmentation.h"
#include "libs/assignment/engine.h"
#include "libs/assignment/instance.h"
#include "libs/assignment/relaxation.h"

namespace selaras::assignment {

struct CriticalSolution {
  Augmentation solved;          // At λ*; the relaxation's scale is λ*'s (alpha, lambda in lowest terms).
  std::vector<int32_t> within;  // An optimum at λ* that moves ≤ M; network posts.
};

class LimitSearch {
 public:
  // REQUIRES: instance.max_moves is set. Changes the scale of `relaxation`.
  LimitSearch(const Instance& instance, Relaxation& relaxation, Engine& engine);

  // kFailedPrecondition: no lawful placement, or none that moves ≤ M.
  absl::StatusOr<CriticalSolution> Run();

 private:
  struct Ratio {
    int64_t numerator, denominator;
  };
  struct Line {
    int64_t value = 0;
    int64_t moved = 0;
    std::optional<int64_t> lambda;  // Integer λ at which it is optimal, if it was found so.
    std::vector<int32_t> placement;
  };

  Line LineOf(const std::vector<int32_t>& placement) const;
  int64_t MovedIn(const std::vector<int32_t>& placement) const;
  // The plan that moves fewest, whatever it is worth.
  absl::StatusOr<Line> FewestMoves();
  int64_t FirstGuess() const;
  absl::StatusOr<int64_t> RoughLambda();
  // The same from a warm start.
  absl::StatusOr<int64_t> WarmLambda(const WarmStart& warm);
  absl::StatusOr<Augmentation> SolveAt(Ratio lambda);
  int64_t NextInteger() const;
  Ratio Intersection() const;
  absl::StatusOr<CriticalSolution> Finish(Ratio lambda);

  const Instance& instance_;
  Relaxation& relaxation_;
  Engine& engine_;
  const int64_t max_moves_;
  Start start_;               // Where the next solve starts; prices in the relaxation's present scale.
  Ratio scale_{0, 1};         // λ for which start_ was found.
  int64_t next_epsilon_ = 0;  // Points; 0 = the start is near, no auction.
  std::optional<Line> lo_;
  Line hi_;
  int64_t rough_slope_ = 1;  // Moves per point of λ near λ*, from the rough search.
  int same_side_ = 0;        // Steps in a row that moved the same end of the bracket.
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_LIMIT_SEARCH_H_
