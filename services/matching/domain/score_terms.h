// The parts of one person's score at one post. The sum of the parts is the score that the solver saw.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_SCORE_TERMS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_SCORE_TERMS_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace selaras::matching {

enum class Term : uint8_t {
  kFit,
  kExperience,
  kPerformance,
  kTalent,
  kDevelopment,
  kDistance,  // ≤ 0
  kPreference,
  kStay,      // Own post only, like the next two.
  kRotation,  // ≤ 0
  kRemedy,    // ≤ 0
};
inline constexpr int kTermCount = 10;

// `fit`, `experience` …: the word in plans and policies.
absl::string_view TermName(Term term);

struct ScoreTerms {
  std::array<int32_t, kTermCount> points{};
  uint16_t assumed = 0;  // Bit per term: rests on a prior or on an assumed value.

  int32_t& operator[](Term term) { return points[static_cast<int>(term)]; }
  int32_t operator[](Term term) const { return points[static_cast<int>(term)]; }
  void Assume(Term term) { assumed |= uint16_t(1u << static_cast<int>(term)); }
  bool Assumed(Term term) const { return (assumed >> static_cast<int>(term)) & 1; }
  int32_t Total() const;
  friend bool operator==(const ScoreTerms&, const ScoreTerms&) = default;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_SCORE_TERMS_H_
