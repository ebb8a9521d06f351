#ifndef SELARAS_SERVICES_REGISTRY_APP_SEAT_SERVICE_H_
#define SELARAS_SERVICES_REGISTRY_APP_SEAT_SERVICE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/call_scope.h"
#include "libs/base/ids.h"
#include "libs/metrics/metrics.h"
#include "services/registry/app/seat_store.h"

namespace selaras::registry {

struct ReserveAct {
  std::string request_id;
  std::string chain_key;
  Day effective_day = 0;
  std::vector<SeatMove> moves;
};

struct ApplyAct {
  std::string request_id;
  std::string reservation;  // id
  std::vector<SeatDecree> decrees;
};

// Reserves, releases and fills seats. A decided chain holds its seats first; its decrees use them up. What is
// applied is written at once, true from its effective day on, so that a read of any day is right on both sides of
// it without further work; when that day has begun, Activate changes what cannot be dated ahead (the agency of people
// who change it: an import before that day must still find them where they are) and tells the others. Thread-safe.
class SeatService {
 public:
  // Bytes that travel with an event; made where the generated types are.
  using Encode = std::function<std::string(const SeatReservation&)>;

  struct Options {
    // DEFAULT 90 days. How long a chain may hold seats without decrees; shorter frees seats of cases that were
    // forgotten, longer survives slow signatures. REQUIRES > 0.
    absl::Duration hold = absl::Hours(24 * 90);
  };

  // All must outlive the service.
  SeatService(SeatStore& store, const Clock& clock, IdSource& ids, Metrics& metrics, Encode encode,
              Options options);

  // registry_service.proto states the errors of these three. A repeated request gives the reservation that the
  // first one made or changed, as it is now.
  absl::StatusOr<SeatReservation> Reserve(const CallScope& call, const ReserveAct& act);
  absl::StatusOr<SeatReservation> Release(const CallScope& call, absl::string_view id, absl::string_view etag,
                                          absl::string_view request_id);
  absl::StatusOr<SeatReservation> Apply(const CallScope& call, const ApplyAct& act);

  // kNotFound SEAT_RESERVATION_NOT_FOUND.
  absl::StatusOr<SeatReservation> Get(const CallScope& call, absl::string_view id);
  SeatStore& store() { return store_; }

  // Expires held reservations whose time is over; activates applied ones whose day has begun: at most 100 of each,
  // soonest first, each in a transaction of its own, so that several processes may do so at once. Returns how many;
  // one that fails holds up no other, and the first error is returned at the end.
  absl::StatusOr<int> RunDue();

 private:
  // One kind of what RunDue does.
  absl::StatusOr<int> ExpireDue(absl::Time now);
  absl::StatusOr<int> ActivateDue(absl::Time now);
  absl::Status ReserveIn(SeatTransaction& seats, const CallScope& call, const ReserveAct& act, absl::Time now,
                         SeatReservation& reservation);
  absl::Status ApplyIn(SeatTransaction& seats, const CallScope& call, const ApplyAct& act, absl::Time now);
  absl::Status Expire(SeatTransaction& seats, SeatReservation reservation, absl::Time now);
  absl::Status Activate(SeatTransaction& seats, SeatReservation reservation, absl::Time now);
  absl::Status Tell(SeatTransaction& seats, absl::string_view kind, const SeatReservation& reservation,
                    const CallScope* call, absl::Time now, bool leaf);

  SeatStore& store_;
  const Clock& clock_;
  IdSource& ids_;
  const Encode encode_;
  const Options options_;
  const CounterSet acts_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_SEAT_SERVICE_H_
