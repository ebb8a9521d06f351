// Who a post went to, and who came next (docs/explanations.md).
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_POST_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_POST_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/domain/explain.h"

namespace selaras::matching {

struct PostClaim {
  int32_t person;  // Province index.
  bool placed;
  int64_t value;
  // What would have sufficed: value + loss; of who is placed, the least with which he keeps it in some best plan. Where
  // `loss` is unset, the cutoff under the limit.
  int64_t sufficient;
  std::optional<int64_t> loss;     // Only if exact.
  std::vector<int32_t> displaced;  // Province persons, in order.
};

struct PostExplanation {
  int32_t post;  // Province index.
  Staffing staffing;
  int64_t cutoff = 0;  // Published p_X, rounded up; 0 outside the scope.
  std::vector<PostClaim> claims;
  bool limits_active = false;
  BilingualText text;
};

// The placed (highest value first), then `others` of the lawful who are not, by loss (where that cannot be had, by points
// below the cutoff), ties by key. kNotFound: no such post. Within 200 ms for 100,000 people and 40,000 posts.
absl::StatusOr<PostExplanation> ExplainPost(const PlanView& view, absl::string_view post_id, size_t others);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_POST_H_
