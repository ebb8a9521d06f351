#include "services/verify/testing/tiny_certificate.h"

#include <openssl/sha.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace selaras::verify {
namespace {

int64_t Charge(const TinyInstance& instance, const Prices& prices, size_t person, int post) {
  int64_t charge = post == instance.persons[person].reference ? 0 : prices.lambda;
  for (size_t c = 0; c < prices.of_limit.size(); ++c) {
    if (prices.of_limit[c] != 0 && instance.Counts(instance.limits[c], person, post))
      charge += prices.of_limit[c];
  }
  return charge;
}

int64_t Allowance(const TinyInstance& instance, const Prices& prices) {
  int64_t sum = prices.lambda * instance.max_moves.value_or(0);
  for (size_t c = 0; c < prices.of_limit.size(); ++c) sum += prices.of_limit[c] * instance.limits[c].bound;
  return sum;
}

int64_t RelaxedValue(const TinyInstance& instance, const TinyInstance& unlimited, const Prices& prices,
                     const Placement& placement) {
  int64_t value = prices.denominator * *unlimited.Value(placement);
  for (size_t i = 0; i < placement.size(); ++i) value -= Charge(instance, prices, i, placement[i]);
  return value;
}

Placement RelaxedBest(const TinyInstance& instance, const Prices& prices) {
  const std::vector<Placement> all = LawfulPlacements(instance, false);
  const TinyInstance unlimited = instance.Unlimited();
  return *std::max_element(all.begin(), all.end(), [&](const Placement& a, const Placement& b) {
    return RelaxedValue(instance, unlimited, prices, a) < RelaxedValue(instance, unlimited, prices, b);
  });
}

std::string Points(int64_t dual, int64_t denominator, int64_t* bound) {
  const int64_t rest = (dual % denominator + denominator) % denominator;
  *bound = (dual - rest) / denominator;
  return std::to_string(*bound);
}

Prices LoosePrices(const TinyInstance& instance, int64_t denominator, std::mt19937_64& random) {
  Prices prices{denominator, instance.max_moves ? static_cast<int64_t>(random() % 3) : 0, {}, {}};
  for (size_t j = 0; j < instance.posts.size(); ++j) {
    prices.of_post.push_back((static_cast<int64_t>(random() % 7) - 4) * denominator / 2);
  }
  for (const auto& limit : instance.limits) {
    const bool cap = limit.kind == "in" || limit.kind == "out";
    prices.of_limit.push_back(cap ? static_cast<int64_t>(random() % 3) : 0);
  }
  return prices;
}

}  // namespace

std::string Text(const TinyCertificate& certificate) {
  std::ostringstream out;
  const bool extended = !certificate.prices.of_limit.empty() || !certificate.tiers.empty();
  const auto rows = [&](char letter, const std::vector<int64_t>& numbers) {
    for (const int64_t number : numbers) out << letter << ' ' << number << '\n';
  };
  out << "selaras-certificate " << (extended ? 2 : 1) << "\ninstance " << certificate.hash << "\ndenominator "
      << certificate.prices.denominator << "\nlambda " << certificate.prices.lambda << "\nobjective "
      << certificate.objective << "\nbound " << certificate.bound << "\nverdict " << certificate.verdict
      << '\n';
  if (extended) {
    out << "limits " << certificate.prices.of_limit.size() << '\n';
    rows('l', certificate.prices.of_limit);
    out << "tiers " << certificate.tiers.size() << '\n';
    for (const TinyTier& tier : certificate.tiers) {
      out << "t " << tier.objective << ' ' << tier.bound << ' ' << tier.prices.lambda << '\n';
      rows('l', tier.prices.of_limit);
      out << "prices " << tier.prices.of_post.size() << '\n';
      rows('p', tier.prices.of_post);
    }
  }
  out << "prices " << certificate.prices.of_post.size() << '\n';
  rows('p', certificate.prices.of_post);
  out << "placement " << certificate.placement.size() << '\n';
  for (const int post : certificate.placement) out << "x " << post << '\n';
  out << "end\n";
  return out.str();
}

