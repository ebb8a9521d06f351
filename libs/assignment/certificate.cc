#include "libs/assignment/certificate.h"

#include <algorithm>
#include <limits>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace selaras::assignment {
namespace {

using Wide = __int128;

constexpr int64_t kMax64 = std::numeric_limits<int64_t>::max();
constexpr Wide kNone = -(Wide{1} << 120);

int64_t Narrow(Wide value) {
  return static_cast<int64_t>(std::clamp<Wide>(value, -Wide{kMax64}, Wide{kMax64}));
}

Wide FloorDiv(Wide a, Wide b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// Profits at fixed prices. Posts of one (cell, district) differ by price alone, so the best of a cell for a
// home district is looked up once; only people with an exception inside the cell need its posts one by one.
class ProfitTable {
 public:
  ProfitTable(const Instance& instance, absl::Span<const int64_t> prices, int64_t lambda, int64_t denominator)
      : instance_(instance),
        prices_(prices),
        lambda_(lambda),
        q_(denominator),
        begin_(instance.cells.size() + 1, 0) {
    for (const Post& post : instance.posts) ++begin_[post.cell + 1];
    for (size_t c = 1; c < begin_.size(); ++c) begin_[c] += begin_[c - 1];
    posts_.resize(instance.posts.size());
    std::vector<int32_t> at(begin_.begin(), begin_.end() - 1);
    for (PostIndex j = 0; j < instance.post_count(); ++j) posts_[at[instance.posts[j].cell]++] = j;
  }

  // kNone if the person has no lawful post. λ is charged on every post, and given back on the reference.
  Wide Best(PersonIndex i) {
    Wide best = kNone;
    const Person& person = instance_.persons[i];
    const auto exceptions = instance_.ExceptionsOf(i);
    for (const Exception& e : exceptions) {
      if (e.points != kForbidden) best = std::max(best, Value(i, e.post, e.points));
    }
    bool reference_listed = std::any_of(exceptions.begin(), exceptions.end(),
                                        [&](const Exception& e) { return e.post == person.reference_post; });
    if (!reference_listed) {
      const std::optional<int32_t> score = instance_.Score(i, person.reference_post);
      if (score.has_value()) best = std::max(best, Value(i, person.reference_post, *score));
    }
    for (const CellScore& score : instance_.CellsOf(i)) {
      const bool mixed = std::any_of(exceptions.begin(), exceptions.end(), [&](const Exception& e) {
        return instance_.posts[e.post].cell == score.cell;
      });
      const Wide net = mixed ? BestExcept(i, score.cell) : CellBest(score.cell, person.home);
      if (net != kNone) best = std::max(best, net + Wide{score.points} * q_ - lambda_);
    }
    return best;
  }

 private:
  Wide Value(PersonIndex i, PostIndex j, int32_t points) const {
    return Wide{points} * q_ - prices_[j] - (j == instance_.persons[i].reference_post ? 0 : lambda_);
  }

  Wide CellBest(CellIndex cell, DistrictIndex home) {
    const auto [it, added] = best_.try_emplace(int64_t{cell} * instance_.district_count() + home, kNone);
    if (added) {
      for (int32_t k = begin_[cell]; k < begin_[cell + 1]; ++k) {
        const PostIndex j = posts_[k];
        const Wide net = -Wide{instance_.Distance(home, instance_.posts[j].district)} * q_ - prices_[j];
        it->second = std::max(it->second, net);
      }
    }
    return it->second;
  }

  Wide BestExcept(PersonIndex i, CellIndex cell) const {
    Wide best = kNone;
    const auto exceptions = instance_.ExceptionsOf(i);
    auto e = exceptions.begin();
    for (int32_t k = begin_[cell]; k < begin_[cell + 1]; ++k) {  // Posts of a cell ascend, as exceptions do.
      const PostIndex j = posts_[k];
      while (e != exceptions.end() && e->post < j) ++e;
      if (e != exceptions.end() && e->post == j) continue;
      const DistrictIndex home = instance_.persons[i].home;
      const Wide net = -Wide{instance_.Distance(home, instance_.posts[j].district)} * q_ - prices_[j];
      best = std::max(best, net);
    }
    return best;
  }

  const Instance& instance_;
  const absl::Span<const int64_t> prices_;
  const Wide lambda_;
  const Wide q_;
  std::vector<int32_t> begin_;    // cells + 1, into posts_.
  std::vector<PostIndex> posts_;  // By cell.
  absl::flat_hash_map<int64_t, Wide> best_;
};

}  // namespace

absl::StatusOr<int64_t> ComputeBound(const Instance& instance, absl::Span<const int64_t> prices,
                                     int64_t lambda, int64_t denominator) {
  if (prices.size() != instance.posts.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("certificate: ", prices.size(), " prices for ", instance.posts.size(), " posts"));
  }
  if (denominator < 1 || denominator > kMaxDenominator) {
    return absl::InvalidArgumentError("certificate: denominator must be 1 to 2^40");
  }
  if (lambda < 0 || lambda > kMaxPrice)
    return absl::InvalidArgumentError("certificate: lambda must be 0 to 2^62");
  if (lambda != 0 && !instance.max_moves.has_value()) {
    return absl::InvalidArgumentError(
        "certificate: lambda must be 0 for an instance without a limit on moves");
  }
  for (const int64_t price : prices) {
    if (price < -kMaxPrice || price > kMaxPrice) {
      return absl::InvalidArgumentError("certificate: a price is outside ±2^62");
    }
  }
  ProfitTable table(instance, prices, lambda, denominator);
  Wide dual = Wide{lambda} * instance.max_moves.value_or(0);
  for (PersonIndex i = 0; i < instance.person_count(); ++i) {
    const Wide best = table.Best(i);
    if (best == kNone) return absl::InvalidArgumentError(absl::StrCat("person ", i, " has no lawful post"));
    dual += best;
  }
  for (PostIndex j = 0; j < instance.post_count(); ++j) {
    for (const SeatRun& run : instance.SeatsOf(j)) {
      dual += Wide{run.count} * std::max<Wide>(0, prices[j] + Wide{run.points} * denominator);
    }
  }
  const Wide bound = FloorDiv(dual, denominator);
  if (bound > kMax64 || bound < -Wide{kMax64})
    return absl::OutOfRangeError("certificate: the bound leaves 64 bits");
  return static_cast<int64_t>(bound);
}

