#include "libs/assignment/solver.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/assignment/auction.h"
#include "libs/assignment/augmentation.h"
#include "libs/assignment/face.h"
#include "libs/assignment/network.h"
#include "libs/assignment/relaxation.h"
#include "libs/assignment/work_meter.h"

namespace selaras::assignment {
namespace {

constexpr int64_t kBidsPerPerson = 60;  // An auction pass that needs more leaves the rest to the exact stage.

absl::Status CheckOptions(const SolveOptions& options) {
  if (options.epsilon.factor < 2)
    return absl::InvalidArgumentError("assignment: epsilon.factor must be at least 2");
  if (options.epsilon.first < 0)
    return absl::InvalidArgumentError("assignment: epsilon.first must not be negative");
  if (options.epsilon.last_fraction < 1 || options.epsilon.last_fraction > 1024) {
    return absl::InvalidArgumentError("assignment: epsilon.last_fraction must be 1 to 1024");
  }
  if (options.work_limit < 0)
    return absl::InvalidArgumentError("assignment: work_limit must not be negative");
  return absl::OkStatus();
}

// An optimum of one network: exact prices and a placement on its face.
struct Optimum {
  std::vector<int64_t> prices;
  std::vector<int32_t> placement;
};

class Solver {
 public:
  Solver(const Instance& instance, const SolveOptions& options, const Progress& progress)
      : instance_(instance),
        options_(options),
        progress_(progress),
        work_(options.work_limit, options.stop) {}

  absl::StatusOr<Solution> Run();

 private:
  void Report(absl::string_view stage, int64_t unplaced = 0) {
    if (progress_) progress_({stage, work_.spent(), unplaced});
  }

  std::vector<int64_t> ColdPrices(const Network& network) const;
  // Auction from `start`, ε from `first` down to `last` (network units).
  Optimum Bid(const Network& network, Optimum start, int64_t first, int64_t last);
  absl::StatusOr<Augmentation> Exact(const Network& network, Optimum start, int64_t rounding);
  // The placement on the optimal face with most stays (sign = +1) or fewest (−1), then least sum of hashes.
  absl::StatusOr<std::vector<int32_t>> Canonical(const Augmentation& solved, int64_t sign);
  absl::Status Certify(const Augmentation& solved, const std::vector<int32_t>& placement, Solution& out);

