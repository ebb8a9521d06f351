// Two plans beside each other: who is moved by both, by one of them, or by both to different posts. Pure.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_COMPARISON_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_COMPARISON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/matching/domain/plan.h"

namespace selaras::matching {

// One move of a stored plan; ids of the registry.
struct PlacedMove {
  std::string employee, from_post, to_post;
};

// Somebody whom the plans place differently.
struct ComparedPlacement {
  std::string employee;
  std::string from_post;  // As the first plan found him; as the second, where the first does not move him.
  std::string to_post_a, to_post_b;  // Empty = not moved by that plan.
};

struct MoveComparison {
  int64_t both = 0;  // To the same post.
  int64_t only_a = 0, only_b = 0;
  int64_t elsewhere = 0;                      // Moved by both, to different posts.
  std::vector<ComparedPlacement> placements;  // All but those of `both`, ascending by employee.
};

// REQUIRES: at most one move per employee and plan. O(n log n).
MoveComparison CompareMoves(std::vector<PlacedMove> a, std::vector<PlacedMove> b);

struct ComparedFigure {
  std::string figure;
  int64_t a, b;
};

// `objective`, `bound`, `gain` (over the status quo of each), `moves` … in a fixed order.
std::vector<ComparedFigure> CompareFigures(const PlanSummary& a, const PlanSummary& b);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_COMPARISON_H_
