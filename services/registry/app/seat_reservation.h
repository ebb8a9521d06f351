#ifndef SELARAS_SERVICES_REGISTRY_APP_SEAT_RESERVATION_H_
#define SELARAS_SERVICES_REGISTRY_APP_SEAT_RESERVATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/registry/domain/record.h"

namespace selaras::registry {

// Numbers as in seat.proto and as stored: do not renumber.
enum class SeatState { kHeld = 1, kApplied = 2, kReleased = 3, kExpired = 4 };

struct SeatMove {
  std::string employee;
  std::string from_post;  // "" = held none
  std::string to_post;
  int64_t expected_revision = 0;

  friend bool operator==(const SeatMove&, const SeatMove&) = default;
};

// A decree that carries out one move.
struct SeatDecree {
  std::string decree;  // id
  std::string number;
  std::string employee;
  std::string to_post;
  std::string fact_key = {};  // of the appointment that it made

  friend bool operator==(const SeatDecree&, const SeatDecree&) = default;
};

struct SeatReservation {
  std::string tenant;
  std::string id;
  std::string agency;   // of the first move's new post
  int64_t version = 1;  // counts changes; the etag
  SeatState state = SeatState::kHeld;
  std::string chain_key;
  Day effective_day = 0;
  std::vector<SeatMove> moves;
  absl::Time create_time;
  absl::Time expire_time;
  absl::Time end_time = absl::UnixEpoch();  // UnixEpoch = held
  int64_t applied_revision = 0;             // 0 = not applied
  std::vector<SeatDecree> decrees;          // in the order of the moves; empty = not applied
  absl::Time activate_time;
  bool active = false;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_SEAT_RESERVATION_H_
