#include "services/matching/domain/score_terms.h"

#include <numeric>

namespace selaras::matching {

absl::string_view TermName(Term term) {
  static constexpr absl::string_view kNames[kTermCount] = {
      "fit",      "experience", "performance", "talent",   "development",
      "distance", "preference", "stay",        "rotation", "remedy"};
  return kNames[static_cast<int>(term)];
}

int32_t ScoreTerms::Total() const {
  return std::accumulate(points.begin(), points.end(), 0);
}

}  // namespace selaras::matching
