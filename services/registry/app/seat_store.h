#ifndef SELARAS_SERVICES_REGISTRY_APP_SEAT_STORE_H_
#define SELARAS_SERVICES_REGISTRY_APP_SEAT_STORE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/registry/app/facts.h"
#include "services/registry/app/seat_reservation.h"

namespace selaras::registry {

// A caller's act on seats, so that a repeated one changes nothing.
struct SeatRequest {
  std::string principal;
  std::string request_id;
  std::string method;
  std::string fingerprint;  // of the content
};

// Something that became true, for the feed and, if `leaf`, for the evidence log.
struct SeatNotice {
  absl::string_view kind;  // `SeatsReserved` …
  const SeatReservation* reservation = nullptr;
  std::string payload;
  std::string actor;  // account that acted; "" = the clock
  std::string traceparent;
  absl::Time time;
  bool leaf = false;
};

// One transaction over seats and facts. What it reads cannot change before it commits. Not thread-safe.
class SeatTransaction {
 public:
  virtual ~SeatTransaction() = default;

  // Runs `act`, which returns a reservation's id, once per request; a repeat gives the id again. kAlreadyExists
  // REQUEST_ID_REUSED: the id came before with another content.
  virtual absl::StatusOr<std::string> Once(const SeatRequest& request, absl::Time now,
                                           absl::FunctionRef<absl::StatusOr<std::string>()> act) = 0;

  virtual absl::StatusOr<std::optional<SeatReservation>> Find(absl::string_view id) = 0;
  // Id of the reservation that is held or applied for a chain.
  virtual absl::StatusOr<std::optional<std::string>> FindChain(absl::string_view chain_key) = 0;
  // Id of the held reservation that moves an employee.
  virtual absl::StatusOr<std::optional<std::string>> FindHold(absl::string_view employee) = 0;
  // Id of the reservation that used up a decree's id or number.
  virtual absl::StatusOr<std::optional<std::string>> FindDecree(const SeatDecree& decree) = 0;
  // Seats of `post` that held reservations need more than they free: each by itself, as any may be released.
  virtual absl::StatusOr<int> SeatsHeld(absl::string_view post) = 0;

  virtual absl::Status Insert(const SeatReservation& reservation) = 0;
  // Version, state, times, revision, activity; with `decrees` those are added.
  virtual absl::Status Save(const SeatReservation& reservation,
                            absl::Span<const SeatDecree> decrees = {}) = 0;

  // Facts of one subject that are believed now, by kind and key.
  virtual absl::StatusOr<std::vector<Fact>> Believed(absl::string_view subject) = 0;
  // Believed appointments of everybody who was ever appointed to a post, one person after the other.
  virtual absl::StatusOr<std::vector<Fact>> Holders(absl::string_view post) = 0;
  // Writes the next revision and returns its number.
  virtual absl::StatusOr<int64_t> WriteRevision(absl::string_view source, absl::Time now,
                                                const FactWrites& writes) = 0;
  virtual absl::Status Tell(const SeatNotice& notice) = 0;
};

// The acts, each a transaction; tests kill the process before and after its commit (libs/failpoint).
enum class SeatAct { kReserve, kRelease, kExpire, kApply, kActivate };

struct SeatListing {
  std::optional<SeatState> state;  // unset = all
  std::string chain_key;           // "" = all
};

// Durable reservations. Thread-safe. Behaviour is fixed by seat_service_test.cc on every backend.
class SeatStore {
 public:
  virtual ~SeatStore() = default;

  // Runs `work` and commits if it returns OK; any other status is returned and nothing is kept. `work` may run
  // again.
  virtual absl::Status Transact(SeatAct act, absl::string_view tenant,
                                absl::FunctionRef<absl::Status(SeatTransaction&)> work) = 0;

  virtual absl::StatusOr<std::optional<SeatReservation>> Get(absl::string_view tenant,
                                                             absl::string_view id) = 0;
  // Newest first (ids ascend with time), with id < `before` ("" = from the newest), at most `limit`.
  virtual absl::StatusOr<std::vector<SeatReservation>> List(absl::string_view tenant,
                                                            const SeatListing& listing,
                                                            absl::string_view before, int limit) = 0;
  virtual absl::StatusOr<int64_t> Count(absl::string_view tenant, const SeatListing& listing) = 0;

  // (tenant, id) of held reservations that end by `now`, and of applied ones whose day has begun by `now` and that
  // are not active yet; soonest first, at most `limit`.
  virtual absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Expiring(absl::Time now,
                                                                                    int limit) = 0;
  virtual absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Activating(absl::Time now,
                                                                                      int limit) = 0;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_SEAT_STORE_H_
