#include "libs/assignment/certificate.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/assignment/limits.h"

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
//
// What the caps charge is In(zone of the post) + Out(zone of the reference) − Common(zones of both). The first
// joins the price, the second is the person's. The third is got by looking, for each charged zone around the
// reference post, at the posts inside with Common(zone) given back: a post deeper inside is underrated there
// and rated right at its own zone, so the maximum is right.
class ProfitTable {
 public:
  ProfitTable(const Instance& instance, absl::Span<const int64_t> prices, int64_t lambda, int64_t denominator,
              const ZoneTolls& tolls)
      : instance_(instance),
        tolls_(tolls),
        lambda_(lambda),
        q_(denominator),
        begin_(instance.cells.size() + 1, 0) {
    for (const Post& post : instance.posts) ++begin_[post.cell + 1];
    for (size_t c = 1; c < begin_.size(); ++c) begin_[c] += begin_[c - 1];
    posts_.resize(instance.posts.size());
    std::vector<int32_t> at(begin_.begin(), begin_.end() - 1);
    for (PostIndex j = 0; j < instance.post_count(); ++j) {
      posts_[at[instance.posts[j].cell]++] = j;
      prices_.push_back(prices[j] + tolls.In(instance.posts[j].zone));
    }
    if (!tolls.any()) return;
    for (PostIndex j = 0; j < instance.post_count(); ++j) {
      EachChargedZone(instance.posts[j].zone,
                      [&](ZoneIndex z) { inside_[Key(z, instance.posts[j].cell)].push_back(j); });
    }
  }

  // kNone if the person has no lawful post. λ is charged on every post, and given back on the reference.
  Wide Best(PersonIndex i) {
    Wide best = kNone;
    const Person& person = instance_.persons[i];
    const ZoneIndex home_zone = instance_.posts[person.reference_post].zone;
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
    const Wide out = tolls_.Out(home_zone);
    for (const CellScore& score : instance_.CellsOf(i)) {
      const bool mixed = std::any_of(exceptions.begin(), exceptions.end(), [&](const Exception& e) {
        return instance_.posts[e.post].cell == score.cell;
      });
      const Wide points = Wide{score.points} * q_ - lambda_ - out;
      const auto consider = [&](const PostIndex* first, const PostIndex* last, int64_t zone, Wide back) {
        const Wide net =
            mixed ? BestExcept(i, first, last) : BestOf(first, last, person.home, zone, score.cell);
        if (net != kNone) best = std::max(best, net + points + back);
      };
      consider(posts_.data() + begin_[score.cell], posts_.data() + begin_[score.cell + 1], -1, 0);
      if (!tolls_.any()) continue;
      EachChargedZone(home_zone, [&](ZoneIndex z) {
        const auto found = inside_.find(Key(z, score.cell));
        if (found == inside_.end()) return;
        const std::vector<PostIndex>& inside = found->second;
        consider(inside.data(), inside.data() + inside.size(), z, tolls_.Common(z));
      });
    }
    return best;
  }

 private:
  static int64_t Key(int64_t zone, CellIndex cell) { return zone << 32 | cell; }

  // Zones of the chain outwards in which something more is charged than around them.
  template <typename Visit>
  void EachChargedZone(ZoneIndex zone, Visit visit) const {
    for (; zone >= 0; zone = instance_.zones[zone].parent) {
      if (tolls_.Common(zone) != tolls_.Common(instance_.zones[zone].parent)) visit(zone);
    }
  }

  Wide Value(PersonIndex i, PostIndex j, int32_t points) const {
    const PostIndex reference = instance_.persons[i].reference_post;
    if (j == reference) return Wide{points} * q_ - prices_[j] + tolls_.In(instance_.posts[j].zone);
    const Wide toll = tolls_.Between(instance_.posts[reference].zone, instance_.posts[j].zone) -
                      tolls_.In(instance_.posts[j].zone);
    return Wide{points} * q_ - prices_[j] - toll - lambda_;
  }

  Wide Net(DistrictIndex home, PostIndex j) const {
    return -Wide{instance_.Distance(home, instance_.posts[j].district)} * q_ - prices_[j];
  }

