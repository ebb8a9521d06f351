#include "libs/assignment/tiers.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/assignment/limits.h"

namespace selaras::assignment {
namespace {

using Wide = __int128;

constexpr int64_t kMaxWeight = int64_t{1} << 52;
// Digits of prices with a limit on moves hold some λ as well; what room there is beyond the proven need is for them.
constexpr int64_t kRoomForLambda = 16;
constexpr int64_t kMostMultiples = 64;

// Highest less lowest score, distance and 0 included.
int64_t ScoreRange(const Instance& in) {
  int64_t low = 0, high = 0, far = 0;
  for (const CellScore& score : in.cell_scores) {
    low = std::min<int64_t>(low, score.points);
    high = std::max<int64_t>(high, score.points);
  }
  for (const Exception& e : in.exceptions) {
    if (e.points == kForbidden) continue;
    low = std::min<int64_t>(low, e.points);
    high = std::max<int64_t>(high, e.points);
  }
  for (const int32_t points : in.distance) far = std::max<int64_t>(far, points);
  return high - low + far;
}

int64_t TierPoints(const Instance& in, int32_t run, int32_t t) {
  return in.tier_points[static_cast<size_t>(run) * in.tier_count + t];
}

int64_t WidestWorth(const Instance& in, int32_t t) {
  int64_t widest = 0;
  for (size_t r = 0; r < in.seat_runs.size(); ++r)
    widest = std::max<int64_t>(widest, std::abs(TierPoints(in, static_cast<int32_t>(r), t)));
  return widest;
}

// The smallest multiple of the denominator at which the digits of λ are small: λ is the gain per move of one cycle or path,
// each of whose digits is small over its number of moves.
int64_t MultipleFor(const TierScale& scale, int64_t lambda, int64_t denominator, int64_t small) {
  int64_t best = 1;
  int64_t least = std::numeric_limits<int64_t>::max();
  for (int64_t k = 1; k <= kMostMultiples && denominator <= kMaxDenominator / k; ++k) {
    const Wide multiple = Wide{lambda} * k;
    if (multiple > std::numeric_limits<int64_t>::max()) break;
    const int64_t points =
        std::abs(SplitDigits(scale, static_cast<int64_t>(multiple)).back()) / (denominator * k);
    if (points <= small) return k;
    if (points < least) {
      least = points;
      best = k;
    }
  }
  return best;
}

// Everybody's best in each tier over the pairs that the tiers above leave him.
class NestedFaces {
 public:
  NestedFaces(const Instance& in, Certificate& certificate) : in_(in), c_(certificate) {
    begin_.assign(in.cells.size() + 1, 0);
    for (const Post& post : in.posts) ++begin_[post.cell + 1];
    for (size_t cell = 1; cell < begin_.size(); ++cell) begin_[cell] += begin_[cell - 1];
    posts_.resize(in.posts.size());
    std::vector<int32_t> next(begin_.begin(), begin_.end() - 1);
    for (PostIndex j = 0; j < in.post_count(); ++j) posts_[next[in.posts[j].cell]++] = j;
    excepted_.assign(in.posts.size(), -1);
    for (int32_t t = 0; t <= in.tier_count; ++t)
      levels_.emplace_back(in, PricesOf(t), LimitPricesOf(t), LambdaOf(t));
  }

  absl::Status Run() {
    for (int32_t t = 0; t <= in_.tier_count; ++t) {
      if (absl::Status status = CheckRange(levels_[t]); !status.ok()) return status;
      Wide dual = Wide{levels_[t].lambda} * in_.max_moves.value_or(0);
      for (size_t c = 0; c < levels_[t].limit_prices.size(); ++c)
        dual += Wide{levels_[t].limit_prices[c]} * in_.limits[c].bound;
      levels_[t].best.assign(in_.persons.size(), kNone);
      for (PersonIndex i = 0; i < in_.person_count(); ++i) {
        EachPair(i, t, [&](int64_t net) { levels_[t].best[i] = std::max(levels_[t].best[i], net); });
        if (levels_[t].best[i] == kNone) {
          return absl::InvalidArgumentError(
              absl::StrCat("certificate: the tiers leave person ", i, " no post"));
        }
        dual += levels_[t].best[i];
      }
      for (PostIndex j = 0; j < in_.post_count(); ++j) {
        for (int32_t r = in_.seat_begin[j]; r < in_.seat_begin[j + 1]; ++r)
          dual += Wide{in_.seat_runs[r].count} * Seat(j, r, t);
      }
      const Wide q = c_.denominator;
      const auto bound = static_cast<int64_t>(dual >= 0 ? dual / q : -((-dual + q - 1) / q));
      if (t == in_.tier_count) {
        c_.bound = bound;
      } else {
        c_.tiers[t].bound = bound;
        const Wide slack = q * (Wide{bound} - c_.tiers[t].objective + 1) - 1;
        levels_[t].slack = static_cast<int64_t>(std::min<Wide>(slack, kFar));
      }
    }
    return absl::OkStatus();
  }

