// Which posts and people a ranking is about. A scope means what it means for plans (PlanScope).
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_RANKING_SCOPE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_RANKING_SCOPE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/matching/domain/facts.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

struct RankScope {
  std::vector<bool> posts;        // By post: in the scope, and has a seat.
  std::vector<uint64_t> persons;  // A bit each: his post is, or he holds none and his agency is.

  // `agency` ≥ 0 leaves the people of that one. kInvalidArgument (PLAN_REFERENCE_UNKNOWN). O(posts + persons), some
  // 100 µs for 100,000.
  static absl::StatusOr<RankScope> Make(const ProvinceIndex& province, const PlanScope& scope,
                                        int32_t agency);
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_RANKING_SCOPE_H_
