// Records of one person as they might be corrected, one field each, and what he would then be worth where: the very
// scorer of the plan asked about changed facts, so no formula stands here twice.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_CORRECTIONS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_CORRECTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/matching/domain/explain.h"

namespace selaras::matching {

// `field` with its value now and another within its plausible range (docs/explanations.md).
struct Correction {
  std::string field, from, to;  // `from` empty = unknown now.
  bool assumed = false;
  Person facts;
  CompetencyVector vector;
  int32_t wished = -1, wish_rank = 0;  // A wish for this post in this rank.
};

// Corrections that can matter at `positions` (province indices; his own too): items that they ask for, and as wishes
// the `posts`. Hundreds.
std::vector<Correction> CorrectionsOf(const PlanProblem& problem, int32_t person,
                                      const std::vector<int32_t>& positions,
                                      const std::vector<int32_t>& posts);

// Immutable.
class CorrectedScores {
 public:
  // All corrections of `person`. Milliseconds: it indexes the positions anew.
  CorrectedScores(const PlanProblem& problem, int32_t person, const std::vector<Correction>& corrections);

  // Points by which correction k raises his value at a position, places and wishes aside.
  int32_t FactorGain(size_t k, int32_t position) const;
  // The same of the home alone, by district of the post (-1 = unknown).
  int32_t DistanceGain(size_t k, int32_t district) const;
  // Of stay, rotation and remedy, at the present post alone.
  int32_t OwnPostGain(size_t k) const;

 private:
  const PlanProblem& problem_;
  const int32_t person_;
  std::optional<Scorer> scorer_;  // Persons: first as he is, then the corrections.
  bool holds_post_;
  int32_t home_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_CORRECTIONS_H_
