#include "services/registry/rpc/convert_seat.h"

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/registry/rpc/registry_names.h"

namespace selaras::registry {

void ToProto(const SeatReservation& reservation, pb::SeatReservation* message) {
  message->set_name(NameOf("seatReservations", reservation.id));
  message->set_etag(absl::StrCat(reservation.version));
  message->set_state(static_cast<pb::SeatReservation::State>(reservation.state));
  message->set_chain_key(reservation.chain_key);
  SetDate(FromDay(reservation.effective_day), message->mutable_effective_date());
  for (const SeatMove& move : reservation.moves) {
    pb::SeatMove* out = message->add_moves();
    out->set_employee(NameOf("employees", move.employee));
    out->set_from_post(NameOf("posts", move.from_post));
    out->set_to_post(NameOf("posts", move.to_post));
    out->set_expected_appointment_revision(move.expected_revision);
  }
  SetTime(reservation.create_time, message->mutable_create_time());
  if (reservation.state != SeatState::kApplied)
    SetTime(reservation.expire_time, message->mutable_expire_time());
  if (reservation.state != SeatState::kHeld) SetTime(reservation.end_time, message->mutable_end_time());
  message->set_applied_revision(reservation.applied_revision);
  for (const SeatDecree& decree : reservation.decrees) {
    pb::AppliedDecree* out = message->add_decrees();
    out->set_decree(NameOf("decrees", decree.decree));
    out->set_decree_number(decree.number);
    out->set_employee(NameOf("employees", decree.employee));
    out->set_to_post(NameOf("posts", decree.to_post));
    out->set_appointment(
        absl::StrCat("employees/", decree.employee, "/appointments/", FactId(decree.fact_key)));
  }
  SetTime(reservation.activate_time, message->mutable_activate_time());
  message->set_active(reservation.active);
}

std::string EncodeSeats(const SeatReservation& reservation) {
  pb::SeatReservation message;
  ToProto(reservation, &message);
  return message.SerializeAsString();
}

absl::StatusOr<ReserveAct> FromProto(const pb::ReserveSeatsRequest& request) {
  ReserveAct act{request.request_id(), request.chain_key()};
  const auto day = DayOf(request.effective_date());
  if (!day.has_value()) return InvalidField("effective_date", "must be a day of the calendar");
  act.effective_day = ToDay(*day);
  for (const pb::SeatMove& message : request.moves()) {
    SeatMove& move = act.moves.emplace_back();
    SELARAS_ASSIGN_OR_RETURN(move.employee, kEmployeeName.ParseId(message.employee()));
    if (!message.from_post().empty()) {
      SELARAS_ASSIGN_OR_RETURN(move.from_post, kPostName.ParseId(message.from_post()));
    }
    SELARAS_ASSIGN_OR_RETURN(move.to_post, kPostName.ParseId(message.to_post()));
    move.expected_revision = message.expected_appointment_revision();
  }
  return act;
}

absl::StatusOr<ApplyAct> FromProto(const pb::ApplyDecreesRequest& request) {
  ApplyAct act{request.request_id()};
  SELARAS_ASSIGN_OR_RETURN(act.reservation, kSeatReservationName.ParseId(request.reservation()));
  for (const pb::DecreeApplication& message : request.decrees()) {
    SeatDecree& decree = act.decrees.emplace_back();
    SELARAS_ASSIGN_OR_RETURN(decree.decree, kDecreeName.ParseId(message.decree()));
    decree.number = message.decree_number();
    SELARAS_ASSIGN_OR_RETURN(decree.employee, kEmployeeName.ParseId(message.employee()));
    SELARAS_ASSIGN_OR_RETURN(decree.to_post, kPostName.ParseId(message.to_post()));
  }
  return act;
}

}  // namespace selaras::registry
