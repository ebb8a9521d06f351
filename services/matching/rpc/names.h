// Resource names of matching and of what it refers to.
#ifndef SELARAS_SERVICES_MATCHING_RPC_NAMES_H_
#define SELARAS_SERVICES_MATCHING_RPC_NAMES_H_

#include "libs/resource/resource_name.h"
#include "services/matching/rpc/outside_pattern.h"

namespace selaras::matching::names {

inline constexpr ResourcePattern kPolicy("policies/{policy}");
inline constexpr ResourcePattern kCycle("cycles/{cycle}");
inline constexpr ResourcePattern kPlan("plans/{plan}");
inline constexpr ResourcePattern kMove("plans/{plan}/moves/{move}");
inline constexpr ResourcePattern kChain("plans/{plan}/chains/{chain}");
inline constexpr ResourcePattern kSnapshot("needSnapshots/{need_snapshot}");
inline constexpr ResourcePattern kBundle("instanceBundles/{instance_bundle}");
// Of registry and needs, or of a bundle: then the id is a code of the caller's own.
inline constexpr OutsidePattern kAgency("agencies/{agency}");
inline constexpr OutsidePattern kOrgUnit("orgUnits/{org_unit}");
inline constexpr OutsidePattern kDistrict("districts/{district}");
inline constexpr OutsidePattern kPosition("positions/{position}");
inline constexpr OutsidePattern kPost("posts/{post}");
inline constexpr OutsidePattern kEmployee("employees/{employee}");

}  // namespace selaras::matching::names

#endif  // SELARAS_SERVICES_MATCHING_RPC_NAMES_H_
