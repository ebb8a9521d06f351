// The score of a person at a position or post, in points and whole numbers (design: F = w_fit·fit +
// w_exp·experience + strategic·(w_perf·performance + w_talent·potential) + w_dev·development).
//
// Shares are permille. Every term is rounded once, half away from zero, and the score is the sum of the
// rounded terms, so what is shown adds up to what the solver saw.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_SCORER_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_SCORER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/matching/domain/competency_vector.h"
#include "services/matching/domain/facts.h"
#include "services/matching/domain/fit_batch.h"
#include "services/matching/domain/score_policy.h"
#include "services/matching/domain/score_terms.h"

namespace selaras::matching {

// A share with whether it was measured.
struct Measure {
  int32_t permille;
  bool assumed;
};

// Performance of the last two years and of the 360 results of those years.
Measure PerformanceOf(const Person& person, int32_t year, const ScorePolicy& policy);

// Immutable; safe to use from several threads. Memory: about 100 bytes a person.
class Scorer {
 public:
  // vectors[i] belongs to province->persons()[i].
  Scorer(std::shared_ptr<const ProvinceIndex> province, std::vector<CompetencyVector> vectors,
         ScorePolicy policy);

  // Terms of F: fit, experience, performance, talent, development.
  ScoreTerms FactorTerms(int32_t person, int32_t position) const;
  // Stay, rotation and remedy at the present post. REQUIRES: he holds one.
  void AddOwnPostTerms(int32_t person, ScoreTerms& terms) const;

  // Points ≥ 0 from home to district, both by index.
  int32_t Distance(int32_t home, int32_t district) const {
    return distance_[static_cast<size_t>(home) * districts_ + district];
  }
  // Home district, or that of the present post if it is unknown; -1 = neither. `second` = assumed.
  std::pair<int32_t, bool> HomeOf(int32_t person) const;

  int32_t PreferencePoints(int32_t rank) const;  // 0 for rank 0 or beyond the policy's list.

  Measure FitOf(int32_t person, int32_t position) const;
  Measure ExperienceOf(int32_t person, int32_t position) const;
  const CompetencyVector& VectorOf(int32_t person) const { return vectors_[person]; }
  Measure Performance(int32_t person) const { return performance_[person]; }
  Measure Potential(int32_t person) const { return potential_[person]; }

 private:
  struct Spell {
    int32_t position, months;
  };
  void IndexEducation();
  void IndexExperience();
  Measure EducationMatch(const std::vector<int32_t>& fields, bool known, const Position& position) const;
  int32_t Relatedness(int32_t from, int32_t to) const;

  std::shared_ptr<const ProvinceIndex> province_;
  std::vector<CompetencyVector> vectors_;
  ScorePolicy policy_;
  size_t districts_;
  std::vector<FitBatch> fit_;  // Per position.
  std::vector<int32_t> distance_;
  std::vector<Measure> performance_, potential_;
  std::vector<std::string> education_fields_;  // Codes met.
  // People with the same fields of education share a row of matches, one per position.
  std::vector<int32_t> education_row_;
  std::vector<std::vector<Measure>> education_match_;
  std::vector<std::vector<Spell>> spells_;  // Per person: months by position.
  std::vector<int32_t> relatedness_;        // positions × positions, permille.
  std::vector<std::vector<int32_t>> developments_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_SCORER_H_
