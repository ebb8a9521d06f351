// Seats and decrees, and the feed that tells of them.

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/resource/page.h"
#include "libs/rpc/serve.h"
#include "services/registry/rpc/convert_seat.h"
#include "services/registry/rpc/page_limits.h"
#include "services/registry/rpc/registry_handler.h"
#include "services/registry/rpc/registry_names.h"

namespace selaras::registry {

grpc::Status RegistryHandler::ReserveSeats(grpc::ServerContext* context, const pb::ReserveSeatsRequest* in,
                                           pb::SeatReservation* out) {
  return rpc::Serve(calls_, context, "ReserveSeats", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ReserveAct act, FromProto(*in));
    SELARAS_ASSIGN_OR_RETURN(const SeatReservation reservation, parts_.seats.Reserve(call, act));
    ToProto(reservation, out);
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::ReleaseSeats(grpc::ServerContext* context, const pb::ReleaseSeatsRequest* in,
                                           pb::SeatReservation* out) {
  return rpc::Serve(calls_, context, "ReleaseSeats", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kSeatReservationName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const SeatReservation reservation,
                             parts_.seats.Release(call, id, in->etag(), in->request_id()));
    ToProto(reservation, out);
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::ApplyDecrees(grpc::ServerContext* context, const pb::ApplyDecreesRequest* in,
                                           pb::ApplyDecreesResponse* out) {
  return rpc::Serve(calls_, context, "ApplyDecrees", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const ApplyAct act, FromProto(*in));
    SELARAS_ASSIGN_OR_RETURN(const SeatReservation reservation, parts_.seats.Apply(call, act));
    out->set_revision(reservation.applied_revision);
    ToProto(reservation, out->mutable_reservation());
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::GetSeatReservation(grpc::ServerContext* context,
                                                 const pb::GetSeatReservationRequest* in,
                                                 pb::SeatReservation* out) {
  return rpc::Serve(calls_, context, "GetSeatReservation", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kSeatReservationName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const SeatReservation reservation, parts_.seats.Get(call, id));
    ToProto(reservation, out);
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::ListSeatReservations(grpc::ServerContext* context,
                                                   const pb::ListSeatReservationsRequest* in,
                                                   pb::ListSeatReservationsResponse* out) {
  return rpc::Serve(calls_, context, "ListSeatReservations", [&](const CallScope& call) -> absl::Status {
    SeatListing listing{std::nullopt, in->chain_key()};
    if (in->state() != pb::SeatReservation::STATE_UNSPECIFIED) {
      if (!pb::SeatReservation::State_IsValid(in->state()))
        return InvalidField("state", "must be a known state");
      listing.state = static_cast<SeatState>(in->state());
    }
    const std::string query =
        absl::StrCat(call.tenant, "|seatReservations|", static_cast<int>(in->state()), "|", in->chain_key());
    SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(in->page_size(), kPageLimits));
    SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, tokens_.Decode(query, in->page_token()));
    SELARAS_ASSIGN_OR_RETURN(
        std::vector<SeatReservation> found,
        parts_.seats.store().List(call.tenant, listing, cursor.empty() ? "" : cursor[0], size + 1));
    if (CutToPage(size, found)) out->set_next_page_token(tokens_.Encode(query, {found.back().id}));
    for (const SeatReservation& reservation : found) ToProto(reservation, out->add_seat_reservations());
    SELARAS_ASSIGN_OR_RETURN(const int64_t total, parts_.seats.store().Count(call.tenant, listing));
    out->set_total_size(total);
    return absl::OkStatus();
  });
}

grpc::Status RegistryHandler::ListEvents(grpc::ServerContext* context,
                                         const feed::v1alpha::ListEventsRequest* in,
                                         feed::v1alpha::ListEventsResponse* out) {
  return rpc::Serve(calls_, context, "ListEvents", [&](const CallScope&) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(*out, parts_.events(*in));
    return absl::OkStatus();
  });
}

}  // namespace selaras::registry
