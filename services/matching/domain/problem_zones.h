// Puts the zones and caps of a problem into its instance. Only zones that a limit needs: without limits the
// instance stays as it always was.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_ZONES_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_ZONES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "libs/assignment/instance_builder.h"
#include "services/matching/domain/problem_limits.h"

namespace selaras::matching {

class ZonePlacer {
 public:
  ZonePlacer(const ProvinceIndex& province, assignment::InstanceBuilder& builder)
      : province_(province), builder_(builder) {}

  // Before Place().
  void Need(const PlanZone& zone) { needed_.insert(zone); }
  void NeedLevel(GroupLevel level);

  // Sets the innermost needed zone of a post of the instance, adding it and those around it.
  void Place(int32_t post, int32_t handle);
  // Of the virtual post of an agency's people without a post.
  void PlaceUnplaced(int32_t agency, int32_t handle);

  // Handle in the instance; -1 = no post of the instance lies in it.
  int32_t HandleOf(const PlanZone& zone) const;
  // Level in the instance.
  static int32_t LevelOf(GroupLevel level);
  // Its id in the instance: `agencies/x`, `orgUnits/x` with all below, `orgUnits/x:own` without.
  std::string IdOf(const PlanZone& zone) const;

 private:
  bool IsNeeded(const PlanZone& zone) const;
  int32_t Add(const PlanZone& zone, int32_t level, int32_t parent);
  int32_t AgencyZone(int32_t agency);
  // Innermost needed zone at or above the unit.
  int32_t TreeZone(int32_t unit);

  const ProvinceIndex& province_;
  assignment::InstanceBuilder& builder_;
  std::set<PlanZone> needed_;
  bool all_agencies_ = false, all_departments_ = false, all_units_ = false;
  std::map<PlanZone, int32_t> handles_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_ZONES_H_