  Wide BestOf(const PostIndex* first, const PostIndex* last, DistrictIndex home, int64_t zone,
              CellIndex cell) {
    constexpr std::ptrdiff_t kWorthKeeping = 8;
    const auto scan = [&] {
      Wide best = kNone;
      for (const PostIndex* j = first; j != last; ++j) best = std::max(best, Net(home, *j));
      return best;
    };
    if (last - first < kWorthKeeping) return scan();
    const auto [it, added] =
        best_.try_emplace({zone, int64_t{cell} * instance_.district_count() + home}, kNone);
    if (added) it->second = scan();
    return it->second;
  }

  Wide BestExcept(PersonIndex i, const PostIndex* first, const PostIndex* last) const {
    Wide best = kNone;
    const auto exceptions = instance_.ExceptionsOf(i);
    auto e = exceptions.begin();
    for (const PostIndex* j = first; j != last; ++j) {  // Posts of a cell ascend, as exceptions do.
      while (e != exceptions.end() && e->post < *j) ++e;
      if (e != exceptions.end() && e->post == *j) continue;
      best = std::max(best, Net(instance_.persons[i].home, *j));
    }
    return best;
  }

  const Instance& instance_;
  const ZoneTolls& tolls_;
  const Wide lambda_;
  const Wide q_;
  std::vector<Wide> prices_;                                     // With In().
  std::vector<int32_t> begin_;                                   // cells + 1, into posts_.
  std::vector<PostIndex> posts_;                                 // By cell.
  absl::flat_hash_map<int64_t, std::vector<PostIndex>> inside_;  // By (charged zone, cell).
  absl::flat_hash_map<std::pair<int64_t, int64_t>, Wide> best_;  // By zone (−1 = all) and (cell, home).
};

absl::Status CheckNumbers(const Instance& instance, absl::Span<const int64_t> prices, int64_t lambda,
                          int64_t denominator, absl::Span<const int64_t> limit_prices) {
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
  if (!limit_prices.empty() && limit_prices.size() != instance.limits.size()) {
    return absl::InvalidArgumentError(absl::StrCat("certificate: ", limit_prices.size(), " multipliers for ",
                                                   instance.limits.size(), " limits"));
  }
  for (size_t c = 0; c < limit_prices.size(); ++c) {
    const bool cap = !instance.limits[c].is_group();
    if (limit_prices[c] < 0 || limit_prices[c] > (cap ? kMaxPrice : 0)) {
      return absl::InvalidArgumentError(
          absl::StrCat("certificate: the multiplier of limit ", c, " must be ", cap ? "0 to 2^62" : "0"));
    }
  }
  return absl::OkStatus();
}

// λ·M + Σ λ_c·b_c.
Wide LimitTerms(const Instance& instance, int64_t lambda, absl::Span<const int64_t> limit_prices) {
  Wide sum = Wide{lambda} * instance.max_moves.value_or(0);
  for (size_t c = 0; c < limit_prices.size(); ++c) sum += Wide{limit_prices[c]} * instance.limits[c].bound;
  return sum;
}

absl::StatusOr<int64_t> Points(Wide dual, int64_t denominator) {
  const Wide bound = FloorDiv(dual, denominator);
  if (bound > kMax64 || bound < -Wide{kMax64})
    return absl::OutOfRangeError("certificate: the bound leaves 64 bits");
  return static_cast<int64_t>(bound);
}

// One tier's prices (the points: the certificate's own) with what they charge, and how much a pair or a seat
// of a plan at least as good may miss.
struct Proof {
  Proof(const Instance& instance, absl::Span<const int64_t> prices, absl::Span<const int64_t> limit_prices,
        int64_t lambda)
      : prices(prices), limit_prices(limit_prices), lambda(lambda), tolls(instance, limit_prices) {}

  absl::Span<const int64_t> prices;
  absl::Span<const int64_t> limit_prices;
  int64_t lambda;
  ZoneTolls tolls;
  Wide slack = 0;  // G_t.
};

