// Resource names of approval and of what it refers to.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_APPROVAL_NAMES_H_
#define SELARAS_SERVICES_APPROVAL_RPC_APPROVAL_NAMES_H_

#include "libs/resource/resource_name.h"

namespace selaras::approval::names {

inline constexpr ResourcePattern kCase("cases/{case}");
inline constexpr ResourcePattern kCaseMove("cases/{case}/moves/{move}");
inline constexpr ResourcePattern kDecree("decrees/{decree}");
inline constexpr ResourcePattern kMeeting("meetings/{meeting}");
inline constexpr ResourcePattern kTask("tasks/{task}");
inline constexpr ResourcePattern kResponse("cases/{case}/responses/{response}");
inline constexpr ResourcePattern kObjection("objections/{objection}");
inline constexpr ResourcePattern kDeclaration("declarations/{declaration}");
inline constexpr ResourcePattern kDelegation("delegations/{delegation}");
inline constexpr ResourcePattern kPlan("plans/{plan}");
inline constexpr ResourcePattern kPost("posts/{post}");
inline constexpr ResourcePattern kEmployee("employees/{employee}");
inline constexpr ResourcePattern kAgency("agencies/{agency}");
inline constexpr ResourcePattern kReservation("seatReservations/{seat_reservation}");

}  // namespace selaras::approval::names

#endif  // SELARAS_SERVICES_APPROVAL_RPC_APPROVAL_NAMES_H_
