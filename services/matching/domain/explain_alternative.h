// One other post of one person: may he go there, what is he worth there, what would have sufficed.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_ALTERNATIVE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_ALTERNATIVE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/matching/domain/displacement.h"
#include "services/matching/domain/explain.h"

namespace selaras::matching {

// Of one person; keeps what his alternatives share. Not thread-safe.
class AlternativeMaker {
 public:
  AlternativeMaker(const PlanView& view, int32_t person);

  // Text without the name of the post; flips are filled for rules only.
  Alternative Answer(int32_t post, int32_t rank);
  // Ways from every post to the one that he is given; null where there is no exact loss to be had (he is out of
  // scope, or the graph is not sound).
  const Ways* ways();
  // s − p − tolls − u, over the denominator; nullopt = unlawful for the solver.
  std::optional<int64_t> SlackAt(int32_t post);

 private:
  void AddRules(Alternative& out) const;
  void Compare(assignment::PostIndex j, Alternative& out);
  int64_t Profit();

  const PlanView view_;
  const int32_t person_;
  const assignment::PersonIndex instance_person_;
  std::optional<int64_t> profit_;
  std::optional<Ways> ways_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_ALTERNATIVE_H_
