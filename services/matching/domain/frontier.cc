#include "services/matching/domain/frontier.h"

#include <algorithm>
#include <vector>

namespace selaras::matching {

NeedBalance BalanceOf(const PlanProblem& problem, absl::Span<const assignment::PostIndex> placement) {
  const ProvinceIndex& province = problem.province();
  std::vector<int32_t> people;
  people.reserve(province.posts().size());
  for (int32_t j = 0; j < static_cast<int32_t>(province.posts().size()); ++j) {
    people.push_back(static_cast<int32_t>(province.IncumbentsOf(j).size()));
  }
  for (size_t i = 0; i < placement.size(); ++i) {
    const int32_t from =
        province.PersonRefsOf(problem.ProvincePerson(static_cast<assignment::PersonIndex>(i))).post;
    const int32_t to = problem.ProvincePost(placement[i]);
    if (from >= 0) --people[from];
    if (to >= 0) ++people[to];
  }
  NeedBalance balance;
  for (int32_t j = 0; j < static_cast<int32_t>(people.size()); ++j) {
    if (!problem.InScope(j)) continue;
    const int32_t target = province.NeedOf(j).target;
    balance.shortage += std::max(0, target - people[j]);
    balance.surplus += std::max(0, people[j] - target);
  }
  return balance;
}

int64_t PinnedMoves(const PlanProblem& problem) {
  const assignment::Instance& instance = problem.instance();
  int64_t pinned = 0;
  for (assignment::PersonIndex i = 0; i < instance.person_count(); ++i) {
    const int32_t today = problem.province().PersonRefsOf(problem.ProvincePerson(i)).post;
    pinned += problem.ProvincePost(instance.persons[i].reference_post) != today ? 1 : 0;
  }
  return pinned;
}

int64_t PriceMilli(const assignment::Certificate& certificate) {
  return static_cast<int64_t>(static_cast<__int128>(certificate.lambda) * 1000 / certificate.denominator);
}

}  // namespace selaras::matching
