// People who would rather have each other's places (docs/explanations.md): cycles of volunteers, each to a post that
// he prefers to his own, so that every post keeps its number of people.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_EXCHANGE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_EXCHANGE_H_

#include <cstdint>
#include <vector>

#include "services/matching/domain/explain.h"

namespace selaras::matching {

// Province indices. Ranks of his wishes that the posts fulfil; rank_from 0 = none, rank_to ≥ 1 and better.
struct ExchangeStep {
  int32_t person, from_post, to_post, rank_from, rank_to;
};

struct ExchangeCycle {
  std::vector<ExchangeStep> steps;  // Each goes where the next one is.
  int64_t loss = 0;                 // Points.
};

// No person stands in two cycles. First those without loss, along tight arcs alone: with any of them carried out, or
// all, the plan keeps value, occupancy and limits, and its certificate stands. Without limits no further one is left; in
// which order volunteers are asked is that of their keys. Then what else would please all who take part, with its
// loss, cheapest first: a bounded search (for each volunteer his 16 cheapest wishes, up to 1,000 points), so the list
// of those may leave some out. Each of all cycles keeps the limits alone and together with those before it. A second or
// two for 100,000 people.
std::vector<ExchangeCycle> FindExchanges(const PlanView& view);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_EXCHANGE_H_