  const Instance& instance_;
  const SolveOptions& options_;
  const Progress& progress_;
  WorkMeter work_;
  std::unique_ptr<Relaxation> relaxation_;
  SolveStats stats_;
};

std::vector<int64_t> Solver::ColdPrices(const Network& network) const {
  std::vector<int64_t> prices(network.post_count);
  for (int32_t j = 0; j < network.post_count; ++j) prices[j] = -network.Worth(j, 1);
  return prices;
}

Optimum Solver::Bid(const Network& network, Optimum start, int64_t first, int64_t last) {
  Auction auction(network, options_.order, work_, std::move(start.prices), start.placement);
  const int64_t limit = kBidsPerPerson * network.person_count + 10'000;
  for (int64_t epsilon = std::max(first, last);;
       epsilon = std::max(last, epsilon / options_.epsilon.factor)) {
    ++stats_.auction_phases;
    if (!auction.Phase(epsilon, limit) || epsilon == last) break;
  }
  stats_.bids += auction.bids();
  return {auction.prices(), auction.placement()};
}

absl::StatusOr<Augmentation> Solver::Exact(const Network& network, Optimum start, int64_t rounding) {
  for (int64_t& price : start.prices) {
    const int64_t shifted = price + rounding / 2;
    price = (shifted >= 0 ? shifted / rounding : -((-shifted + rounding - 1) / rounding)) * rounding;
  }
  Augmentation augmentation(network, work_, std::move(start.prices), start.placement);
  Report("exact", augmentation.waiting());
  absl::Status status = augmentation.Batch();
  stats_.search_phases += augmentation.rounds();
  if (!status.ok()) return status;
  return augmentation;
}

absl::StatusOr<std::vector<int32_t>> Solver::Canonical(const Augmentation& solved, int64_t sign) {
  const Network& network = relaxation_->network();
  const auto stays = [&](int32_t i, int32_t j) {
    return relaxation_->PostOf(j) == instance_.persons[i].reference_post ? sign : 0;
  };
  Report("face");
  const Network by_moves = MakeFace(network, solved, stays);
  stats_.face_pairs += static_cast<int64_t>(by_moves.specials.size());
  Report("moves");
  Augmentation moves(by_moves, work_, std::vector<int64_t>(by_moves.post_count, 0), solved.placement());
  if (absl::Status status = moves.Batch(); !status.ok()) return status;
  stats_.search_phases += moves.rounds();

  Report("hash");
  const auto hash = [&](int32_t i, int32_t j) {
    return -static_cast<int64_t>(
        PlacementHash(options_.seed, instance_.persons[i].key, instance_.posts[relaxation_->PostOf(j)].id));
  };
  const Network by_hash = MakeFace(by_moves, moves, hash);
  Optimum start{std::vector<int64_t>(by_hash.post_count, 0), moves.placement()};
  start = Bid(by_hash, std::move(start), int64_t{1} << 46, int64_t{1} << 34);
  Augmentation least(by_hash, work_, std::move(start.prices), start.placement);
  Report("hash-exact", least.waiting());
  if (absl::Status status = least.OneByOne(); !status.ok()) return status;
  return least.placement();
}

absl::Status Solver::Certify(const Augmentation& solved, const std::vector<int32_t>& placement,
                             Solution& out) {
  Report("certificate");
  Certificate& c = out.certificate;
  c.denominator = relaxation_->alpha();
  c.lambda = relaxation_->lambda();
  c.prices = relaxation_->InstancePrices(solved.prices(), solved.profits());
  c.placement = relaxation_->InstancePlacement(placement);
  const absl::StatusOr<int64_t> objective = Objective(instance_, c.placement);
  if (!objective.ok()) return absl::InternalError(objective.status().message());
  c.objective = *objective;
  const absl::StatusOr<int64_t> bound = ComputeBound(instance_, c.prices, c.lambda, c.denominator);
  if (!bound.ok()) return bound.status();
  c.bound = *bound;
  for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
    out.moved += c.placement[i] != instance_.persons[i].reference_post ? 1 : 0;
  }
  return absl::OkStatus();
}

absl::StatusOr<Solution> Solver::Run() {
  if (absl::Status status = CheckOptions(options_); !status.ok()) return status;
  if (absl::Status status = Validate(instance_); !status.ok()) return status;
  Report("index");
  const int64_t fine = options_.epsilon.last_fraction;
  relaxation_ = std::make_unique<Relaxation>(instance_, fine);
  if (absl::Status status = relaxation_->SetScale(1, 0); !status.ok()) return status;
  const Network& network = relaxation_->network();

  Report("auction", instance_.person_count());
  const int64_t first = options_.epsilon.first > 0 ? options_.epsilon.first : relaxation_->score_range() / 16;
  Optimum start{ColdPrices(network), std::vector<int32_t>(network.person_count, -1)};
  start = Bid(network, std::move(start), std::max<int64_t>(1, first * fine), 1);
  if (!work_.ok()) return work_.status();
  absl::StatusOr<Augmentation> solved = Exact(network, std::move(start), fine);
  if (!solved.ok()) return solved.status();

  std::vector<int32_t> placement = solved->placement();
  if (options_.canonical) {
    absl::StatusOr<std::vector<int32_t>> chosen = Canonical(*solved, 1);
    if (!chosen.ok()) return chosen.status();
    placement = *std::move(chosen);
  }
  Solution out;
  if (absl::Status status = Certify(*solved, placement, out); !status.ok()) return status;
  Report("done");
  stats_.work = work_.spent();
  out.stats = stats_;
  return out;
}

}  // namespace

absl::StatusOr<Solution> Solve(const Instance& instance, const SolveOptions& options,
                               const Progress& progress) {
  return Solver(instance, options, progress).Run();
}

}  // namespace selaras::assignment
