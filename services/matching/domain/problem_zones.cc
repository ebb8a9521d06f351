#include "services/matching/domain/problem_zones.h"

#include "absl/strings/str_cat.h"

namespace selaras::matching {
namespace {

using Kind = PlanZone::Kind;

constexpr int32_t kAgencyLevel = 0;
constexpr int32_t kDepartmentLevel = 1;  // Units below it follow by depth.
constexpr int32_t kUnitLevel = assignment::kMaxLevel;

}  // namespace

void ZonePlacer::NeedLevel(GroupLevel level) {
  if (level == GroupLevel::kAgency) all_agencies_ = true;
  if (level == GroupLevel::kDepartment) all_departments_ = true;
  if (level == GroupLevel::kUnit) all_units_ = true;
}

bool ZonePlacer::IsNeeded(const PlanZone& zone) const {
  switch (zone.kind) {
    case Kind::kAgency:
      if (all_agencies_) return true;
      break;
    case Kind::kTree:
      if (all_departments_ && province_.ParentOf(zone.index) < 0) return true;
      break;
    case Kind::kUnit:
      if (all_units_) return true;
      break;
  }
  return needed_.contains(zone);
}

int32_t ZonePlacer::Add(const PlanZone& zone, int32_t level, int32_t parent) {
  const auto [it, added] = handles_.try_emplace(zone, -1);
  if (added) it->second = builder_.AddZone(IdOf(zone), level, parent);
  return it->second;
}

int32_t ZonePlacer::AgencyZone(int32_t agency) {
  const PlanZone zone = {Kind::kAgency, agency};
  return agency >= 0 && IsNeeded(zone) ? Add(zone, kAgencyLevel, -1) : -1;
}

int32_t ZonePlacer::TreeZone(int32_t unit) {
  const int32_t parent = province_.ParentOf(unit);
  const int32_t around = parent >= 0 ? TreeZone(parent) : AgencyZone(AgencyOf(province_, unit));
  const PlanZone zone = {Kind::kTree, unit};
  if (!IsNeeded(zone)) return around;
  int32_t depth = 0;
  for (int32_t above = parent; above >= 0; above = province_.ParentOf(above)) ++depth;
  return Add(zone, kDepartmentLevel + depth, around);
}

void ZonePlacer::Place(int32_t post, int32_t handle) {
  // Without limits nobody has asked whether the units above end anywhere (FindTooDeep).
  if (needed_.empty() && !all_agencies_ && !all_departments_ && !all_units_) return;
  const int32_t unit = province_.PostRefsOf(post).unit;
  int32_t innermost = TreeZone(unit);
  const PlanZone own = {Kind::kUnit, unit};
  if (IsNeeded(own)) innermost = Add(own, kUnitLevel, innermost);
  if (innermost >= 0) builder_.SetZone(handle, innermost);
}

void ZonePlacer::PlaceUnplaced(int32_t agency, int32_t handle) {
  if (const int32_t zone = AgencyZone(agency); zone >= 0) builder_.SetZone(handle, zone);
}

int32_t ZonePlacer::HandleOf(const PlanZone& zone) const {
  const auto it = handles_.find(zone);
  return it == handles_.end() ? -1 : it->second;
}

int32_t ZonePlacer::LevelOf(GroupLevel level) {
  return level == GroupLevel::kAgency       ? kAgencyLevel
         : level == GroupLevel::kDepartment ? kDepartmentLevel
                                            : kUnitLevel;
}

std::string ZonePlacer::IdOf(const PlanZone& zone) const {
  return absl::StrCat(NameOf(province_, zone), zone.kind == Kind::kUnit ? ":own" : "");
}

}  // namespace selaras::matching
