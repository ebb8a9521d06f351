#include "services/matching/domain/problem_conflicts.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace selaras::matching {
namespace {

using assignment::PersonIndex;
using assignment::PostIndex;

absl::string_view LevelName(GroupLevel level) {
  return level == GroupLevel::kAgency ? "AGENCY" : level == GroupLevel::kDepartment ? "DEPARTMENT" : "UNIT";
}

Metadata GroupMetadata(const ProvinceIndex& province, const ProblemLimit& group) {
  std::vector<std::string> employees;
  for (const int32_t person : group.members) employees.push_back(province.persons()[person].id);
  return {{"employees", absl::StrJoin(employees, ", ")}, {"level", std::string(LevelName(group.level))}};
}

// The only post of a person; nullopt = he has a choice.
std::optional<PostIndex> OnlyPost(const assignment::Instance& instance, PersonIndex i) {
  if (!instance.CellsOf(i).empty()) return std::nullopt;
  std::optional<PostIndex> only;
  for (const assignment::Exception& exception : instance.ExceptionsOf(i)) {
    if (exception.points == assignment::kForbidden) continue;
    if (only.has_value()) return std::nullopt;
    only = exception.post;
  }
  return only;
}

void FindCrowdedPosts(const PlanProblem& problem, std::vector<Conflict>& conflicts) {
  const assignment::Instance& instance = problem.instance();
  std::map<PostIndex, int64_t> bound_there;
  for (PersonIndex i = 0; i < instance.person_count(); ++i) {
    if (const auto only = OnlyPost(instance, i)) ++bound_there[*only];
  }
  for (const auto& [post, people] : bound_there) {
    if (people <= instance.SeatCount(post)) continue;
    conflicts.push_back({"PINS_OVER_SEATS",
                         {{"post", instance.posts[post].id},
                          {"people", absl::StrCat(people)},
                          {"seats", absl::StrCat(instance.SeatCount(post))}}});
  }
}

class GroupJudge {
 public:
  explicit GroupJudge(const PlanProblem& problem) : problem_(problem) {}

  bool CanBeKept(const ProblemLimit& group) {
    places_.clear();
    for (const int32_t person : group.members) places_.push_back(PlacesOf(person, group.level));
    return group.kind == ProblemLimit::Kind::kTogether ? ShareAPlace() : HavePlacesOfTheirOwn();
  }

 private:
  // Where the person may be. Who stays without a post is nowhere: he can be apart, not together.
  std::set<PlanZone> PlacesOf(int32_t person, GroupLevel level) const {
    const assignment::Instance& instance = problem_.instance();
    const PersonIndex i = problem_.InstancePerson(person);
    std::set<PlanZone> places;
    for (PostIndex j = 0; j < instance.post_count(); ++j) {
      if (!instance.Score(i, j).has_value()) continue;
      places.insert(problem_.IsUnplaced(j) ? PlanZone{PlanZone::Kind::kUnit, -1 - person}
                                           : ZoneOf(problem_.province(), level, problem_.ProvincePost(j)));
    }
    return places;
  }

  bool ShareAPlace() const {
    return std::any_of(places_[0].begin(), places_[0].end(), [this](const PlanZone& place) {
      return std::all_of(places_.begin(), places_.end(),
                         [&](const std::set<PlanZone>& other) { return other.contains(place); });
    });
  }

  // A matching of members to places, by augmenting paths.
  bool HavePlacesOfTheirOwn() const {
    std::map<PlanZone, size_t> taken;
    for (size_t m = 0; m < places_.size(); ++m) {
      std::set<PlanZone> tried;
      const std::function<bool(size_t)> place = [&](size_t member) {
        for (const PlanZone& at : places_[member]) {
          if (!tried.insert(at).second) continue;
          const auto holder = taken.find(at);
          if (holder != taken.end() && !place(holder->second)) continue;
          taken[at] = member;
          return true;
        }
        return false;
      };
      if (!place(m)) return false;
    }
    return true;
  }

  const PlanProblem& problem_;
  std::vector<std::set<PlanZone>> places_;
};

}  // namespace

void FindConflicts(const PlanProblem& problem, std::vector<Conflict>& conflicts) {
  FindCrowdedPosts(problem, conflicts);
  GroupJudge judge(problem);
  for (const ProblemLimit& limit : problem.limits()) {
    if (!limit.IsGroup() || judge.CanBeKept(limit)) continue;
    const bool together = limit.kind == ProblemLimit::Kind::kTogether;
    conflicts.push_back(
        {together ? "GROUP_NEVER_TOGETHER" : "GROUP_NEVER_APART", GroupMetadata(problem.province(), limit)});
  }
}

Conflict NotKept(const ProvinceIndex& province, const ProblemLimit& limit) {
  if (limit.IsGroup()) return {"GROUP_NOT_KEPT", GroupMetadata(province, limit)};
  return {"CAP_NOT_KEPT",
          {{"kind", limit.kind == ProblemLimit::Kind::kDepartures ? "DEPARTURES" : "ARRIVALS"},
           {"within", NameOf(province, limit.zone)},
           {"limit", absl::StrCat(limit.bound)}}};
}

}  // namespace selaras::matching
