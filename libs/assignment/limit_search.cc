#include "libs/assignment/limit_search.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "libs/assignment/limit_conflicts.h"

namespace selaras::assignment {
namespace {

constexpr int kRoughSteps = 10;
// A λ so many points away is reached by augmentation alone.
constexpr int64_t kNear = 8;

// About 16·log2(m + 1), in integers: the number of moves falls roughly exponentially in λ.
int64_t Log(int64_t m) {
  const auto value = static_cast<uint64_t>(m) + 1;
  const int width = std::bit_width(value) - 1;
  return 16 * width + static_cast<int64_t>(((value << 4) >> width) & 15);
}

}  // namespace

LimitSearch::LimitSearch(const Instance& instance, Relaxation& relaxation, Engine& engine)
    : instance_(instance), relaxation_(relaxation), engine_(engine), max_moves_(*instance.max_moves) {}

int64_t LimitSearch::MovedIn(const std::vector<int32_t>& placement) const {
  int64_t moved = 0;
  for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
    const int32_t j = placement[i];
    moved += j >= 0 && j == relaxation_.Reference(i) ? 0 : 1;
  }
  return moved;
}

LimitSearch::Line LimitSearch::LineOf(const std::vector<int32_t>& placement) const {
  Line line;
  line.placement = placement;
  line.moved = MovedIn(placement);
  std::vector<int32_t> occupants(instance_.posts.size(), 0);
  for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
    const PostIndex j = relaxation_.PostOf(placement[i]);
    line.value += *instance_.Score(relaxation_.PersonOf(i), j);
    ++occupants[j];
  }
  for (PostIndex j = 0; j < instance_.post_count(); ++j) line.value += relaxation_.SeatValue(j, occupants[j]);
  return line;
}

absl::StatusOr<LimitSearch::Line> LimitSearch::FewestMoves() {
  if (absl::Status status = relaxation_.SetScale(0, 1); !status.ok()) return status;
  const Network& network = relaxation_.network();
  Start start{std::vector<int64_t>(network.post_count, 0), std::vector<int32_t>(network.person_count, -1)};
  for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
    start.placement[i] = relaxation_.Reference(i);
  }
  absl::StatusOr<Augmentation> solved = engine_.Exact(network, std::move(start), relaxation_.fine(), "limit");
  if (!solved.ok()) return solved.status();
  return LineOf(solved->placement());
}

// What the M-th best single move out of the plan with fewest moves gains: moves share vacancies and start
// chains, so this is a guess and no more.
int64_t LimitSearch::FirstGuess() const {
  const Network& network = relaxation_.network();
  std::vector<int32_t> people(network.post_count, 0);
  for (const int32_t j : hi_.placement) ++people[j];
  std::vector<int64_t> gains;
  for (int32_t i = 0; i < network.person_count; ++i) {
    const int32_t from = hi_.placement[i];
    int64_t best = 0;
    for (const Network::Option& option : network.OptionsOf(i)) best = std::max<int64_t>(best, option.points);
    const int64_t here = *instance_.Score(relaxation_.PersonOf(i), relaxation_.PostOf(from));
    gains.push_back(best - here - network.Worth(from, people[from]) / network.unit);
  }
  if (gains.empty()) return 1;
  const int64_t rank = std::min<int64_t>(max_moves_, static_cast<int64_t>(gains.size()) - 1);
  std::nth_element(gains.begin(), gains.begin() + rank, gains.end(), std::greater<>());
  return std::max<int64_t>(1, gains[rank]);
}