 private:
  static constexpr int64_t kNone = std::numeric_limits<int64_t>::min();
  static constexpr int64_t kFar = int64_t{1} << 61;

  struct Level {
    Level(const Instance& in, const std::vector<int64_t>& prices, const std::vector<int64_t>& limit_prices,
          int64_t lambda)
        : prices(prices), limit_prices(limit_prices), lambda(lambda), tolls(in, limit_prices) {}
    const std::vector<int64_t>& prices;
    const std::vector<int64_t>& limit_prices;
    int64_t lambda;
    ZoneTolls tolls;
    int64_t slack = 0;
    std::vector<int64_t> best;
  };

  const std::vector<int64_t>& PricesOf(int32_t t) const {
    return t < in_.tier_count ? c_.tiers[t].prices : c_.prices;
  }
  const std::vector<int64_t>& LimitPricesOf(int32_t t) const {
    return t < in_.tier_count ? c_.tiers[t].limit_prices : c_.limit_prices;
  }
  int64_t LambdaOf(int32_t t) const { return t < in_.tier_count ? c_.tiers[t].lambda : c_.lambda; }

  // So that no sum of a pair or seat leaves 64 bits.
  absl::Status CheckRange(const Level& level) const {
    constexpr int64_t kMost = int64_t{1} << 58;
    const auto far = [](int64_t x) { return x > kMost || x < -kMost; };
    const bool wide = c_.denominator > (int64_t{1} << 27) || far(level.lambda) ||
                      std::any_of(level.prices.begin(), level.prices.end(), far) ||
                      std::any_of(level.limit_prices.begin(), level.limit_prices.end(),
                                  [](int64_t x) { return x > (int64_t{1} << 50); });
    if (wide)
      return absl::OutOfRangeError("assignment: prices of the tiers leave the range of the arithmetic");
    return absl::OkStatus();
  }

  int64_t Net(int32_t t, PersonIndex i, PostIndex j, int64_t score) const {
    const Level& level = levels_[t];
    const PostIndex reference = in_.persons[i].reference_post;
    int64_t net = (t == in_.tier_count ? score * c_.denominator : 0) - level.prices[j];
    if (j == reference) return net;
    net -= level.lambda;
    if (level.tolls.any())
      net -= static_cast<int64_t>(level.tolls.Between(in_.posts[reference].zone, in_.posts[j].zone));
    return net;
  }

  template <typename Visit>
  void Offer(PersonIndex i, PostIndex j, int64_t score, int32_t t, const Visit& visit) const {
    for (int32_t above = 0; above < t; ++above) {
      if (levels_[above].best[i] - Net(above, i, j, score) > levels_[above].slack) return;
    }
    visit(Net(t, i, j, score));
  }

  template <typename Visit>
  void EachPair(PersonIndex i, int32_t t, const Visit& visit) {
    const auto exceptions = in_.ExceptionsOf(i);
    for (const Exception& e : exceptions) {
      excepted_[e.post] = i;
      if (e.points != kForbidden) Offer(i, e.post, e.points, t, visit);
    }
    const int32_t* const row =
        in_.distance.data() + static_cast<size_t>(in_.persons[i].home) * in_.districts.size();
    for (const CellScore& cell : in_.CellsOf(i)) {
      for (int32_t k = begin_[cell.cell]; k < begin_[cell.cell + 1]; ++k) {
        const PostIndex j = posts_[k];
        if (excepted_[j] != i) Offer(i, j, int64_t{cell.points} - row[in_.posts[j].district], t, visit);
      }
    }
  }

  int64_t Surplus(PostIndex j, int32_t run, int32_t t) const {
    const int64_t worth = t == in_.tier_count ? in_.seat_runs[run].points : TierPoints(in_, run, t);
    return levels_[t].prices[j] + worth * c_.denominator;
  }

  // What one seat of the run adds to the dual of tier t: the highest tier that forces it decides.
  int64_t Seat(PostIndex j, int32_t run, int32_t t) const {
    for (int32_t above = 0; above < t; ++above) {
      const int64_t surplus = Surplus(j, run, above);
      if (surplus < -levels_[above].slack) return 0;
      if (surplus > levels_[above].slack) return Surplus(j, run, t);
    }
    return std::max<int64_t>(0, Surplus(j, run, t));
  }

