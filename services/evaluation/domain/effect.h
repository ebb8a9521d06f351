#ifndef SELARAS_SERVICES_EVALUATION_DOMAIN_EFFECT_H_
#define SELARAS_SERVICES_EVALUATION_DOMAIN_EFFECT_H_

// What moves did to an indicator of the units they touched: difference-in-differences against matched untouched
// units, with units that moved in different months stacked by the month of their move (docs/evaluation.md).
//
// For a unit treated in month g: pre = the months g − p … g − 1 and post = g + 1 … g + q, where p and q are at most
// EffectRules::pre_months and post_months, and what the data reach (all units that moved in g alike); g itself is
// dropped. d_u = mean(post) − mean(pre). A control c is measured in the months of every g in which somebody moved:
// d_c = Σ_g (n_g / n_T) · d_{c,g}, and a treated unit's d_u is shifted by (Σ_h (n_h / n_T) · D_h) − D_g, D_g = mean over
// controls of d_{c,g}: what happened to everybody in the months of g is taken out. Neither changes the estimate
// β̂ = Σ_g (n_g / n_T) · (mean(d_u | g) − D_g), and with one month of moves neither changes anything.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/types/span.h"
#include "services/evaluation/domain/difference.h"
#include "services/evaluation/domain/indicator.h"

namespace selaras::evaluation {

// Same numbers as selaras.evaluation.v1alpha.EffectVerdict. Stored: do not renumber.
enum class Verdict { kImproved = 1, kNoClearChange = 2, kWorsened = 3, kInsufficient = 4 };

struct EffectRules {
  int pre_months = 12;  // at most; a year evens out the seasons
  int post_months = 6;
  int min_pre_months = 6;
  int min_post_months = 3;  // chosen, not measured: a quarter
  int min_treated = 5;
  int min_controls = 10;
  int neighbours =
      3;  // controls per treated unit; more narrows the interval and widens the differences between them
  double confidence = 0.95;
  int64_t permutations = 10'000;
};

struct UnitSeries {
  std::string unit;
  std::string kind;  // compared with units of equal text only
  Series values;
};

struct TreatedUnit {
  std::string unit;
  Month month = 0;  // of its move
};

struct EffectInput {
  absl::Span<const UnitSeries> units;    // ascending by unit
  std::vector<TreatedUnit> treated;      // ascending by unit, each once
  absl::btree_set<std::string> touched;  // units that may not be controls: somebody came or left
  Good good = Good::kHigher;
};

// One unit of the estimate.
struct MeasuredUnit {
  std::string unit;
  std::optional<Month> move_month;  // unset = control
  double change = 0;                // d_u as above
  Series values;                    // every month of the windows, and the month of the move if it is known
};

struct EventMonth {
  int month = 0;  // from the move
  double treated_mean = 0;
  double control_mean = 0;
};

struct Effect {
  std::vector<MeasuredUnit> treated, controls;  // ascending by unit
  int units_left_out = 0;  // treated ones with a month missing, or too near to an end of the data
  // Unset where a side is empty.
  std::optional<Difference> difference;
  std::optional<Difference> placebo;  // second half of pre against its first
  std::optional<Permutation> permutation;
  std::optional<double> regression_effect;  // one month of moves only
  uint64_t seed = 0;                        // from the hash of the measured values
  std::vector<EventMonth> event_months;     // those that every treated unit has
  std::vector<std::string> declined;  // treated units beyond what untouched units do, in the bad direction
  Verdict verdict = Verdict::kInsufficient;
  std::vector<std::string> reasons;  // of kInsufficient, ascending
};

// Deterministic. REQUIRES: rules.min_pre_months ≥ 2, min_post_months ≥ 1. The months of the data are those for which at
// least half of `units` have a value.
Effect EstimateEffect(const EffectInput& input, const EffectRules& rules);

// The measured values as lines `role,unit,move_month,month,value`, ascending, numbers as short as gives the same double
// back. Canonical: equal effects of equal data have equal text.
std::string MeasuredText(const Effect& effect);

// Shortest decimal text that reads back as the same double.
std::string FormatNumber(double value);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_DOMAIN_EFFECT_H_
