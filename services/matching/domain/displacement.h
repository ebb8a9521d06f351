// What a proven plan would lose if one person were given one post: who would have to make room, and where
// that ends.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_DISPLACEMENT_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_DISPLACEMENT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "libs/assignment/certificate.h"
#include "libs/assignment/instance.h"

namespace selaras::matching {

// Dijkstra over posts in reduced costs, all ≥ 0 at the optimum. An edge p → q moves an occupant of p to q;
// one more node stands for seats: p → seats opens the next seat of p, seats → p closes its last. The loss is
// the way from the wanted post to the one that the person leaves, and his own regret.
//
// Exact where the certificate is OPTIMAL and no limit is active. Holds references to both arguments.
class Displacement {
 public:
  // O(persons + posts).
  Displacement(const assignment::Instance& instance, const assignment::Certificate& certificate);

  // Points, ≥ 0. nullopt: the pair is unlawful, nobody can make room lawfully, the certificate proves no
  // optimum, a limit is active, or the search would look at more than `work_limit` pairs.
  std::optional<int64_t> LossOf(assignment::PersonIndex person, assignment::PostIndex wanted,
                                int64_t work_limit) const;

 private:
  class Search;

  const assignment::Instance& instance_;
  const assignment::Certificate& certificate_;
  std::vector<std::vector<assignment::PostIndex>> posts_of_cell_;  // Ascending.
  std::vector<std::vector<assignment::PersonIndex>> occupants_;    // By post.
  std::vector<int32_t> seats_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_DISPLACEMENT_H_
