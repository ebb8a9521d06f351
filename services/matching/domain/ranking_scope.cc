#include "services/matching/domain/ranking_scope.h"

#include "libs/base/status_macros.h"
#include "services/matching/domain/problem_scope.h"

namespace selaras::matching {

absl::StatusOr<RankScope> RankScope::Make(const ProvinceIndex& province, const PlanScope& scope,
                                          int32_t agency) {
  SELARAS_ASSIGN_OR_RETURN(const ScopeFilter filter, ScopeFilter::Make(province, scope));
  RankScope result;
  result.posts.resize(province.posts().size());
  for (int32_t j = 0; j < static_cast<int32_t>(result.posts.size()); ++j) {
    const bool has_seat = province.posts()[j].ceiling > 0 || !province.IncumbentsOf(j).empty();
    result.posts[j] = has_seat && filter.HasPost(j);
  }
  const size_t persons = province.persons().size();
  result.persons.assign((persons + 63) / 64, 0);
  for (int32_t i = 0; i < static_cast<int32_t>(persons); ++i) {
    const ProvinceIndex::PersonRefs& refs = province.PersonRefsOf(i);
    if (agency >= 0 && refs.agency != agency) continue;
    const bool in = refs.post >= 0 ? result.posts[refs.post] : filter.HasPerson(i);
    result.persons[i / 64] |= uint64_t{in} << (i % 64);
  }
  return result;
}

}  // namespace selaras::matching
