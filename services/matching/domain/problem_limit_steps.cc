// Steps of ProblemBuilder that turn what was asked of the plan as a whole into limits of the instance.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/domain/problem_builder.h"

namespace selaras::matching {
namespace {

using Kind = ProblemLimit::Kind;

assignment::LimitKind InstanceKind(Kind kind) {
  switch (kind) {
    case Kind::kArrivals:
    case Kind::kAbsorption:
      return assignment::LimitKind::kArrivals;
    case Kind::kDepartures:
      return assignment::LimitKind::kDepartures;
    case Kind::kTogether:
      return assignment::LimitKind::kTogether;
    case Kind::kApart:
      return assignment::LimitKind::kApart;
  }
  return assignment::LimitKind::kArrivals;
}

}  // namespace

absl::Status ProblemBuilder::ResolveLimits() {
  SELARAS_RETURN_IF_ERROR(ResolveCaps());
  SELARAS_RETURN_IF_ERROR(ResolveGroups());
  SELARAS_RETURN_IF_ERROR(ResolveSelfRequests());
  ResolveAbsorption();
  if (problem_.limits_.empty()) return absl::OkStatus();
  if (const int32_t unit = FindTooDeep(Index()); unit >= 0) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_UNITS_TOO_DEEP",
                 {{"unit", absl::StrCat("orgUnits/", Index().units()[unit].id)}});
  }
  for (const ProblemLimit& limit : problem_.limits_) {
    if (limit.IsGroup()) {
      zones_->NeedLevel(limit.level);
    } else {
      zones_->Need(limit.zone);
    }
  }
  return absl::OkStatus();
}

absl::Status ProblemBuilder::ResolveCaps() {
  // Of two caps of the same the lower one holds.
  std::map<std::pair<Kind, PlanZone>, int64_t> bounds;
  for (const MoveCap& cap : Request().limits.caps) {
    const bool of_agency = !cap.agency.empty();
    const int32_t index = of_agency ? Index().FindAgency(cap.agency) : Index().FindUnit(cap.org_unit);
    if (index < 0) {
      return of_agency ? UnknownReference("agency", cap.agency) : UnknownReference("org unit", cap.org_unit);
    }
    const PlanZone zone = {of_agency ? PlanZone::Kind::kAgency : PlanZone::Kind::kTree, index};
    const auto set = [&](Kind kind, std::optional<int64_t> bound) {
      if (!bound.has_value()) return;
      int64_t& least = bounds.try_emplace({kind, zone}, *bound).first->second;
      least = std::min(least, *bound);
    };
    set(Kind::kArrivals, cap.max_arrivals);
    set(Kind::kDepartures, cap.max_departures);
  }
  for (const auto& [of, bound] : bounds) {
    problem_.limits_.push_back({.kind = of.first, .zone = of.second, .bound = bound});
  }
  return absl::OkStatus();
}

absl::Status ProblemBuilder::ResolveGroups() {
  for (const PersonGroup& group : Request().limits.groups) {
    ProblemLimit limit;
    limit.kind = group.kind == GroupKind::kTogether ? Kind::kTogether : Kind::kApart;
    limit.level = group.level;
    limit.bound = 1;
    for (const std::string& id : group.employees) {
      const int32_t person = Index().FindPerson(id);
      if (person < 0 || !scope_->HasPerson(person)) return UnknownReference("employee of a group", id);
      limit.members.push_back(person);
    }
    std::sort(limit.members.begin(), limit.members.end());
    const bool known =
        std::any_of(problem_.limits_.begin(), problem_.limits_.end(), [&](const ProblemLimit& other) {
          return other.kind == limit.kind && other.level == limit.level && other.members == limit.members;
        });
    if (!known) problem_.limits_.push_back(std::move(limit));
  }
  return absl::OkStatus();
}

absl::Status ProblemBuilder::ResolveSelfRequests() {
  for (const std::string& id : Request().limits.self_requests) {
    const int32_t person = Index().FindPerson(id);
    if (person < 0 || !scope_->HasPerson(person)) return UnknownReference("self-request of employee", id);
    self_requests_.insert(person);
  }
  return absl::OkStatus();
}

bool ProblemBuilder::AskedToMove(int32_t person) const {
  return self_requests_.contains(person) ||
         (Request().limits.preferences_are_requests && !Index().persons()[person].preferences.empty());
}

