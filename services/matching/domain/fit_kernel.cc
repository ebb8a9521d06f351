#include "services/matching/domain/fit_kernel.h"

#include <algorithm>

namespace selaras::matching {
namespace {

constexpr int kCoreBegin = 2, kTechnicalBegin = 12, kNeverAssessed = 15, kFull = 15;

// Sums over the items of one side: `worth` is in 1/(15·1000) levels.
struct Side {
  int64_t required = 0, worth = 0;
  bool assumed = false;

  void Add(int required_level, int level, int confidence, int prior_permille) {
    if (required_level == 0) return;
    required += required_level;
    worth += static_cast<int64_t>(confidence) * std::min(level, required_level) * 1000 +
             static_cast<int64_t>(kFull - confidence) * required_level * prior_permille;
    assumed |= confidence == 0;
  }
};

}  // namespace

CompetencyFit FitOf(const CompetencyVector& person, const CompetencyVector& position,
                    int32_t technical_permille, int32_t prior_permille) {
  Side core, technical;
  for (int k = kCoreBegin; k < kCoreBegin + kCoreCompetencies; ++k) {
    core.Add(position[k] >> 4, person[k] >> 4, person[k] & 0x0f, prior_permille);
  }
  const int confidence = person[1];
  for (int b = kTechnicalBegin; b < kVectorBytes; ++b) {
    if (position[b] == 0) continue;
    for (const int shift : {0, 4}) {
      const int level = person[b] >> shift & 0x0f;
      technical.Add(position[b] >> shift & 0x0f, level, level == kNeverAssessed ? 0 : confidence,
                    prior_permille);
    }
  }
  if (core.required == 0 && technical.required == 0) return {prior_permille, true};
  const int64_t share = core.required == 0 ? 1000 : technical.required == 0 ? 0 : technical_permille;
  // Both matches over one denominator, so that there is one rounding.
  const int64_t core_required = std::max<int64_t>(core.required, 1);
  const int64_t technical_required = std::max<int64_t>(technical.required, 1);
  const int64_t denominator = 1000 * kFull * core_required * technical_required;
  const int64_t numerator =
      share * technical.worth * core_required + (1000 - share) * core.worth * technical_required;
  return {static_cast<int32_t>((2 * numerator + denominator) / (2 * denominator)),
          core.assumed || technical.assumed};
}

}  // namespace selaras::matching
