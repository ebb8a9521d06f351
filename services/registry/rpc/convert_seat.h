#ifndef SELARAS_SERVICES_REGISTRY_RPC_CONVERT_SEAT_H_
#define SELARAS_SERVICES_REGISTRY_RPC_CONVERT_SEAT_H_

#include <string>

#include "absl/status/statusor.h"
#include "selaras/registry/v1alpha/seat.pb.h"
#include "services/registry/app/seat_service.h"
#include "services/registry/rpc/convert.h"

namespace selaras::registry {

void ToProto(const SeatReservation& reservation, pb::SeatReservation* message);
// The message as bytes: payload of the events about seats.
std::string EncodeSeats(const SeatReservation& reservation);

// Names to ids. kInvalidArgument: names that are no names, a date that is no date.
absl::StatusOr<ReserveAct> FromProto(const pb::ReserveSeatsRequest& request);
absl::StatusOr<ApplyAct> FromProto(const pb::ApplyDecreesRequest& request);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_RPC_CONVERT_SEAT_H_
