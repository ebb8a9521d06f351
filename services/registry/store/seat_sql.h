#ifndef SELARAS_SERVICES_REGISTRY_STORE_SEAT_SQL_H_
#define SELARAS_SERVICES_REGISTRY_STORE_SEAT_SQL_H_

// Rows of reservations inside a transaction.

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/sql/database.h"
#include "services/registry/app/seat_reservation.h"

namespace selaras::registry {

// With moves and decrees; nullopt: there is none.
absl::StatusOr<std::optional<SeatReservation>> LoadSeats(sql::Connection& conn, absl::string_view tenant,
                                                         absl::string_view id);
absl::Status InsertSeats(sql::Connection& conn, const SeatReservation& reservation);
// Version, state, times, revision, activity; adds `decrees`. kAborted: another version is stored.
absl::Status SaveSeats(sql::Connection& conn, const SeatReservation& reservation,
                       absl::Span<const SeatDecree> decrees);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_STORE_SEAT_SQL_H_
