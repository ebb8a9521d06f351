#ifndef SELARAS_SERVICES_REGISTRY_RPC_REGISTRY_NAMES_H_
#define SELARAS_SERVICES_REGISTRY_RPC_REGISTRY_NAMES_H_

#include "libs/resource/resource_name.h"

namespace selaras::registry {

inline constexpr ResourcePattern kAgencyName("agencies/{agency}");
inline constexpr ResourcePattern kDistrictName("districts/{district}");
inline constexpr ResourcePattern kOrgUnitName("orgUnits/{org_unit}");
inline constexpr ResourcePattern kPositionName("positions/{position}");
inline constexpr ResourcePattern kPostName("posts/{post}");
inline constexpr ResourcePattern kEmployeeName("employees/{employee}");
inline constexpr ResourcePattern kImportName("imports/{import}");
inline constexpr ResourcePattern kSeatReservationName("seatReservations/{seat_reservation}");
inline constexpr ResourcePattern kDecreeName("decrees/{decree}");

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_REGISTRY_NAMES_H_
