#include "services/matching/domain/problem_limits.h"

#include "absl/strings/str_cat.h"

namespace selaras::matching {
namespace {

constexpr int kMaxDepth = 12;  // Beyond any organisation; a ring of parents ends here too.

}  // namespace

std::string NameOf(const ProvinceIndex& province, const PlanZone& zone) {
  return zone.kind == PlanZone::Kind::kAgency ? absl::StrCat("agencies/", province.agencies()[zone.index].id)
                                              : absl::StrCat("orgUnits/", province.units()[zone.index].id);
}

int32_t FindTooDeep(const ProvinceIndex& province) {
  for (int32_t unit = 0; unit < static_cast<int32_t>(province.units().size()); ++unit) {
    if (province.ParentOf(DepartmentOf(province, unit)) >= 0) return unit;
  }
  return -1;
}

int32_t DepartmentOf(const ProvinceIndex& province, int32_t unit) {
  for (int depth = 0; depth < kMaxDepth && province.ParentOf(unit) >= 0; ++depth)
    unit = province.ParentOf(unit);
  return unit;
}

int32_t AgencyOf(const ProvinceIndex& province, int32_t unit) {
  return province.FindAgency(province.units()[DepartmentOf(province, unit)].agency);
}

bool IsIn(const ProvinceIndex& province, const PlanZone& zone, int32_t post) {
  int32_t unit = province.PostRefsOf(post).unit;
  switch (zone.kind) {
    case PlanZone::Kind::kAgency:
      return AgencyOf(province, unit) == zone.index;
    case PlanZone::Kind::kUnit:
      return unit == zone.index;
    case PlanZone::Kind::kTree:
      for (int depth = 0; depth <= kMaxDepth && unit >= 0; ++depth, unit = province.ParentOf(unit)) {
        if (unit == zone.index) return true;
      }
      return false;
  }
  return false;
}

PlanZone ZoneOf(const ProvinceIndex& province, GroupLevel level, int32_t post) {
  const int32_t unit = province.PostRefsOf(post).unit;
  switch (level) {
    case GroupLevel::kAgency:
      return {PlanZone::Kind::kAgency, AgencyOf(province, unit)};
    case GroupLevel::kDepartment:
      return {PlanZone::Kind::kTree, DepartmentOf(province, unit)};
    case GroupLevel::kUnit:
      return {PlanZone::Kind::kUnit, unit};
  }
  return {};
}

Traffic TrafficAt(const ProvinceIndex& province, const PlanZone& zone, int32_t agency, int32_t from,
                  int32_t to) {
  const auto inside = [&](int32_t post) {
    if (post >= 0) return IsIn(province, zone, post);
    return zone.kind == PlanZone::Kind::kAgency && agency == zone.index;
  };
  const bool before = inside(from), after = inside(to);
  return {.arrives = after && !before, .departs = before && !after};
}

}  // namespace selaras::matching