// Nested proofs of tiers, by looking at every lawful pair.
class TierTable {
 public:
  TierTable(const Instance& instance, const Certificate& certificate, int32_t t)
      : instance_(instance), q_(certificate.denominator), last_(t) {
    for (int32_t r = 0; r <= t; ++r) {
      if (r == instance.tier_count) {
        proofs_.emplace_back(instance, certificate.prices, certificate.limit_prices, certificate.lambda);
        continue;
      }
      const TierProof& tier = certificate.tiers[r];
      proofs_.emplace_back(instance, tier.prices, tier.limit_prices, tier.lambda);
      proofs_.back().slack = Wide{q_} * (Wide{tier.bound} - tier.objective + 1) - 1;
    }
  }

  absl::StatusOr<int64_t> Bound() {
    const Proof& last = proofs_[last_];
    Wide dual = LimitTerms(instance_, last.lambda, last.limit_prices);
    for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
      const Wide best = Best(i);
      if (best == kNone) {
        return absl::InvalidArgumentError(
            absl::StrCat("certificate: the tiers leave person ", i, " no post"));
      }
      dual += best;
    }
    for (PostIndex j = 0; j < instance_.post_count(); ++j) {
      for (int32_t r = instance_.seat_begin[j]; r < instance_.seat_begin[j + 1]; ++r) dual += Seat(j, r);
    }
    return Points(dual, q_);
  }

 private:
  Wide Net(const Proof& proof, int32_t t, PersonIndex i, PostIndex j, int32_t score) const {
    const PostIndex reference = instance_.persons[i].reference_post;
    const Wide toll = j == reference ? 0
                                     : proof.lambda + proof.tolls.Between(instance_.posts[reference].zone,
                                                                          instance_.posts[j].zone);
    return (t == instance_.tier_count ? Wide{score} * q_ : 0) - proof.prices[j] - toll;
  }

  Wide Best(PersonIndex i) const {
    struct Pair {
      PostIndex post;
      int32_t score;
    };
    std::vector<Pair> pairs;
    for (PostIndex j = 0; j < instance_.post_count(); ++j) {
      if (const auto score = instance_.Score(i, j); score.has_value()) pairs.push_back({j, *score});
    }
    for (int32_t t = 0;; ++t) {
      Wide best = kNone;
      for (const Pair& p : pairs) best = std::max(best, Net(proofs_[t], t, i, p.post, p.score));
      if (t == last_ || best == kNone) return best;
      pairs.erase(std::remove_if(pairs.begin(), pairs.end(),
                                 [&](const Pair& p) {
                                   return best - Net(proofs_[t], t, i, p.post, p.score) > proofs_[t].slack;
                                 }),
                  pairs.end());
    }
  }

  Wide Seat(PostIndex j, int32_t run) const {
    for (int32_t t = 0;; ++t) {
      const int32_t points = t == instance_.tier_count
                                 ? instance_.seat_runs[run].points
                                 : instance_.tier_points[static_cast<size_t>(run) * instance_.tier_count + t];
      const Wide surplus = proofs_[t].prices[j] + Wide{points} * q_;
      if (t == last_) return instance_.seat_runs[run].count * std::max<Wide>(0, surplus);
      if (surplus < -proofs_[t].slack) return 0;
      if (surplus <= proofs_[t].slack) continue;
      const int32_t own =
          last_ == instance_.tier_count
              ? instance_.seat_runs[run].points
              : instance_.tier_points[static_cast<size_t>(run) * instance_.tier_count + last_];
      return instance_.seat_runs[run].count * (proofs_[last_].prices[j] + Wide{own} * q_);
    }
  }

  const Instance& instance_;
  const int64_t q_;
  const int32_t last_;
  std::vector<Proof> proofs_;
};

// What going from the reference to j is charged.
Wide TollOf(const Instance& instance, const Certificate& certificate, const ZoneTolls& tolls, PersonIndex i,
            PostIndex j) {
  const PostIndex reference = instance.persons[i].reference_post;
  if (j == reference) return 0;
  return certificate.lambda + tolls.Between(instance.posts[reference].zone, instance.posts[j].zone);
}

}  // namespace

bool Certificate::optimal() const {
  return gap() == 0 &&
         std::all_of(tiers.begin(), tiers.end(), [](const TierProof& t) { return t.gap() == 0; });
}

