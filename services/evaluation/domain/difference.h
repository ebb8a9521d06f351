#ifndef SELARAS_SERVICES_EVALUATION_DOMAIN_DIFFERENCE_H_
#define SELARAS_SERVICES_EVALUATION_DOMAIN_DIFFERENCE_H_

// Two samples of changes, one number per unit. With d_u = mean after − mean before of unit u, the difference of the
// sample means is the difference-in-differences estimate, and one number per unit is what keeps months of one unit
// from counting as independent (Bertrand, Duflo, Mullainathan, "How Much Should We Trust Differences-in-Differences
// Estimates?", QJE 119, 2004).

#include <cstdint>
#include <optional>

#include "absl/types/span.h"

namespace selaras::evaluation {

// REQUIRES: not empty.
double Mean(absl::Span<const double> values);
// With n − 1. REQUIRES: at least two values.
double SampleVariance(absl::Span<const double> values);

struct Difference {
  double effect = 0;  // mean(treated) − mean(control)
  // Unset where a sample has fewer than two values.
  std::optional<double> standard_error;      // √(s²_T/n_T + s²_C/n_C)
  std::optional<double> degrees_of_freedom;  // Welch-Satterthwaite; n_T + n_C − 2 when nothing varies
  std::optional<double> low, high;           // effect ± t · standard error at `confidence`
};

// REQUIRES: neither sample empty; 0 < confidence < 1.
Difference Compare(absl::Span<const double> treated, absl::Span<const double> control,
                   double confidence = 0.95);

// Half the width of the interval in which one more value of the population of `sample` lies at `confidence`:
// t · s · √(1 + 1/n). REQUIRES: at least two values.
double PredictionMargin(absl::Span<const double> sample, double confidence = 0.95);

struct Permutation {
  double p_value = 1;  // two-sided
  int64_t relabelings = 0;
  bool exact = false;
};

// Chance of a difference at least as far from 0 if the labels meant nothing. All relabelings if there are at most
// `limit` (then the true one is among them), else `limit` draws from std::mt19937_64(seed): each draw moves a sample
// of n_T to the front of (treated, control) by Fisher-Yates with j = i + r mod (n − i), r redrawn while it is not
// below the largest multiple of n − i; and p = (1 + hits) / (1 + draws). Differences within 1e-9 of the largest
// magnitude count as equal. REQUIRES: neither sample empty. O(min(C(n, n_T), limit) · n_T).
Permutation PermutationTest(absl::Span<const double> treated, absl::Span<const double> control, uint64_t seed,
                            int64_t limit = 10'000);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_DOMAIN_DIFFERENCE_H_