  const Instance& in_;
  Certificate& c_;
  std::vector<int32_t> begin_;  // cells + 1, into posts_.
  std::vector<PostIndex> posts_;
  std::vector<PersonIndex> excepted_;  // Per post: the person whose exceptions were marked last.
  std::vector<Level> levels_;
};

}  // namespace

absl::StatusOr<TierScale> ChooseTierScale(const Instance& instance) {
  TierScale scale;
  if (instance.tier_count == 0) return scale;
  int64_t widest_seat = 0;
  for (const SeatRun& run : instance.seat_runs)
    widest_seat = std::max<int64_t>(widest_seat, std::abs(run.points));
  const Wide range = ScoreRange(instance);
  // A simple path has at most one step per post and per person; its points are those steps and two seats.
  const Wide steps = std::min<Wide>(instance.post_count(), instance.person_count()) + 2;
  const Wide digit = steps * range + widest_seat;
  const bool limited = instance.max_moves.has_value() || !instance.limits.empty();
  const int64_t room = limited ? kRoomForLambda : 1;
  // Bound of the points in any reduced cost: two prices and a score; the weight is more than twice that.
  Wide weight = 2 * (2 * digit + 2 * range) * room + 1;
  std::vector<int64_t> upwards;
  for (int32_t t = instance.tier_count - 1; t >= 0; --t) {
    if (weight > kMaxWeight) {
      return absl::OutOfRangeError(
          "assignment: the tiers need weights beyond 2^52; make the worths of seats in them smaller");
    }
    upwards.push_back(static_cast<int64_t>(weight));
    weight *= Wide{2} * (2 * std::max<int64_t>(1, WidestWorth(instance, t))) * room + 1;
  }
  scale.weights.assign(upwards.rbegin(), upwards.rend());
  return scale;
}

int64_t CombinedWorth(const Instance& instance, const TierScale& scale, int32_t run) {
  Wide worth = instance.seat_runs[run].points;
  for (size_t t = 0; t < scale.weights.size(); ++t)
    worth += Wide{scale.weights[t]} * TierPoints(instance, run, static_cast<int32_t>(t));
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(std::clamp<Wide>(worth, -kMost, kMost));
}

std::vector<int64_t> SplitDigits(const TierScale& scale, int64_t value) {
  std::vector<int64_t> digits;
  for (const int64_t weight : scale.weights) {
    // Nearest multiple: the rest is within half of the weight.
    const Wide shifted = Wide{value} + weight / 2;
    const auto digit =
        static_cast<int64_t>(shifted >= 0 ? shifted / weight : -((-shifted + weight - 1) / weight));
    digits.push_back(digit);
    value = static_cast<int64_t>(Wide{value} - Wide{digit} * weight);
  }
  digits.push_back(value);
  return digits;
}

absl::Status SplitTiers(const Instance& instance, const TierScale& scale, Certificate& certificate) {
  const int32_t tiers = instance.tier_count;
  const int64_t multiple =
      certificate.lambda == 0
          ? 1
          : MultipleFor(scale, certificate.lambda, certificate.denominator, 4 * ScoreRange(instance) + 1);
  certificate.denominator *= multiple;
  certificate.tiers.assign(tiers, {});
  for (TierProof& tier : certificate.tiers) tier.prices.reserve(certificate.prices.size());
  for (int64_t& price : certificate.prices) {
    const Wide wide = Wide{price} * multiple;
    if (wide > kMaxPrice || wide < -kMaxPrice)
      return absl::OutOfRangeError("assignment: prices of the tiers leave the range of the arithmetic");
    const std::vector<int64_t> digits = SplitDigits(scale, static_cast<int64_t>(wide));
    for (int32_t t = 0; t < tiers; ++t) certificate.tiers[t].prices.push_back(digits[t]);
    price = digits.back();
  }
  const std::vector<int64_t> lambda = SplitDigits(scale, certificate.lambda * multiple);
  // A tier may be glad of the limit that a higher one set: it is charged nothing then.
  for (int32_t t = 0; t < tiers; ++t) certificate.tiers[t].lambda = std::max<int64_t>(0, lambda[t]);
  certificate.lambda = std::max<int64_t>(0, lambda.back());
  for (int64_t& price : certificate.limit_prices) {
    const std::vector<int64_t> digits = SplitDigits(scale, price * multiple);
    for (int32_t t = 0; t < tiers; ++t)
      certificate.tiers[t].limit_prices.push_back(std::max<int64_t>(0, digits[t]));
    price = std::max<int64_t>(0, digits.back());
  }
  for (int32_t t = 0; t < tiers; ++t) {
    certificate.tiers[t].objective = TierObjective(instance, t, certificate.placement);
    certificate.tiers[t].bound = certificate.tiers[t].objective;
  }
  const absl::StatusOr<int64_t> objective = Objective(instance, certificate.placement);
  if (!objective.ok()) return objective.status();
  certificate.objective = certificate.bound = *objective;
  const bool limited = instance.max_moves.has_value() || !instance.limits.empty();
  return limited ? BoundTiers(instance, certificate) : absl::OkStatus();
}

absl::Status BoundTiers(const Instance& instance, Certificate& certificate) {
  return NestedFaces(instance, certificate).Run();
}

}  // namespace selaras::assignment
