// What a proven plan would lose if one person were given one post: who would have to make room, and where
// that ends. Definitions and what is exact: docs/explanations.md.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_DISPLACEMENT_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_DISPLACEMENT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/matching/domain/displacement_graph.h"

namespace selaras::matching {

// Least ways from every post to one (`kTo`) or from one to every post (`kFrom`): Dijkstra over the graph.
class Ways {
 public:
  enum class Direction : uint8_t { kTo, kFrom };
  // Told of every post with its cost, never falling; false ends the search there.
  using Settled = absl::FunctionRef<bool(assignment::PostIndex post, int64_t cost)>;
  // REQUIRES graph.sound(), which outlives this. Tens of milliseconds for 100,000 people and 40,000 posts, unless
  // `settled` ends it.
  Ways(const DisplacementGraph& graph, assignment::PostIndex end, Direction direction);
  Ways(const DisplacementGraph& graph, assignment::PostIndex end, Direction direction, Settled settled);

  // Over the denominator; nullopt = no way, or none found before the search was ended.
  std::optional<int64_t> Cost(assignment::PostIndex other) const {
    return cost_[other] > farthest_ ? std::nullopt : std::optional(cost_[other]);
  }

  // Whether these are ways to `post`.
  bool ends_at(assignment::PostIndex post) const { return to_ && end_ == post; }

  struct Step {
    assignment::PersonIndex person;
    assignment::PostIndex from, to;
    friend bool operator==(const Step&, const Step&) = default;
  };
  struct Path {
    std::vector<Step> steps;  // In order: who gives way first stands first.
    // Post that fills one seat more, and the one that fills one less; -1 = every seat stays as it is.
    assignment::PostIndex opened = -1, closed = -1;
  };
  // REQUIRES Cost(other).
  Path PathOf(assignment::PostIndex other) const;

 private:
  static constexpr int64_t kNoWay = INT64_MAX;

  void Search(Settled settled);

  const DisplacementGraph& graph_;
  const assignment::PostIndex end_;
  const bool to_;
  int64_t farthest_ = kNoWay - 1;  // Costs beyond are not final.
  std::vector<int64_t> cost_;
  std::vector<int32_t> toward_;                  // The next node towards `end`.
  std::vector<assignment::PersonIndex> person_;  // Whose arc that is; -1 = nobody's.
};

struct Displaced {
  int64_t loss;                   // Points, ≥ 0.
  std::vector<Ways::Step> steps;  // Of the others.
};

// What giving `wanted` to `person` would cost at least, over the denominator, by the way `path_cost` from
// there to the place that he has. nullopt = unlawful, or nobody can make room lawfully.
std::optional<int64_t> LeastCost(const DisplacementGraph& graph, assignment::PersonIndex person,
                                 assignment::PostIndex wanted, std::optional<int64_t> path_cost);

// The loss of giving `wanted` to `person`, if it is exact: the plan so changed keeps every limit, and nothing
// better does at the certificate's bound. `ways` end at the person's place (kTo) or begin at `wanted` (kFrom).
// Always exact where the plan is proven without a gap and no limit is set. O(steps); with limits other than
// the number of moves O(persons).
std::optional<Displaced> ExactLoss(const DisplacementGraph& graph, assignment::PersonIndex person,
                                   assignment::PostIndex wanted, const Ways& ways);

// Number per post: two posts have the same if ways of no cost lead from each to the other. So a person whose regret at
// another post is 0 could be there in another best plan just if it has the number of his own. REQUIRES graph.sound().
// O(arcs).
std::vector<int32_t> TightComponents(const DisplacementGraph& graph);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_DISPLACEMENT_H_
