// The two steps every exact solution takes, with the bookkeeping around them: auction, then augmentation.
#ifndef SELARAS_LIBS_ASSIGNMENT_ENGINE_H_
#define SELARAS_LIBS_ASSIGNMENT_ENGINE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/assignment/augmentation.h"
#include "libs/assignment/network.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/work_meter.h"

namespace selaras::assignment {

// Prices and a placement to start from; neither need be optimal.
struct Start {
  std::vector<int64_t> prices;     // Per network post.
  std::vector<int32_t> placement;  // Network posts, −1 = none.
};

class Auction;

class Engine {
 public:
  Engine(const SolveOptions& options, const Progress& progress)
      : options_(options), progress_(progress), work_(options.work_limit, options.stop) {}

  // Auction passes with ε from `first` down to `last` ≥ 1, network units.
  Start Bid(const Network& network, Start start, int64_t first, int64_t last);
  // The same from a warm start: as far below `first` as the start is good.
  Start BidWarm(const Network& network, Start start, int64_t first, int64_t last);
  // Exact optimum from prices rounded to multiples of `grain`; reports itself as `stage`. Errors:
  // Augmentation::Batch.
  absl::StatusOr<Augmentation> Exact(const Network& network, Start start, int64_t grain,
                                     absl::string_view stage);

  void Report(absl::string_view stage, int64_t unplaced = 0) const {
    if (progress_) progress_({stage, work_.spent(), unplaced});
  }
  const SolveOptions& options() const { return options_; }
  WorkMeter& work() { return work_; }
  SolveStats& stats() { return stats_; }

 private:
  Start Run(const Network& network, Auction& auction, int64_t first, int64_t last);

  const SolveOptions& options_;
  const Progress& progress_;
  WorkMeter work_;
  SolveStats stats_;
};

// A price for all posts at which about as many seats are worth having as there are people, and nobody placed.
Start ColdStart(const Network& network);
// Where ε starts from there, in network units: small beside `score_range` and beside what seats differ by, yet not so small
// that prices have to climb there by ε.
int64_t ColdEpsilon(const Network& network, int64_t score_range);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_ENGINE_H_
