#ifndef SELARAS_SERVICES_EVALUATION_DOMAIN_CONTROL_MATCHING_H_
#define SELARAS_SERVICES_EVALUATION_DOMAIN_CONTROL_MATCHING_H_

// Which untouched units a treated one is compared with: those of its kind that stood where it stood before the move
// and were going where it was going, so that a bad year that mends by itself mends in both.

#include <string>
#include <vector>

#include "absl/types/span.h"

namespace selaras::evaluation {

struct PreTrend {
  double level = 0;  // mean of the months before
  double trend = 0;  // slope per month of their least-squares line
};

// REQUIRES: at least two values.
PreTrend PreTrendOf(absl::Span<const double> months);

struct MatchTarget {
  std::string kind;
  PreTrend pre;
};

struct MatchCandidate {
  std::string kind;
  // One per target, as each target's own months say; same order as the targets.
  std::vector<PreTrend> pre;
};

// Positions of the chosen candidates, ascending: for each target its `neighbours` nearest of the same kind, any
// candidate as often as it is near, their union. Distance is (Δlevel/s_level)² + (Δtrend/s_trend)² with the standard
// deviations of targets' and candidates' values of that kind in the target's months; what does not vary does not
// count; ties go to the earlier candidate. If the union is smaller than `at_least`, every target takes one more until it
// is not, or no candidate is left. O(targets · candidates · log candidates).
std::vector<size_t> MatchControls(absl::Span<const MatchTarget> targets,
                                  absl::Span<const MatchCandidate> candidates, int neighbours, int at_least);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_DOMAIN_CONTROL_MATCHING_H_
