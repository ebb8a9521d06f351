#include <algorithm>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "services/matching/domain/plan.h"

namespace selaras::matching {
namespace {

using Kind = ProblemLimit::Kind;

const char* WordOf(Kind kind) {
  switch (kind) {
    case Kind::kArrivals:
      return "ARRIVALS";
    case Kind::kDepartures:
      return "DEPARTURES";
    case Kind::kAbsorption:
      return "ABSORPTION";
    case Kind::kTogether:
      return "TOGETHER";
    case Kind::kApart:
      return "APART";
  }
  return "";
}

class UseCounter {
 public:
  UseCounter(const PlanProblem& problem, const Plan& plan, const assignment::Certificate& certificate)
      : problem_(problem), plan_(plan), certificate_(certificate), index_(problem.province()) {}

  std::vector<LimitUse> Count() {
    CountUnitArrivals();
    if (problem_.move_budget() >= 0) {
      uses_.push_back({"MOVES", "", problem_.move_budget(), static_cast<int64_t>(plan_.moves.size()),
                       Milli(certificate_.lambda)});
    }
    for (const ProblemLimit& limit : problem_.limits()) Add(limit);
    AddChains();
    return std::move(uses_);
  }

 private:
  // Rounded half up.
  int64_t Milli(int64_t price) const {
    const __int128 q = certificate_.denominator;
    return static_cast<int64_t>((static_cast<__int128>(price) * 2000 + q) / (2 * q));
  }

  int64_t PriceOf(const ProblemLimit& limit) const {
    const bool priced =
        limit.index >= 0 && limit.index < static_cast<int32_t>(certificate_.limit_prices.size());
    return priced ? Milli(certificate_.limit_prices[limit.index]) : 0;
  }

  void CountUnitArrivals() {
    for (const Move& move : plan_.moves) {
      const int32_t to = index_.PostRefsOf(move.to_post).unit;
      if (move.from_post < 0 || index_.PostRefsOf(move.from_post).unit != to) ++unit_arrivals_[to];
    }
  }

  void Add(const ProblemLimit& limit) {
    if (limit.IsGroup()) {
      uses_.push_back({WordOf(limit.kind), "", limit.bound, UsedBy(limit), 0});
      return;
    }
    const LimitUse use = {WordOf(limit.kind), NameOf(index_, limit.zone), limit.bound, UsedBy(limit),
                          PriceOf(limit)};
    if (limit.kind != Kind::kAbsorption || use.used >= use.bound || use.price_milli > 0) uses_.push_back(use);
  }

  int64_t UsedBy(const ProblemLimit& limit) const {
    if (limit.IsGroup()) return UsedByGroup(limit);
    if (limit.kind == Kind::kAbsorption) {
      const auto it = unit_arrivals_.find(limit.zone.index);
      return it == unit_arrivals_.end() ? 0 : it->second;
    }
    int64_t used = 0;
    for (const Move& move : plan_.moves) {
      const Traffic traffic = TrafficAt(index_, limit.zone, index_.PersonRefsOf(move.person).agency,
                                        move.from_post, move.to_post);
      used += (limit.kind == Kind::kDepartures ? traffic.departs : traffic.arrives) ? 1 : 0;
    }
    return used;
  }

  // Places of those who are to be together; most people in one place of those who are not.
  int64_t UsedByGroup(const ProblemLimit& limit) const {
    std::map<PlanZone, int64_t> people;
    for (const int32_t person : limit.members) {
      const int32_t post = plan_.post_of[person];
      ++people[post < 0 ? PlanZone{} : ZoneOf(index_, limit.level, post)];
    }
    if (limit.kind == Kind::kTogether) return static_cast<int64_t>(people.size());
    int64_t most = 0;
    for (const auto& [place, count] : people) most = std::max(most, place.index < 0 ? 1 : count);
    return most;
  }

  void AddChains() {
    const PlanLimits& limits = problem_.request().limits;
    int64_t longest = 0, agencies = 0;
    for (const Chain& chain : plan_.chains) {
      longest = std::max(longest, static_cast<int64_t>(chain.moves.size()));
      // A move between agencies is a chain of its own.
      if (chain.moves.size() > 1) agencies = std::max(agencies, static_cast<int64_t>(chain.agencies.size()));
    }
    if (limits.max_chain_moves > 0) uses_.push_back({"CHAIN_LENGTH", "", limits.max_chain_moves, longest, 0});
    if (limits.chains_within_agencies) uses_.push_back({"CHAIN_AGENCIES", "", 1, agencies, 0});
  }

  const PlanProblem& problem_;
  const Plan& plan_;
  const assignment::Certificate& certificate_;
  const ProvinceIndex& index_;
  absl::flat_hash_map<int32_t, int64_t> unit_arrivals_;
  std::vector<LimitUse> uses_;
};

}  // namespace

std::vector<LimitUse> LimitUses(const PlanProblem& problem, const Plan& plan,
                                const assignment::Certificate& certificate) {
  return UseCounter(problem, plan, certificate).Count();
}

}  // namespace selaras::matching
