#include "services/evaluation/app/goal_reading.h"

#include <algorithm>
#include <functional>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "libs/base/status_macros.h"

namespace selaras::evaluation {
namespace {

class Scope {
 public:
  Scope(const std::string& scope, const std::vector<UnitFact>& units) : scope_(scope), units_(units) {
    for (const UnitFact& unit : units) by_name_[unit.name] = &unit;
  }

  bool HoldsUnit(absl::string_view name) const {
    if (IsAll()) return true;
    auto unit = by_name_.find(name);
    if (unit != by_name_.end() && absl::StartsWith(scope_, "agencies/"))
      return unit->second->agency == scope_;
    // Depth is bounded, so that a loop in the data ends too.
    for (int depth = 0; unit != by_name_.end() && depth < 10; ++depth) {
      if (unit->first == scope_) return true;
      unit = by_name_.find(unit->second->parent);
    }
    return false;
  }
  bool HoldsNeed(const PostNeed& need) const {
    return need.position == scope_ || need.agency == scope_ || HoldsUnit(need.org_unit);
  }

 private:
  bool IsAll() const { return scope_.empty() || scope_ == "province"; }

  const std::string& scope_;
  const std::vector<UnitFact>& units_;
  absl::flat_hash_map<absl::string_view, const UnitFact*> by_name_;
};

// Seats below target and people above it; nullopt: no post in the scope.
std::optional<std::pair<int64_t, int64_t>> SumNeeds(const std::vector<PostNeed>& needs, const Scope& scope) {
  int64_t posts = 0, shortage = 0, surplus = 0;
  for (const PostNeed& need : needs) {
    if (!scope.HoldsNeed(need)) continue;
    ++posts;
    shortage += std::max(0, need.target - need.incumbents);
    surplus += std::max(0, need.incumbents - need.target);
  }
  if (posts == 0) return std::nullopt;
  return std::make_pair(shortage, surplus);
}

std::optional<double> MeanOfScope(const std::vector<UnitSeries>& series, const Scope& scope, Month from,
                                  Month to) {
  double sum = 0;
  int units = 0;
  for (const UnitSeries& unit : series) {
    if (!scope.HoldsUnit(unit.unit)) continue;
    double total = 0;
    int months = 0;
    for (auto at = unit.values.lower_bound(from); at != unit.values.end() && at->first <= to;
         ++at, ++months) {
      total += at->second;
    }
    if (months == 0) continue;
    sum += total / months;
    ++units;
  }
  if (units == 0) return std::nullopt;
  return sum / units;
}

}  // namespace

absl::StatusOr<MeasuredGoals> MeasureGoals(const CallScope& call, const CycleFact& cycle, NeedsReader& needs,
                                           EffectReader& effects, const EffectRules& rules) {
  std::vector<PostNeed> before, after;
  if (!cycle.need_snapshot.empty()) {
    SELARAS_ASSIGN_OR_RETURN(before, needs.ReadNeeds(call, cycle.need_snapshot));
    SELARAS_ASSIGN_OR_RETURN(const std::string newest, needs.NewestSnapshot(call));
    // The plan's own snapshot says nothing about what came after it.
    if (!newest.empty() && newest != cycle.need_snapshot) {
      SELARAS_ASSIGN_OR_RETURN(after, needs.ReadNeeds(call, newest));
    }
  }
  MeasuredGoals measured;
  const std::string everywhere;
  const Scope province(everywhere, effects.units());
  const auto all_before = SumNeeds(before, province), all_after = SumNeeds(after, province);
  if (all_before && all_after) measured.shortage = {all_before->first, all_after->first};

  const auto months = effects.MonthsOfMoves(cycle.plan);
  for (const SealedGoal& goal : cycle.goals) {
    GoalResult result{goal.indicator, goal.scope,   goal.text_id, goal.target,
                      std::nullopt,   std::nullopt, true};
    const Scope scope(goal.scope, effects.units());
    if (goal.indicator == "shortage" || goal.indicator == "surplus") {
      const auto value = [&](const std::vector<PostNeed>& read) -> std::optional<double> {
        const auto sums = SumNeeds(read, scope);
        if (!sums) return std::nullopt;
        return static_cast<double>(goal.indicator == "shortage" ? sums->first : sums->second);
      };
      result.before = value(before);
      result.reached = value(after);
    } else if (const Indicator* indicator = FindIndicator(goal.indicator); indicator != nullptr) {
      result.lower_is_better = indicator->good == Good::kLower;
      if (months) {
        const Month from = months->first - rules.pre_months, to = months->second + rules.post_months;
        SELARAS_ASSIGN_OR_RETURN(const std::vector<UnitSeries> series,
                                 effects.ReadSeries(*indicator, from, to));
        result.before = MeanOfScope(series, scope, from, months->first - 1);
        result.reached = MeanOfScope(series, scope, months->second + 1, to);
      }
    }
    measured.results.push_back(std::move(result));
  }
  return measured;
}

}  // namespace selaras::evaluation
