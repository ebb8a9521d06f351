#ifndef SELARAS_SERVICES_EVALUATION_DOMAIN_INDICATOR_H_
#define SELARAS_SERVICES_EVALUATION_DOMAIN_INDICATOR_H_

// What of a unit's work is measured month by month, and which way is good (docs/evaluation.md). A table, so that
// estimates, goals and documents say the same.

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace selaras::evaluation {

// Months count from year 0: 2026-04 = 2026 · 12 + 3.
using Month = int;
std::string FormatMonth(Month month);  // "2026-04"

enum class Good { kHigher, kLower };

struct Indicator {
  absl::string_view name;    // in requests and goals
  absl::string_view source;  // word of indicators.csv
  // Empty = `source` as it stands. Else value = source / divisor · per, with the first of these words that the unit
  // recorded above 0 in that month; a month without one has no value.
  absl::Span<const absl::string_view> divisors;
  double per;
  Good good;
  absl::string_view text_id;
  absl::string_view text_en;
};

absl::Span<const Indicator> Indicators();
// Null: unknown.
const Indicator* FindIndicator(absl::string_view name);
// "complaints_per_1000, …", for messages.
std::string IndicatorNames();

using Series = absl::btree_map<Month, double>;

// The indicator's series of one unit out of the raw ones (word → series).
Series Derive(const Indicator& indicator, const absl::btree_map<std::string, Series>& raw);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_DOMAIN_INDICATOR_H_