std::string Sha256(const std::string& text) {
  unsigned char sum[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), sum);
  std::string hex;
  char pair[3];
  for (const unsigned char byte : sum) {
    std::snprintf(pair, sizeof pair, "%02x", byte);
    hex += pair;
  }
  return hex;
}

int64_t DenseDual(const TinyInstance& instance, const Prices& prices) {
  int64_t sum = Allowance(instance, prices);
  for (size_t i = 0; i < instance.persons.size(); ++i) {
    int64_t best = INT64_MIN;
    for (int j = 0; j < static_cast<int>(instance.posts.size()); ++j) {
      const std::optional<int64_t> score = instance.Score(i, j);
      if (!score) continue;
      best = std::max(best, prices.denominator * *score - prices.of_post[j] - Charge(instance, prices, i, j));
    }
    sum += best;
  }
  for (int j = 0; j < static_cast<int>(instance.posts.size()); ++j) {
    for (const int64_t worth : instance.Seats(j)) {
      sum += std::max<int64_t>(0, prices.of_post[j] + prices.denominator * worth);
    }
  }
  return sum;
}

int64_t RelaxedOptimum(const TinyInstance& instance, int64_t denominator, int64_t lambda) {
  const Prices prices{denominator, lambda, {}, {}};
  return RelaxedValue(instance, instance.Unlimited(), prices, RelaxedBest(instance, prices)) +
         Allowance(instance, prices);
}

Prices ExactPrices(const TinyInstance& instance, int64_t denominator, int64_t lambda,
                   const std::vector<int64_t>& of_limit) {
  Prices prices{denominator, lambda, {}, of_limit};
  prices.of_limit.resize(instance.limits.size());
  const Placement placement = RelaxedBest(instance, prices);
  const auto post_count = static_cast<int>(instance.posts.size());
  // Potentials must satisfy potential[to] ≥ potential[from] + weight; node post_count stands for "no post",
  // price 0.
  struct Edge {
    int from, to;
    int64_t weight;
  };
  std::vector<Edge> edges;
  for (size_t i = 0; i < placement.size(); ++i) {
    const auto worth = [&](int j) {
      return denominator * *instance.Score(i, j) - Charge(instance, prices, i, j);
    };
    for (int j = 0; j < post_count; ++j) {
      if (instance.Score(i, j)) edges.push_back({placement[i], j, worth(j) - worth(placement[i])});
    }
  }
  for (int j = 0; j < post_count; ++j) {
    const std::vector<int64_t> seats = instance.Seats(j);
    const auto taken = static_cast<size_t>(std::count(placement.begin(), placement.end(), j));
    if (taken > 0) edges.push_back({post_count, j, -denominator * seats[taken - 1]});
    if (taken < seats.size()) edges.push_back({j, post_count, denominator * seats[taken]});
  }
  std::vector<int64_t> potential(post_count + 1, 0);
  for (int round = 0; round <= post_count + 1; ++round) {
    for (const Edge& edge : edges) {
      potential[edge.to] = std::max(potential[edge.to], potential[edge.from] + edge.weight);
    }
  }
  for (int j = 0; j < post_count; ++j) prices.of_post.push_back(potential[j] - potential[post_count]);
  return prices;
}

TinyInstance TierAlone(const TinyInstance& instance, int t) {
  TinyInstance alone = instance;
  for (auto& row : alone.distance) std::fill(row.begin(), row.end(), 0);
  for (auto& person : alone.persons) {
    for (auto& [cell, points] : person.cells) points = 0;
    for (auto& [post, points] : person.exceptions) {
      if (points) points = 0;
    }
  }
  for (auto& post : alone.posts) {
    for (size_t r = 0; r < post.runs.size(); ++r) post.runs[r].second = post.tier_runs[r][t];
  }
  return alone;
}

