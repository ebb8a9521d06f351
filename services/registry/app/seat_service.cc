#include "services/registry/app/seat_service.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/registry/app/seat_chain.h"

namespace selaras::registry {
namespace {

constexpr size_t kMaxMoves = 200;
constexpr int kDueAtOnce = 100;

// Parts with their lengths, so that no two contents have one text.
class Fingerprint {
 public:
  template <typename... Parts>
  void Add(const Parts&... parts) {
    (AddOne(absl::StrCat(parts)), ...);
  }
  std::string Hex() const { return Sha256Hex(text_); }

 private:
  void AddOne(const std::string& part) { absl::StrAppend(&text_, part.size(), ":", part); }
  std::string text_;
};

SeatRequest RequestOf(const CallScope& call, absl::string_view request_id, absl::string_view method,
                      const Fingerprint& fingerprint) {
  return {call.principal.id, std::string(request_id), std::string(method), fingerprint.Hex()};
}

absl::Status CheckReserve(const ReserveAct& act) {
  std::vector<FieldViolation> violations;
  if (act.request_id.empty()) violations.push_back({"request_id", "must be set"});
  if (act.chain_key.empty()) violations.push_back({"chain_key", "must be set"});
  if (act.chain_key.size() > 200) violations.push_back({"chain_key", "at most 200 bytes"});
  if (act.moves.empty() || act.moves.size() > kMaxMoves) violations.push_back({"moves", "1 to 200"});
  absl::flat_hash_set<absl::string_view> movers;
  for (size_t i = 0; i < act.moves.size(); ++i) {
    const SeatMove& move = act.moves[i];
    const auto violate = [&](absl::string_view field, const char* description) {
      violations.push_back({absl::StrCat("moves[", i, "].", field), description});
    };
    if (move.to_post.empty()) violate("to_post", "must be set");
    if (move.to_post == move.from_post) violate("to_post", "must be another one than from_post");
    if (move.expected_revision < 0) {
      violate("expected_appointment_revision", "must not be negative");
    }
    if (!movers.insert(move.employee).second) violate("employee", "one move per person");
  }
  return violations.empty() ? absl::OkStatus() : InvalidFields(std::move(violations));
}

absl::Status Ended(const SeatReservation& reservation) {
  static constexpr const char* kNames[] = {"", "HELD", "APPLIED", "RELEASED", "EXPIRED"};
  return Error(absl::StatusCode::kFailedPrecondition, "SEAT_RESERVATION_ENDED",
               {{"reservation", absl::StrCat("seatReservations/", reservation.id)},
                {"state", kNames[static_cast<int>(reservation.state)]}});
}

absl::StatusOr<SeatReservation> FindIn(SeatTransaction& seats, absl::string_view id) {
  SELARAS_ASSIGN_OR_RETURN(std::optional<SeatReservation> found, seats.Find(id));
  if (!found.has_value()) return Error(absl::StatusCode::kNotFound, "SEAT_RESERVATION_NOT_FOUND");
  return *std::move(found);
}

// The decrees in the order of the moves. kFailedPrecondition SEAT_DECREES_INCOMPLETE: not one for each.
absl::StatusOr<std::vector<SeatDecree>> Match(const SeatReservation& reservation,
                                              const std::vector<SeatDecree>& decrees) {
  std::vector<SeatDecree> matched;
  for (const SeatMove& move : reservation.moves) {
    for (const SeatDecree& decree : decrees) {
      if (decree.employee == move.employee && decree.to_post == move.to_post) matched.push_back(decree);
    }
  }
  absl::flat_hash_set<absl::string_view> people;
  for (const SeatDecree& decree : matched) people.insert(decree.employee);
  if (matched.size() != decrees.size() || matched.size() != reservation.moves.size() ||
      people.size() != matched.size()) {
    return Error(absl::StatusCode::kFailedPrecondition, "SEAT_DECREES_INCOMPLETE",
                 {{"reservation", absl::StrCat("seatReservations/", reservation.id)},
                  {"moves", absl::StrCat(reservation.moves.size())},
                  {"decrees", absl::StrCat(decrees.size())}});
  }
  return matched;
}

bool SameDecrees(const SeatReservation& reservation, std::vector<SeatDecree> decrees) {
  if (decrees.size() != reservation.decrees.size()) return false;
  return std::all_of(decrees.begin(), decrees.end(), [&](SeatDecree& decree) {
    return std::any_of(reservation.decrees.begin(), reservation.decrees.end(),
                       [&](const SeatDecree& applied) {
                         decree.fact_key = applied.fact_key;
                         return decree == applied;
                       });
  });
}

absl::Status CheckApply(const ApplyAct& act) {
  std::vector<FieldViolation> violations;
  if (act.request_id.empty()) violations.push_back({"request_id", "must be set"});
  absl::flat_hash_set<absl::string_view> ids, numbers;
  for (size_t i = 0; i < act.decrees.size(); ++i) {
    const SeatDecree& decree = act.decrees[i];
    const auto violate = [&](absl::string_view field, const char* description) {
      violations.push_back({absl::StrCat("decrees[", i, "].", field), description});
    };
    if (!ids.insert(decree.decree).second) violate("decree", "one move per decree");
    // The number stands in the stored record, where a tab parts columns.
    if (decree.number.empty() || decree.number.size() > 100 ||
        decree.number.find_first_of("\t\n\r") != decree.number.npos) {
      violate("decree_number", "1 to 100 bytes in one line");
    } else if (!numbers.insert(decree.number).second) {
      violate("decree_number", "one decree per number");
    }
  }
  return violations.empty() ? absl::OkStatus() : InvalidFields(std::move(violations));
}

}  // namespace

SeatService::SeatService(SeatStore& store, const Clock& clock, IdSource& ids, Metrics& metrics, Encode encode,
                         Options options)
    : store_(store),
      clock_(clock),
      ids_(ids),
      encode_(std::move(encode)),
      options_(options),
      acts_(metrics, {"selaras_registry_seat_acts_total", "Chains whose seats were reserved, released, …"},
            "act", {"reserved", "released", "expired", "applied", "activated"}) {}

absl::Status SeatService::Tell(SeatTransaction& seats, absl::string_view kind,
                               const SeatReservation& reservation, const CallScope* call, absl::Time now,
                               bool leaf) {
  const bool traced = call != nullptr && !call->trace.empty();
  return seats.Tell({kind, &reservation, encode_(reservation), call == nullptr ? "" : call->actor,
                     traced ? FormatTraceparent(call->trace) : "", now, leaf});
}

absl::StatusOr<SeatReservation> SeatService::Get(const CallScope& call, absl::string_view id) {
  SELARAS_ASSIGN_OR_RETURN(std::optional<SeatReservation> found, store_.Get(call.tenant, id));
  if (!found.has_value()) return Error(absl::StatusCode::kNotFound, "SEAT_RESERVATION_NOT_FOUND");
  return *std::move(found);
}

absl::Status SeatService::ReserveIn(SeatTransaction& seats, const CallScope& call, const ReserveAct& act,
                                    absl::Time now, SeatReservation& reservation) {
  SELARAS_ASSIGN_OR_RETURN(std::optional<std::string> other, seats.FindChain(act.chain_key));
  if (other.has_value()) {
    return Error(absl::StatusCode::kAlreadyExists, "SEAT_CHAIN_RESERVED",
                 {{"reservation", absl::StrCat("seatReservations/", *other)}});
  }
  for (const SeatMove& move : act.moves) {
    SELARAS_ASSIGN_OR_RETURN(other, seats.FindHold(move.employee));
    if (other.has_value()) {
      return Error(absl::StatusCode::kFailedPrecondition, "SEAT_PERSON_HELD",
                   {{"employee", move.employee}, {"reservation", absl::StrCat("seatReservations/", *other)}});
    }
  }
  SELARAS_ASSIGN_OR_RETURN(const ChainFacts chain, ReadChain(seats, act.moves, act.effective_day));
  SELARAS_RETURN_IF_ERROR(CheckSeats(seats, act.moves, act.effective_day, true));
  reservation = SeatReservation();
  reservation.tenant = call.tenant;
  reservation.id = ids_.NewId();
  reservation.agency = chain.moves[0].to_agency;
  reservation.chain_key = act.chain_key;
  reservation.effective_day = act.effective_day;
  reservation.moves = act.moves;
  reservation.create_time = now;
  reservation.expire_time = now + options_.hold;
  reservation.activate_time = chain.activate_time;
  SELARAS_RETURN_IF_ERROR(seats.Insert(reservation));
  return Tell(seats, "SeatsReserved", reservation, &call, now, true);
}

absl::StatusOr<SeatReservation> SeatService::Reserve(const CallScope& call, const ReserveAct& act) {
  SELARAS_RETURN_IF_ERROR(CheckReserve(act));
  Fingerprint fingerprint;
  fingerprint.Add(act.chain_key, act.effective_day);
  for (const SeatMove& move : act.moves) {
    fingerprint.Add(move.employee, move.from_post, move.to_post, move.expected_revision);
  }
  const SeatRequest request = RequestOf(call, act.request_id, "ReserveSeats", fingerprint);
  const absl::Time now = clock_.Now();
  // What another chain let run out must not refuse this one; if that fails, the worker says so.
  ExpireDue(now).status().IgnoreError();
  std::string id;
  bool acted = false;
  SELARAS_RETURN_IF_ERROR(
      store_.Transact(SeatAct::kReserve, call.tenant, [&](SeatTransaction& seats) -> absl::Status {
        acted = false;
        SELARAS_ASSIGN_OR_RETURN(id, seats.Once(request, now, [&]() -> absl::StatusOr<std::string> {
          SeatReservation reservation;
          SELARAS_RETURN_IF_ERROR(ReserveIn(seats, call, act, now, reservation));
          acted = true;
          return reservation.id;
        }));
        return absl::OkStatus();
      }));
  if (acted) acts_.At("reserved").Increment();
  return Get(call, id);
}

absl::StatusOr<SeatReservation> SeatService::Release(const CallScope& call, absl::string_view id,
                                                     absl::string_view etag, absl::string_view request_id) {
  std::vector<FieldViolation> violations;
  if (request_id.empty()) violations.push_back({"request_id", "must be set"});
  if (etag.empty()) violations.push_back({"etag", "must be set: read the reservation first"});
  if (!violations.empty()) return InvalidFields(std::move(violations));
  Fingerprint fingerprint;
  fingerprint.Add(id, etag);
  const SeatRequest request = RequestOf(call, request_id, "ReleaseSeats", fingerprint);
  const absl::Time now = clock_.Now();
  bool acted = false;
  SELARAS_RETURN_IF_ERROR(
      store_.Transact(SeatAct::kRelease, call.tenant, [&](SeatTransaction& seats) -> absl::Status {
        acted = false;
        return seats
            .Once(request, now,
                  [&]() -> absl::StatusOr<std::string> {
                    SELARAS_ASSIGN_OR_RETURN(SeatReservation reservation, FindIn(seats, id));
                    if (reservation.state != SeatState::kHeld) return Ended(reservation);
                    if (etag != absl::StrCat(reservation.version)) {
                      return Error(absl::StatusCode::kAborted, "REGISTRY_ETAG_STALE");
                    }
                    reservation.state = SeatState::kReleased;
                    reservation.end_time = now;
                    ++reservation.version;
                    SELARAS_RETURN_IF_ERROR(seats.Save(reservation));
                    SELARAS_RETURN_IF_ERROR(Tell(seats, "SeatsReleased", reservation, &call, now, true));
                    acted = true;
                    return reservation.id;
                  })
            .status();
      }));
  if (acted) acts_.At("released").Increment();
  return Get(call, id);
}

absl::Status SeatService::ApplyIn(SeatTransaction& seats, const CallScope& call, const ApplyAct& act,
                                  absl::Time now) {
  SELARAS_ASSIGN_OR_RETURN(SeatReservation reservation, FindIn(seats, act.reservation));
  if (reservation.state != SeatState::kHeld || reservation.expire_time <= now) return Ended(reservation);
  for (const SeatDecree& decree : act.decrees) {
    SELARAS_ASSIGN_OR_RETURN(const std::optional<std::string> used, seats.FindDecree(decree));
    if (used.has_value()) {
      return Error(absl::StatusCode::kAlreadyExists, "SEAT_DECREE_USED",
                   {{"decree", absl::StrCat("decrees/", decree.decree)},
                    {"reservation", absl::StrCat("seatReservations/", *used)}});
    }
  }
  SELARAS_ASSIGN_OR_RETURN(std::vector<SeatDecree> decrees, Match(reservation, act.decrees));
  const Day day = reservation.effective_day;
  SELARAS_ASSIGN_OR_RETURN(const ChainFacts chain, ReadChain(seats, reservation.moves, day));
  SELARAS_RETURN_IF_ERROR(CheckSeats(seats, reservation.moves, day, false));
  FactWrites writes = Appoint(chain, day, decrees);
  reservation.activate_time = chain.activate_time;
  reservation.active = reservation.activate_time <= now;
  if (reservation.active) ChangeAgencies(chain, day, writes);
  SELARAS_ASSIGN_OR_RETURN(reservation.applied_revision,
                           seats.WriteRevision(absl::StrCat("reservation:", reservation.id), now, writes));
  reservation.state = SeatState::kApplied;
  reservation.end_time = now;
  ++reservation.version;
  SELARAS_RETURN_IF_ERROR(seats.Save(reservation, decrees));
  reservation.decrees = decrees;
  SELARAS_RETURN_IF_ERROR(Tell(seats, "SeatsApplied", reservation, &call, now, true));
  if (!reservation.active) return absl::OkStatus();
  return Tell(seats, "SeatsActivated", reservation, &call, now, false);
}

absl::StatusOr<SeatReservation> SeatService::Apply(const CallScope& call, const ApplyAct& act) {
  SELARAS_RETURN_IF_ERROR(CheckApply(act));
  Fingerprint fingerprint;
  fingerprint.Add(act.reservation);
  for (const SeatDecree& decree : act.decrees) {
    fingerprint.Add(decree.decree, decree.number, decree.employee, decree.to_post);
  }
  const SeatRequest request = RequestOf(call, act.request_id, "ApplyDecrees", fingerprint);
  const absl::Time now = clock_.Now();
  bool acted = false;
  SELARAS_RETURN_IF_ERROR(
      store_.Transact(SeatAct::kApply, call.tenant, [&](SeatTransaction& seats) -> absl::Status {
        acted = false;
        return seats
            .Once(request, now,
                  [&]() -> absl::StatusOr<std::string> {
                    SELARAS_ASSIGN_OR_RETURN(const std::optional<SeatReservation> found,
                                             seats.Find(act.reservation));
                    const bool again = found.has_value() && found->state == SeatState::kApplied &&
                                       SameDecrees(*found, act.decrees);
                    if (again) return act.reservation;
                    SELARAS_RETURN_IF_ERROR(ApplyIn(seats, call, act, now));
                    acted = true;
                    return act.reservation;
                  })
            .status();
      }));
  if (acted) acts_.At("applied").Increment();
  return Get(call, act.reservation);
}

absl::Status SeatService::Expire(SeatTransaction& seats, SeatReservation reservation, absl::Time now) {
  reservation.state = SeatState::kExpired;
  reservation.end_time = now;
  ++reservation.version;
  SELARAS_RETURN_IF_ERROR(seats.Save(reservation));
  return Tell(seats, "SeatsReleased", reservation, nullptr, now, true);
}

absl::Status SeatService::Activate(SeatTransaction& seats, SeatReservation reservation, absl::Time now) {
  FactWrites writes;
  SELARAS_RETURN_IF_ERROR(ReadAgencyChanges(seats, reservation, writes));
  if (!writes.empty()) {
    SELARAS_RETURN_IF_ERROR(
        seats.WriteRevision(absl::StrCat("reservation:", reservation.id), now, writes).status());
  }
  reservation.active = true;
  ++reservation.version;
  SELARAS_RETURN_IF_ERROR(seats.Save(reservation));
  return Tell(seats, "SeatsActivated", reservation, nullptr, now, false);
}

absl::StatusOr<int> SeatService::ExpireDue(absl::Time now) {
  SELARAS_ASSIGN_OR_RETURN(const auto due, store_.Expiring(now, kDueAtOnce));
  int done = 0;
  absl::Status first_error;
  for (const auto& [tenant, id] : due) {
    bool acted = false;
    first_error.Update(store_.Transact(SeatAct::kExpire, tenant, [&](SeatTransaction& seats) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(const SeatReservation reservation, FindIn(seats, id));
      acted = reservation.state == SeatState::kHeld;
      return acted ? Expire(seats, reservation, now) : absl::OkStatus();
    }));
    if (acted && first_error.ok()) acts_.At("expired").Increment(), ++done;
  }
  SELARAS_RETURN_IF_ERROR(first_error);
  return done;
}

absl::StatusOr<int> SeatService::ActivateDue(absl::Time now) {
  SELARAS_ASSIGN_OR_RETURN(const auto due, store_.Activating(now, kDueAtOnce));
  int done = 0;
  absl::Status first_error;
  for (const auto& [tenant, id] : due) {
    bool acted = false;
    first_error.Update(
        store_.Transact(SeatAct::kActivate, tenant, [&](SeatTransaction& seats) -> absl::Status {
          SELARAS_ASSIGN_OR_RETURN(const SeatReservation reservation, FindIn(seats, id));
          acted = reservation.state == SeatState::kApplied && !reservation.active;
          return acted ? Activate(seats, reservation, now) : absl::OkStatus();
        }));
    if (acted && first_error.ok()) acts_.At("activated").Increment(), ++done;
  }
  SELARAS_RETURN_IF_ERROR(first_error);
  return done;
}

absl::StatusOr<int> SeatService::RunDue() {
  const absl::Time now = clock_.Now();
  const absl::StatusOr<int> expired = ExpireDue(now);
  SELARAS_ASSIGN_OR_RETURN(const int activated, ActivateDue(now));
  SELARAS_RETURN_IF_ERROR(expired.status());
  return *expired + activated;
}

}  // namespace selaras::registry