// An integer λ at which rough auctions move about M people; leaves start_ there.
absl::StatusOr<int64_t> LimitSearch::RoughLambda() {
  if (absl::Status status = relaxation_.SetScale(1, 0); !status.ok()) return status;
  const Network& network = relaxation_.network();
  const int64_t point = network.unit;
  std::vector<int32_t> people(network.post_count, 0);
  for (const int32_t j : hi_.placement) ++people[j];
  start_.placement = hi_.placement;
  start_.prices.resize(network.post_count);
  for (int32_t j = 0; j < network.post_count; ++j)
    start_.prices[j] = -network.Worth(j, std::max(people[j], 1));
  int64_t lambda = FirstGuess();
  const int64_t coarse = std::max<int64_t>(1, relaxation_.value_range() / 200);
  int64_t epsilon = std::max<int64_t>(coarse, relaxation_.value_range() / 16);
  std::optional<std::pair<int64_t, int64_t>> more, fewer;  // (λ, moved)
  for (int step = 0; step < kRoughSteps; ++step) {
    if (absl::Status status = relaxation_.SetScale(1, lambda); !status.ok()) return status;
    start_ = engine_.Bid(network, std::move(start_), epsilon * point, coarse * point);
    if (!engine_.work().ok()) return engine_.work().status();
    scale_ = {lambda, 1};
    const int64_t moved = MovedIn(start_.placement);
    (moved > max_moves_ ? more : fewer) = std::make_pair(lambda, moved);
    if (std::abs(moved - max_moves_) * 50 <= max_moves_) break;
    int64_t next = 0;
    if (more.has_value() && fewer.has_value()) {
      const int64_t fall = std::max<int64_t>(1, Log(more->second) - Log(fewer->second));
      const int64_t width = fewer->first - more->first;
      const int64_t guess = width * (Log(more->second) - Log(max_moves_)) / fall;
      next = more->first + std::clamp(guess, width / 10, width - width / 10);
      rough_slope_ = std::max<int64_t>(
          1, (more->second - fewer->second) / std::max<int64_t>(1, fewer->first - more->first));
      if (fewer->first - more->first <= coarse) break;
    } else {
      next = more.has_value() ? lambda * 2 : lambda / 2;
    }
    if (next == lambda) break;
    epsilon = std::clamp<int64_t>(std::abs(next - lambda) / 4, coarse, relaxation_.value_range() / 16 + 1);
    lambda = next;
  }
  next_epsilon_ = coarse;
  return lambda;
}

absl::StatusOr<int64_t> LimitSearch::WarmLambda(const WarmStart& warm) {
  const int64_t lambda = warm.lambda / warm.denominator;
  if (absl::Status status = relaxation_.SetScale(1, lambda); !status.ok()) return status;
  start_ = {relaxation_.NetworkPrices(warm.prices, warm.denominator),
            relaxation_.NetworkPlacement(warm.placement)};
  scale_ = {lambda, 1};
  rough_slope_ = std::max<int64_t>(1, max_moves_ / std::max<int64_t>(1, lambda));
  next_epsilon_ = 1;
  return lambda;
}

absl::StatusOr<Augmentation> LimitSearch::SolveAt(Ratio lambda) {
  ++engine_.stats().lambda_steps;
  if (absl::Status status = relaxation_.SetScale(lambda.denominator, lambda.numerator); !status.ok())
    return status;
  const Network& network = relaxation_.network();
  const int64_t before = scale_.denominator;
  const int64_t jump =
      std::abs(lambda.numerator / lambda.denominator - scale_.numerator / scale_.denominator);
  if (jump > kNear) {
    next_epsilon_ =
        std::max(next_epsilon_, std::clamp<int64_t>(jump / 4, 1, relaxation_.value_range() / 16 + 1));
  }
  for (int64_t& price : start_.prices) {
    price = static_cast<int64_t>(static_cast<__int128>(price) * lambda.denominator / before);
  }
  if (next_epsilon_ > 0) {
    start_ = engine_.Bid(network, std::move(start_), next_epsilon_ * network.unit,
                         std::max<int64_t>(1, network.unit / relaxation_.fine()));
  }
  absl::StatusOr<Augmentation> solved =
      engine_.Exact(network, std::move(start_), relaxation_.fine(), "limit");
  if (!solved.ok()) return solved.status();
  start_ = {solved->prices(), solved->placement()};
  scale_ = lambda;
  next_epsilon_ = 0;
  return solved;
}

LimitSearch::Ratio LimitSearch::Intersection() const {
  const int64_t numerator = lo_->value - hi_.value;
  const int64_t denominator = lo_->moved - hi_.moved;
  const int64_t common = std::gcd(numerator, denominator);
  return {numerator / common, denominator / common};
}