absl::StatusOr<int64_t> ComputeBound(const Instance& instance, absl::Span<const int64_t> prices,
                                     int64_t lambda, int64_t denominator,
                                     absl::Span<const int64_t> limit_prices) {
  absl::Status status = CheckNumbers(instance, prices, lambda, denominator, limit_prices);
  if (!status.ok()) return status;
  const ZoneTolls tolls(instance, limit_prices);
  ProfitTable table(instance, prices, lambda, denominator, tolls);
  Wide dual = LimitTerms(instance, lambda, limit_prices);
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
  return Points(dual, denominator);
}

absl::StatusOr<int64_t> ComputeTierBound(const Instance& instance, const Certificate& certificate,
                                         int32_t t) {
  if (t < 0 || t > instance.tier_count || certificate.tiers.size() < static_cast<size_t>(t)) {
    return absl::InvalidArgumentError("certificate: no such tier");
  }
  for (int32_t r = 0; r <= t; ++r) {
    const bool points = r == instance.tier_count;
    const TierProof* tier = points ? nullptr : &certificate.tiers[r];
    absl::Status status = CheckNumbers(instance, points ? certificate.prices : tier->prices,
                                       points ? certificate.lambda : tier->lambda, certificate.denominator,
                                       points ? certificate.limit_prices : tier->limit_prices);
    if (!status.ok()) return status;
    if (!points && r < t && tier->bound < tier->objective) {
      return absl::InvalidArgumentError("certificate: the bound of a tier is below its objective");
    }
  }
  return TierTable(instance, certificate, t).Bound();
}

absl::Status CheckCertificate(const Instance& instance, const Certificate& certificate) {
  const absl::StatusOr<int64_t> objective = Objective(instance, certificate.placement);
  if (!objective.ok()) return objective.status();
  if (certificate.tiers.size() != static_cast<size_t>(instance.tier_count)) {
    return absl::InvalidArgumentError(absl::StrCat("certificate: ", certificate.tiers.size(),
                                                   " tiers are proven, the instance has ",
                                                   instance.tier_count));
  }
  const auto check = [](absl::string_view what, int64_t is, int64_t stated) {
    if (is == stated) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(what, " is ", is, ", the certificate states ", stated));
  };
  if (absl::Status status = check("objective", *objective, certificate.objective); !status.ok())
    return status;
  for (int32_t t = 0; t < instance.tier_count; ++t) {
    const TierProof& tier = certificate.tiers[t];
    absl::Status status = check(absl::StrCat("objective of tier ", t),
                                TierObjective(instance, t, certificate.placement), tier.objective);
    if (!status.ok()) return status;
    const absl::StatusOr<int64_t> bound = ComputeTierBound(instance, certificate, t);
    if (!bound.ok()) return bound.status();
    status = check(absl::StrCat("bound of tier ", t), *bound, tier.bound);
    if (!status.ok()) return status;
  }
  const absl::StatusOr<int64_t> bound = instance.tier_count > 0
                                            ? ComputeTierBound(instance, certificate, instance.tier_count)
                                            : ComputeBound(instance, certificate.prices, certificate.lambda,
                                                           certificate.denominator, certificate.limit_prices);
  if (!bound.ok()) return bound.status();
  return check("bound", *bound, certificate.bound);
}

int64_t Toll(const Instance& instance, const Certificate& certificate, PersonIndex i, PostIndex j) {
  return Narrow(TollOf(instance, certificate, ZoneTolls(instance, certificate.limit_prices), i, j));
}

int64_t PersonProfit(const Instance& instance, const Certificate& certificate, PersonIndex i) {
  Wide best = kNone;
  const ZoneTolls tolls(instance, certificate.limit_prices);
  const auto consider = [&](PostIndex j, int32_t points) {
    const Wide toll = TollOf(instance, certificate, tolls, i, j);
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
  const Wide toll = Toll(instance, certificate, i, j);
  return Narrow(Wide{*score} * certificate.denominator - certificate.prices[j] - toll - profit);
}

int64_t Cutoff(const Instance& instance, const Certificate& certificate, PersonIndex i, PostIndex j,
               int64_t profit) {
  const Wide toll = Toll(instance, certificate, i, j);
  return Narrow(-FloorDiv(-(Wide{certificate.prices[j]} + toll + profit), certificate.denominator));
}

}  // namespace selaras::assignment