TinyInstance FaceBelow(const TinyInstance& instance, const TinyTier& tier, int t) {
  const int64_t q = tier.prices.denominator;
  const int64_t slack = q * (std::stoll(tier.bound) - std::stoll(tier.objective) + 1) - 1;
  const TinyInstance alone = TierAlone(instance, t);
  TinyInstance face = instance;
  for (size_t i = 0; i < instance.persons.size(); ++i) {
    std::vector<int64_t> net(instance.posts.size());
    int64_t best = INT64_MIN;
    for (int j = 0; j < static_cast<int>(instance.posts.size()); ++j) {
      if (!instance.Score(i, j)) continue;
      net[j] = -tier.prices.of_post[j] - Charge(instance, tier.prices, i, j);
      best = std::max(best, net[j]);
    }
    for (int j = 0; j < static_cast<int>(instance.posts.size()); ++j) {
      if (!instance.Score(i, j) || best - net[j] <= slack) continue;
      face.persons[i].exceptions[j] = std::nullopt;
    }
  }
  for (size_t j = 0; j < instance.posts.size(); ++j) {
    for (size_t r = 0; r < instance.posts[j].runs.size(); ++r) {
      // The tier that forced a seat first decides.
      if (std::abs(face.posts[j].runs[r].second) > kForcedSeat / 2) continue;
      const int64_t surplus = tier.prices.of_post[j] + q * instance.posts[j].tier_runs[r][t];
      const int64_t forced = surplus > slack ? kForcedSeat : surplus < -slack ? -kForcedSeat : 0;
      face.posts[j].runs[r].second += forced;
      for (int below = t + 1; below < instance.tiers; ++below) face.posts[j].tier_runs[r][below] += forced;
    }
  }
  return face;
}

TinyCertificate HonestCertificate(const TinyInstance& instance, const Prices& prices,
                                  const Placement& placement, std::mt19937_64* loose) {
  TinyCertificate certificate;
  certificate.hash = Sha256(Text(instance));
  certificate.placement = placement;
  const std::vector<int64_t> values = instance.Values(placement);
  bool optimal = true;
  std::string within = "WITHIN";
  int64_t bound = 0;
  TinyInstance face = instance;
  // Seats forced full stand for kForcedSeat more than they are worth; the dual value counts that too.
  const auto prove = [&](const TinyInstance& layer, const Prices& of_layer, int64_t value) {
    int64_t dual = 0;
    TinyInstance free = layer;
    for (auto& post : free.posts) post.runs.clear();
    dual = DenseDual(free, of_layer);
    for (size_t j = 0; j < layer.posts.size(); ++j) {
      for (const auto& [count, points] : layer.posts[j].runs) {
        const int64_t forced = points > kForcedSeat / 2    ? kForcedSeat
                               : points < -kForcedSeat / 2 ? -kForcedSeat
                                                           : 0;
        const int64_t surplus = of_layer.of_post[j] + of_layer.denominator * (points - forced);
        dual += count * (forced > 0 ? surplus : forced < 0 ? 0 : std::max<int64_t>(0, surplus));
      }
    }
    const std::string text = Points(dual, of_layer.denominator, &bound);
    optimal &= bound == value;
    within += " " + std::to_string(bound - value);
    return text;
  };
  for (int t = 0; t < instance.tiers; ++t) {
    const TinyInstance alone = TierAlone(face, t);
    TinyTier tier;
    tier.prices = loose != nullptr ? LoosePrices(instance, prices.denominator, *loose)
                                   : ExactPrices(alone.Unlimited(), prices.denominator, 0);
    tier.prices.of_limit.resize(instance.limits.size());
    tier.objective = std::to_string(values[t]);
    tier.bound = prove(alone, tier.prices, values[t]);
    face = FaceBelow(face, tier, t);
    certificate.tiers.push_back(tier);
  }
  certificate.prices = prices;
  if (certificate.prices.of_post.empty()) {
    certificate.prices = ExactPrices(face, prices.denominator, prices.lambda, prices.of_limit);
  }
  certificate.prices.of_limit.resize(instance.limits.size());
  certificate.objective = std::to_string(values.back());
  certificate.bound = prove(face, certificate.prices, values.back());
  certificate.verdict = optimal ? "OPTIMAL" : within;
  return certificate;
}

}  // namespace selaras::verify