// The next integer λ to solve at, strictly between the ends where both are known.
int64_t LimitSearch::NextInteger() const {
  if (!lo_.has_value()) {  // hi was found at an integer > 0.
    const int64_t step = std::max<int64_t>(1, (max_moves_ - hi_.moved) / rough_slope_) << same_side_;
    return std::max<int64_t>(0, *hi_.lambda - step);
  }
  const Ratio cross = Intersection();
  const int64_t crossing = cross.numerator / cross.denominator;  // ≥ λ of lo.
  if (!hi_.lambda.has_value()) {
    const int64_t step = std::max<int64_t>(1, (lo_->moved - max_moves_) / rough_slope_) << same_side_;
    return std::max(*lo_->lambda + 1, std::min(*lo_->lambda + step, crossing));
  }
  const int64_t width = *hi_.lambda - *lo_->lambda;
  const int64_t guess = *lo_->lambda + width * (lo_->moved - max_moves_) / (lo_->moved - hi_.moved);
  return std::clamp(same_side_ >= 1 ? crossing : guess, *lo_->lambda + 1, *hi_.lambda - 1);
}

absl::StatusOr<CriticalSolution> LimitSearch::Finish(Ratio lambda) {
  if (scale_.numerator * lambda.denominator != lambda.numerator * scale_.denominator ||
      relaxation_.alpha() != lambda.denominator) {
    next_epsilon_ = 0;
  }
  absl::StatusOr<Augmentation> solved = SolveAt(lambda);
  if (!solved.ok()) return solved.status();
  return CriticalSolution{*std::move(solved), std::move(hi_.placement)};
}

absl::StatusOr<CriticalSolution> LimitSearch::Run() {
  absl::StatusOr<Line> fewest = FewestMoves();
  if (!fewest.ok()) return fewest.status();
  if (fewest->moved > max_moves_) {
    Conflicts conflicts;
    conflicts.moves = true;
    return InfeasibleStatus(instance_, conflicts);
  }
  hi_ = *std::move(fewest);
  const std::optional<WarmStart>& warm = engine_.options().warm_start;
  // An earlier λ knows the points alone; with tiers it would be a start from nothing.
  absl::StatusOr<int64_t> rough =
      warm.has_value() && instance_.tier_count == 0 ? WarmLambda(*warm) : RoughLambda();
  if (!rough.ok()) return rough.status();

  int64_t lambda = *rough;
  bool last_was_lo = false;
  while (true) {
    absl::StatusOr<Augmentation> solved = SolveAt({lambda, 1});
    if (!solved.ok()) return solved.status();
    Line line = LineOf(solved->placement());
    line.lambda = lambda;
    const bool is_lo = line.moved > max_moves_;
    same_side_ = is_lo == last_was_lo ? std::min(same_side_ + 1, 38) : 0;
    last_was_lo = is_lo;
    if (is_lo) {
      lo_ = std::move(line);
    } else {
      hi_ = std::move(line);
      if (lambda == 0) return Finish({0, 1});
    }
    if (lo_.has_value()) {
      const Ratio cross = Intersection();
      const bool at_lo = cross.numerator == *lo_->lambda * cross.denominator;
      const bool at_hi = hi_.lambda.has_value() && cross.numerator == *hi_.lambda * cross.denominator;
      if (at_lo || at_hi) return Finish(cross);
      if (hi_.lambda.has_value() && *hi_.lambda - *lo_->lambda == 1) break;
    }
    lambda = NextInteger();
  }
  while (true) {
    const Ratio cross = Intersection();
    absl::StatusOr<Augmentation> solved = SolveAt(cross);
    if (!solved.ok()) return solved.status();
    Line line = LineOf(solved->placement());
    const auto height = [&](const Line& at) {
      return static_cast<__int128>(at.value) * cross.denominator -
             static_cast<__int128>(at.moved) * cross.numerator;
    };
    if (height(line) == height(hi_)) return CriticalSolution{*std::move(solved), std::move(hi_.placement)};
    if (line.moved > max_moves_) {
      lo_ = std::move(line);
    } else {
      hi_ = std::move(line);
    }
  }
}

}  // namespace selaras::assignment
