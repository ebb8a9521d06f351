// Resource names of matching and of what it refers to.
#ifndef SELARAS_SERVICES_MATCHING_RPC_NAMES_H_
#define SELARAS_SERVICES_MATCHING_RPC_NAMES_H_

#include "libs/resource/resource_name.h"

namespace selaras::matching::names {

inline constexpr ResourcePattern kPolicy("policies/{policy}");
inline constexpr ResourcePattern kCycle("cycles/{cycle}");
inline constexpr ResourcePattern kPlan("plans/{plan}");
inline constexpr ResourcePattern kMove("plans/{plan}/moves/{move}");
inline constexpr ResourcePattern kChain("plans/{plan}/chains/{chain}");
inline constexpr ResourcePattern kSnapshot("needSnapshots/{need_snapshot}");
inline constexpr ResourcePattern kAgency("agencies/{agency}");
inline constexpr ResourcePattern kOrgUnit("orgUnits/{org_unit}");
inline constexpr ResourcePattern kDistrict("districts/{district}");
inline constexpr ResourcePattern kPosition("positions/{position}");
inline constexpr ResourcePattern kPost("posts/{post}");
inline constexpr ResourcePattern kEmployee("employees/{employee}");

}  // namespace selaras::matching::names

#endif  // SELARAS_SERVICES_MATCHING_RPC_NAMES_H_
