#include "services/verify/testing/tiny_certificate.h"

#include <openssl/sha.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace selaras::verify {
namespace {

int64_t RelaxedValue(const TinyInstance& instance, int64_t denominator, int64_t lambda,
                     const Placement& placement) {
  TinyInstance unlimited = instance;
  unlimited.max_moves.reset();
  return denominator * *unlimited.Value(placement) - lambda * instance.Moves(placement);
}

Placement RelaxedBest(const TinyInstance& instance, int64_t denominator, int64_t lambda) {
  const std::vector<Placement> all = LawfulPlacements(instance, false);
  return *std::max_element(all.begin(), all.end(), [&](const Placement& a, const Placement& b) {
    return RelaxedValue(instance, denominator, lambda, a) < RelaxedValue(instance, denominator, lambda, b);
  });
}

}  // namespace

std::string Text(const TinyCertificate& certificate) {
  std::ostringstream out;
  out << "selaras-certificate 1\ninstance " << certificate.hash << "\ndenominator "
      << certificate.prices.denominator << "\nlambda " << certificate.prices.lambda << "\nobjective "
      << certificate.objective << "\nbound " << certificate.bound << "\nverdict " << certificate.verdict
      << "\nprices " << certificate.prices.of_post.size() << '\n';
  for (const int64_t price : certificate.prices.of_post) out << "p " << price << '\n';
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
  int64_t sum = prices.lambda * instance.max_moves.value_or(0);
  for (size_t i = 0; i < instance.persons.size(); ++i) {
    int64_t best = INT64_MIN;
    for (int j = 0; j < static_cast<int>(instance.posts.size()); ++j) {
      const std::optional<int64_t> score = instance.Score(i, j);
      if (!score) continue;
      const int64_t moved = j == instance.persons[i].reference ? 0 : prices.lambda;
      best = std::max(best, prices.denominator * *score - prices.of_post[j] - moved);
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
  const Placement best = RelaxedBest(instance, denominator, lambda);
  return RelaxedValue(instance, denominator, lambda, best) + lambda * instance.max_moves.value_or(0);
}

Prices ExactPrices(const TinyInstance& instance, int64_t denominator, int64_t lambda) {
  const Placement placement = RelaxedBest(instance, denominator, lambda);
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
      return denominator * *instance.Score(i, j) - (j == instance.persons[i].reference ? 0 : lambda);
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
  Prices prices{denominator, lambda, {}};
  for (int j = 0; j < post_count; ++j) prices.of_post.push_back(potential[j] - potential[post_count]);
  return prices;
}

TinyCertificate HonestCertificate(const TinyInstance& instance, const Prices& prices,
                                  const Placement& placement) {
  const int64_t value = *instance.Value(placement);
  const int64_t dual = DenseDual(instance, prices);
  const int64_t rest = (dual % prices.denominator + prices.denominator) % prices.denominator;
  const int64_t bound = (dual - rest) / prices.denominator;
  return {Sha256(Text(instance)),
          prices,
          std::to_string(value),
          std::to_string(bound),
          bound == value ? "OPTIMAL" : "WITHIN " + std::to_string(bound - value),
          placement};
}

}  // namespace selaras::verify