absl::Status CheckCertificate(const Instance& instance, const Certificate& certificate) {
  const absl::StatusOr<int64_t> objective = Objective(instance, certificate.placement);
  if (!objective.ok()) return objective.status();
  if (*objective != certificate.objective) {
    return absl::InvalidArgumentError(
        absl::StrCat("objective is ", *objective, ", the certificate states ", certificate.objective));
  }
  const absl::StatusOr<int64_t> bound =
      ComputeBound(instance, certificate.prices, certificate.lambda, certificate.denominator);
  if (!bound.ok()) return bound.status();
  if (*bound != certificate.bound) {
    return absl::InvalidArgumentError(
        absl::StrCat("bound is ", *bound, ", the certificate states ", certificate.bound));
  }
  return absl::OkStatus();
}

int64_t PersonProfit(const Instance& instance, const Certificate& certificate, PersonIndex i) {
  Wide best = kNone;
  const auto consider = [&](PostIndex j, int32_t points) {
    const Wide toll = j == instance.persons[i].reference_post ? 0 : certificate.lambda;
    best = std::max(best, Wide{points} * certificate.denominator - certificate.prices[j] - toll);
  };
  for (const Exception& e : instance.ExceptionsOf(i)) {
    if (e.points != kForbidden) consider(e.post, e.points);
  }
  const auto cells = instance.CellsOf(i);
  if (cells.empty()) return Narrow(best);
  for (PostIndex j = 0; j < instance.post_count(); ++j) {
    const CellIndex cell = instance.posts[j].cell;
    const auto c = std::lower_bound(cells.begin(), cells.end(), cell,
                                    [](const CellScore& x, CellIndex want) { return x.cell < want; });
    if (c == cells.end() || c->cell != cell) continue;
    if (const std::optional<int32_t> score = instance.Score(i, j); score.has_value()) consider(j, *score);
  }
  return Narrow(best);
}

std::optional<int64_t> Slack(const Instance& instance, const Certificate& certificate, PersonIndex i,
                             PostIndex j, int64_t profit) {
  const std::optional<int32_t> score = instance.Score(i, j);
  if (!score.has_value()) return std::nullopt;
  const Wide toll = j == instance.persons[i].reference_post ? 0 : certificate.lambda;
  return Narrow(Wide{*score} * certificate.denominator - certificate.prices[j] - toll - profit);
}

int64_t Cutoff(const Instance& instance, const Certificate& certificate, PersonIndex i, PostIndex j,
               int64_t profit) {
  const Wide toll = j == instance.persons[i].reference_post ? 0 : certificate.lambda;
  return Narrow(-FloorDiv(-(Wide{certificate.prices[j]} + toll + profit), certificate.denominator));
}

}  // namespace selaras::assignment
