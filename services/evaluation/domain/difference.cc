#include "services/evaluation/domain/difference.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace selaras::evaluation {
namespace {

double Quantile(double degrees_of_freedom, double confidence) {
  return boost::math::quantile(boost::math::students_t(degrees_of_freedom), 0.5 + confidence / 2);
}

// C(n, k), or limit + 1 as soon as it is more.
int64_t Choose(int64_t n, int64_t k, int64_t limit) {
  k = std::min(k, n - k);
  double count = 1;
  for (int64_t i = 1; i <= k; ++i) {
    count = count * static_cast<double>(n - k + i) / static_cast<double>(i);
    if (count > static_cast<double>(limit) + 0.5) return limit + 1;
  }
  return static_cast<int64_t>(std::llround(count));
}

uint64_t Below(std::mt19937_64& random, uint64_t bound) {
  const uint64_t excess = (std::mt19937_64::max() % bound + 1) % bound;
  uint64_t r = random();
  while (r > std::mt19937_64::max() - excess) r = random();
  return r % bound;
}

// Next k-subset of 0..n-1 in lexicographic order; false after the last.
bool NextSubset(std::vector<size_t>& subset, size_t n) {
  const size_t k = subset.size();
  for (size_t i = k; i-- > 0;) {
    if (subset[i] == n - k + i) continue;
    ++subset[i];
    for (size_t j = i + 1; j < k; ++j) subset[j] = subset[j - 1] + 1;
    return true;
  }
  return false;
}

}  // namespace

double Mean(absl::Span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double SampleVariance(absl::Span<const double> values) {
  const double mean = Mean(values);
  double sum = 0;
  for (double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size() - 1);
}

Difference Compare(absl::Span<const double> treated, absl::Span<const double> control, double confidence) {
  Difference difference;
  difference.effect = Mean(treated) - Mean(control);
  if (treated.size() < 2 || control.size() < 2) return difference;
  const double n_t = static_cast<double>(treated.size()), n_c = static_cast<double>(control.size());
  const double v_t = SampleVariance(treated) / n_t, v_c = SampleVariance(control) / n_c;
  const double variance = v_t + v_c;
  difference.standard_error = std::sqrt(variance);
  difference.degrees_of_freedom =
      variance > 0 ? variance * variance / (v_t * v_t / (n_t - 1) + v_c * v_c / (n_c - 1)) : n_t + n_c - 2;
  const double margin = Quantile(*difference.degrees_of_freedom, confidence) * *difference.standard_error;
  difference.low = difference.effect - margin;
  difference.high = difference.effect + margin;
  return difference;
}

double PredictionMargin(absl::Span<const double> sample, double confidence) {
  const double n = static_cast<double>(sample.size());
  return Quantile(n - 1, confidence) * std::sqrt(SampleVariance(sample) * (1 + 1 / n));
}

Permutation PermutationTest(absl::Span<const double> treated, absl::Span<const double> control, uint64_t seed,
                            int64_t limit) {
  std::vector<double> all(treated.begin(), treated.end());
  all.insert(all.end(), control.begin(), control.end());
  const size_t n = all.size(), k = treated.size();
  // Around their mean, so that a large common level costs no digits.
  const double mean = Mean(all);
  for (double& value : all) value -= mean;
  const double scale = 1 / static_cast<double>(k) + 1 / static_cast<double>(n - k);
  const auto distance = [&](double sum) { return std::abs(sum * scale); };  // Σ all = 0
  const double observed =
      distance(std::accumulate(all.begin(), all.begin() + static_cast<ptrdiff_t>(k), 0.0));
  double largest = 0;
  for (double value : all) largest = std::max(largest, std::abs(value));
  const double threshold = observed - 1e-9 * largest;

  Permutation result;
  int64_t hits = 0;
  const int64_t possible = Choose(static_cast<int64_t>(n), static_cast<int64_t>(k), limit);
  if (possible <= limit) {
    std::vector<size_t> subset(k);
    std::iota(subset.begin(), subset.end(), 0);
    do {
      double sum = 0;
      for (size_t i : subset) sum += all[i];
      if (distance(sum) >= threshold) ++hits;
    } while (NextSubset(subset, n));
    result = {static_cast<double>(hits) / static_cast<double>(possible), possible, true};
    return result;
  }
  std::mt19937_64 random(seed);
  for (int64_t draw = 0; draw < limit; ++draw) {
    double sum = 0;
    for (size_t i = 0; i < k; ++i) {
      std::swap(all[i], all[i + Below(random, n - i)]);
      sum += all[i];
    }
    if (distance(sum) >= threshold) ++hits;
  }
  result = {static_cast<double>(1 + hits) / static_cast<double>(1 + limit), limit, false};
  return result;
}

}  // namespace selaras::evaluation