void ProblemBuilder::ResolveAbsorption() {
  const int64_t permille =
      Request().limits.absorption_permille.value_or(problem_.policy().absorption_permille);
  if (permille >= kNoAbsorptionLimit) return;
  for (int32_t unit = 0; unit < static_cast<int32_t>(Index().units().size()); ++unit) {
    int64_t people = 0, seats = 0;
    for (const int32_t post : Index().PostsOfUnit(unit)) {
      people += static_cast<int64_t>(Index().IncumbentsOf(post).size());
      if (!problem_.in_scope_[post]) continue;
      for (const assignment::SeatRun& run : problem_.seats_[post]) seats += run.count;
    }
    const int64_t bound = std::max<int64_t>(1, (people * permille + 999) / 1000);
    if (seats <= bound) continue;  // Cannot bind: nobody could arrive beyond its seats.
    problem_.limits_.push_back(
        {.kind = Kind::kAbsorption, .zone = {PlanZone::Kind::kUnit, unit}, .bound = bound});
  }
}

void ProblemBuilder::LimitMoves() {
  const int64_t share = problem_.policy().move_budget_permille;
  const int64_t scope = static_cast<int64_t>(problem_.province_person_.size());
  const int64_t wanted = Request().max_moves.value_or(share < 0 ? -1 : scope * share / 1000);
  problem_.move_budget_ = wanted < 0 ? -1 : wanted;
  if (wanted < 0) return;
  if (wanted < pinned_moves_) {
    AddConflict("PINS_OVER_LIMIT",
                {{"pinned", absl::StrCat(pinned_moves_)}, {"limit", absl::StrCat(wanted)}});
  }
  builder_.SetMaxMoves(std::max<int64_t>(0, wanted - pinned_moves_));
}

void ProblemBuilder::CountPins() {
  for (const auto& [person, k] : problem_.pins_) {
    const int32_t post = Index().FindPost(Request().pins[k].post);
    const ProvinceIndex::PersonRefs& refs = Index().PersonRefsOf(person);
    for (ProblemLimit& limit : problem_.limits_) {
      if (limit.IsGroup()) continue;
      const Traffic traffic = TrafficAt(Index(), limit.zone, refs.agency, refs.post, post);
      limit.pinned += (limit.kind == Kind::kDepartures ? traffic.departs : traffic.arrives) ? 1 : 0;
    }
  }
}

void ProblemBuilder::AddLimits() {
  CountPins();
  for (const ProblemLimit& limit : problem_.limits_) {
    if (limit.IsGroup()) {
      std::vector<int32_t> members;
      for (const int32_t person : limit.members) members.push_back(problem_.instance_person_[person]);
      builder_.AddGroup(InstanceKind(limit.kind), ZonePlacer::LevelOf(limit.level), std::move(members));
      continue;
    }
    if (limit.pinned > limit.bound) {
      AddConflict(limit.kind == Kind::kDepartures   ? "PINS_OVER_DEPARTURES"
                  : limit.kind == Kind::kAbsorption ? "PINS_OVER_ABSORPTION"
                                                    : "PINS_OVER_ARRIVALS",
                  {{"within", NameOf(Index(), limit.zone)},
                   {"pinned", absl::StrCat(limit.pinned)},
                   {"limit", absl::StrCat(limit.bound)}});
    }
    const int32_t zone = zones_->HandleOf(limit.zone);
    if (zone < 0) continue;
    const int64_t left = std::clamp<int64_t>(limit.bound - limit.pinned, 0, assignment::kMaxCap);
    builder_.AddCap(InstanceKind(limit.kind), zone, left);
  }
}

void ProblemBuilder::LinkLimits() {
  const assignment::Instance& instance = problem_.instance_;
  for (ProblemLimit& limit : problem_.limits_) {
    std::vector<int32_t> members;
    for (const int32_t person : limit.members) members.push_back(problem_.instance_person_[person]);
    std::sort(members.begin(), members.end());
    const std::string zone = limit.IsGroup() ? "" : zones_->IdOf(limit.zone);
    const auto found =
        std::find_if(instance.limits.begin(), instance.limits.end(), [&](const assignment::Limit& other) {
          if (other.kind != InstanceKind(limit.kind)) return false;
          return limit.IsGroup() ? other.level == ZonePlacer::LevelOf(limit.level) && other.members == members
                                 : instance.zones[other.zone].id == zone;
        });
    if (found != instance.limits.end()) limit.index = static_cast<int32_t>(found - instance.limits.begin());
  }
}

}  // namespace selaras::matching
