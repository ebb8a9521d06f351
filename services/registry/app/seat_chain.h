#ifndef SELARAS_SERVICES_REGISTRY_APP_SEAT_CHAIN_H_
#define SELARAS_SERVICES_REGISTRY_APP_SEAT_CHAIN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/registry/app/seat_store.h"

namespace selaras::registry {

// What a move rests on, as it is believed now about the effective day.
struct MoveFacts {
  SeatMove move;
  std::vector<Fact> profiles;   // versions, those after the day included
  std::optional<Fact> present;  // appointment held; unset = none
  std::string to_agency;
  std::string to_position;

  // Of the profile at the day.
  const Fact& ProfileAt(Day day) const;
};

struct ChainFacts {
  std::vector<MoveFacts> moves;
  // When the day has begun in the zones of all agencies that give or take.
  absl::Time activate_time;
};

// Reads what the moves rest on and checks that the world is still the one that was decided about:
// kNotFound EMPLOYEE_NOT_FOUND, POST_NOT_FOUND; kFailedPrecondition SEAT_EMPLOYEE_INACTIVE, SEAT_LATER_APPOINTMENT,
// SEAT_APPOINTMENT_CHANGED. These are the hard rules that the registry itself can tell: existence, activity, present
// post. The rule pack (libs/rules) is not asked here: matching filtered by it, and approval screens by it before the
// decree.
absl::StatusOr<ChainFacts> ReadChain(SeatTransaction& seats, const std::vector<SeatMove>& moves, Day day);

// kFailedPrecondition SEAT_NOT_FREE: on some day from `day` on more people would hold a post than its ceiling has
// seats. Posts that the chain leaves as full as they are, or emptier, are never refused, though they be above their
// ceiling. `reserving`: seats held for other chains are taken as well.
absl::Status CheckSeats(SeatTransaction& seats, const std::vector<SeatMove>& moves, Day day, bool reserving);

// The facts that carry out the moves by their decrees, which get the keys of their appointments. The old
// appointment ends on the day before.
FactWrites Appoint(const ChainFacts& chain, Day day, std::vector<SeatDecree>& decrees);

// Adds what inter-agency moves change in the profiles from `day` on.
void ChangeAgencies(const ChainFacts& chain, Day day, FactWrites& writes);

// The same of a chain applied earlier, for those whose appointment by its decree still stands, as long as it lasts.
absl::Status ReadAgencyChanges(SeatTransaction& seats, const SeatReservation& reservation,
                               FactWrites& writes);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_SEAT_CHAIN_H_
