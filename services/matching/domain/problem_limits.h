// Caps and groups of one problem, resolved, and the zones of the province that they speak of.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_LIMITS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_LIMITS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/matching/domain/facts.h"
#include "services/matching/domain/plan_limits.h"

namespace selaras::matching {

// An agency, a unit with all below it, or a unit alone.
struct PlanZone {
  enum class Kind { kAgency, kTree, kUnit };
  Kind kind = Kind::kUnit;
  int32_t index = -1;  // Of the agency or unit in the province.

  friend auto operator<=>(const PlanZone&, const PlanZone&) = default;
};

struct ProblemLimit {
  enum class Kind { kArrivals, kDepartures, kAbsorption, kTogether, kApart };
  Kind kind;
  PlanZone zone;                         // Of caps and absorption.
  int64_t bound = 0;                     // As asked; pinned moves count.
  int64_t pinned = 0;                    // Of it used up by pins.
  GroupLevel level = GroupLevel::kUnit;  // Of groups.
  std::vector<int32_t> members;          // Of groups: province persons, ascending.
  int32_t index = -1;                    // In the limits of the instance; -1 = it can never bind.

  bool IsGroup() const { return kind == Kind::kTogether || kind == Kind::kApart; }
};

// `agencies/{agency}` or `orgUnits/{org_unit}`.
std::string NameOf(const ProvinceIndex& province, const PlanZone& zone);
// A unit with more above it than 12, or in a ring of parents; -1 = none. No function below, and no zone, is right about
// such a unit. O(units × depth).
int32_t FindTooDeep(const ProvinceIndex& province);
// The topmost unit above, or the unit itself. O(depth).
int32_t DepartmentOf(const ProvinceIndex& province, int32_t unit);
// Agency of the department, so that agencies hold whole trees.
int32_t AgencyOf(const ProvinceIndex& province, int32_t unit);
// Whether the post lies in the zone. O(depth).
bool IsIn(const ProvinceIndex& province, const PlanZone& zone, int32_t post);
// The zone of this level that the post lies in.
PlanZone ZoneOf(const ProvinceIndex& province, GroupLevel level, int32_t post);

struct Traffic {
  bool arrives = false, departs = false;
};
// Whether a person whose present post is `from` (-1 = none, then of `agency`) enters or leaves the zone with `to`
// (-1 = none).
Traffic TrafficAt(const ProvinceIndex& province, const PlanZone& zone, int32_t agency, int32_t from,
                  int32_t to);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_LIMITS_H_
