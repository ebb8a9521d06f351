#include "services/registry/app/seat_chain.h"

#include <algorithm>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/clock.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/registry/app/reads.h"
#include "services/registry/domain/occupancy.h"

namespace selaras::registry {
namespace {

constexpr int kDecreeConfidence = 100;  // the decree is the appointment

bool Covers(const Fact& fact, Day day) {
  return fact.valid_from <= day && day < fact.valid_to;
}

const Fact* FindAt(const std::vector<Fact>& facts, RecordKind kind, Day day) {
  const auto found = std::find_if(facts.begin(), facts.end(),
                                  [&](const Fact& fact) { return fact.kind == kind && Covers(fact, day); });
  return found == facts.end() ? nullptr : &*found;
}

Stay StayOf(const Fact& appointment) {
  return {appointment.valid_from, appointment.valid_to,
          std::string(RecordView(appointment.content).Text(appointment_field::kPost))};
}

absl::Status ReadPerson(SeatTransaction& seats, Day day, MoveFacts& facts) {
  const std::string& employee = facts.move.employee;
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Fact> believed, seats.Believed(employee));
  const Fact* profile = FindAt(believed, RecordKind::kProfile, day);
  if (profile == nullptr) {
    return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND", {{"employee", employee}});
  }
  const absl::string_view state = RecordView(profile->content).Text(profile_field::kState);
  if (!state.empty() && state != "ACTIVE") {
    return Error(absl::StatusCode::kFailedPrecondition, "SEAT_EMPLOYEE_INACTIVE",
                 {{"employee", employee}, {"state", std::string(state)}});
  }
  std::vector<const Fact*> appointments;
  std::vector<Stay> stays;
  for (const Fact& fact : believed) {
    if (fact.kind == RecordKind::kProfile && fact.valid_to > day) facts.profiles.push_back(fact);
    if (fact.kind != RecordKind::kAppointment) continue;
    if (fact.valid_from >= day) {
      return Error(absl::StatusCode::kFailedPrecondition, "SEAT_LATER_APPOINTMENT",
                   {{"employee", employee}, {"date", FormatCivilDay(FromDay(fact.valid_from))}});
    }
    appointments.push_back(&fact);
    stays.push_back(StayOf(fact));
  }
  const int held = HeldAt(stays, day);
  if (held >= 0) facts.present = *appointments[held];
  const std::string post = held < 0 ? "" : stays[held].post;
  const int64_t revision = post.empty() ? 0 : facts.present->known_from;
  if (post != facts.move.from_post || revision != facts.move.expected_revision) {
    return Error(absl::StatusCode::kFailedPrecondition, "SEAT_APPOINTMENT_CHANGED",
                 {{"employee", employee},
                  {"expected_revision", absl::StrCat(facts.move.expected_revision)},
                  {"present_revision", absl::StrCat(revision)}});
  }
  return absl::OkStatus();
}

absl::Status ReadPost(SeatTransaction& seats, Day day, MoveFacts& facts) {
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Fact> believed, seats.Believed(facts.move.to_post));
  const Fact* post = FindAt(believed, RecordKind::kPost, day);
  if (post == nullptr) {
    return Error(absl::StatusCode::kNotFound, "POST_NOT_FOUND", {{"post", facts.move.to_post}});
  }
  facts.to_agency = post->agency;
  facts.to_position = std::string(RecordView(post->content).Text(post_field::kPosition));
  return absl::OkStatus();
}

absl::StatusOr<absl::TimeZone> ZoneOf(SeatTransaction& seats, absl::string_view agency) {
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Fact> believed, seats.Believed(agency));
  for (const Fact& fact : believed) {
    if (fact.kind != RecordKind::kAgency || fact.valid_to != kForEver) continue;
    const auto zone = ParseTimeZone(RecordView(fact.content).Text(agency_field::kTimeZone));
    if (zone.ok()) return *zone;
  }
  return DefaultZone();
}

// The fewest seats that a post has from `day` on; 0 on days on which it is gone.
absl::StatusOr<int64_t> CeilingFrom(SeatTransaction& seats, absl::string_view post, Day day) {
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Fact> believed, seats.Believed(post));
  int64_t ceiling = -1;
  for (const Fact& fact : believed) {
    if (fact.kind != RecordKind::kPost || fact.valid_to <= day) continue;
    const int64_t seats_then = RecordView(fact.content).Int(post_field::kCeiling).value_or(0);
    ceiling = ceiling < 0 ? seats_then : std::min(ceiling, seats_then);
  }
  return std::max<int64_t>(ceiling, 0);
}

Fact WithColumn(const Fact& fact, int column, std::string value) {
  std::vector<std::string> values = RecordView(fact.content).Values();
  if (values.size() <= static_cast<size_t>(column)) values.resize(column + 1);
  values[column] = std::move(value);
  Fact changed = fact;
  changed.content = EncodeRecord(values);
  return changed;
}

void NoteChange(absl::string_view employee, RecordKind kind, FactWrites& writes) {
  writes.changes.push_back({0, 0, absl::StrCat("employees/", employee), std::string(FindSchema(kind)->name)});
}

// Sets the agency of profiles within [span.first, span.second).
void ChangeAgency(const std::vector<Fact>& profiles, const std::string& agency, std::pair<Day, Day> span,
                  FactWrites& writes) {
  bool changed = false;
  for (const Fact& profile : profiles) {
    if (RecordView(profile.content).Text(profile_field::kAgency) == agency) continue;
    const Day from = std::max(profile.valid_from, span.first);
    const Day to = std::min(profile.valid_to, span.second);
    if (from >= to) continue;
    if (!changed) NoteChange(profile.subject, RecordKind::kProfile, writes);
    changed = true;
    writes.closes.push_back(profile);
    const auto keep = [&](Day begin, Day end) {
      if (begin >= end) return;
      Fact part = profile;
      part.valid_from = begin;
      part.valid_to = end;
      writes.inserts.push_back(std::move(part));
    };
    keep(profile.valid_from, from);
    keep(to, profile.valid_to);
    Fact after = WithColumn(profile, profile_field::kAgency, agency);
    after.agency = agency;
    after.valid_from = from;
    after.valid_to = to;
    writes.inserts.push_back(std::move(after));
  }
}

}  // namespace

const Fact& MoveFacts::ProfileAt(Day day) const {
  return *FindAt(profiles, RecordKind::kProfile, day);
}

absl::StatusOr<ChainFacts> ReadChain(SeatTransaction& seats, const std::vector<SeatMove>& moves, Day day) {
  ChainFacts chain;
  absl::btree_set<std::string> agencies;
  for (const SeatMove& move : moves) {
    MoveFacts& facts = chain.moves.emplace_back();
    facts.move = move;
    SELARAS_RETURN_IF_ERROR(ReadPerson(seats, day, facts));
    SELARAS_RETURN_IF_ERROR(ReadPost(seats, day, facts));
    agencies.insert(facts.to_agency);
    agencies.insert(facts.ProfileAt(day).agency);
  }
  chain.activate_time = absl::InfinitePast();
  for (const std::string& agency : agencies) {
    SELARAS_ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(seats, agency));
    chain.activate_time = std::max(chain.activate_time, absl::FromCivil(FromDay(day), zone));
  }
  return chain;
}

absl::Status CheckSeats(SeatTransaction& seats, const std::vector<SeatMove>& moves, Day day, bool reserving) {
  absl::btree_map<std::string, int> arrivals;
  absl::flat_hash_set<absl::string_view> movers;
  for (const SeatMove& move : moves) {
    ++arrivals[move.to_post];
    movers.insert(move.employee);
  }
  for (const auto& [post, count] : arrivals) {
    SELARAS_ASSIGN_OR_RETURN(const std::vector<Fact> holders, seats.Holders(post));
    People before, after;
    for (size_t i = 0; i < holders.size(); ++i) {
      if (i == 0 || holders[i].subject != holders[i - 1].subject) before.emplace_back();
      before.back().push_back(StayOf(holders[i]));
      const bool last = i + 1 == holders.size() || holders[i + 1].subject != holders[i].subject;
      if (last && !movers.contains(holders[i].subject)) after.push_back(before.back());
    }
    for (int i = 0; i < count; ++i) after.push_back({{day, kForEver, post}});
    int held = 0;
    if (reserving) {
      SELARAS_ASSIGN_OR_RETURN(held, seats.SeatsHeld(post));
    }
    SELARAS_ASSIGN_OR_RETURN(const int64_t ceiling, CeilingFrom(seats, post, day));
    const int taken = Overflow(Occupancy(before, post, day), Occupancy(after, post, day), ceiling - held);
    if (taken > 0) {
      return Error(
          absl::StatusCode::kFailedPrecondition, "SEAT_NOT_FREE",
          {{"post", post}, {"ceiling", absl::StrCat(ceiling)}, {"needed", absl::StrCat(taken + held)}});
    }
  }
  return absl::OkStatus();
}

FactWrites Appoint(const ChainFacts& chain, Day day, std::vector<SeatDecree>& decrees) {
  FactWrites writes;
  for (size_t i = 0; i < chain.moves.size(); ++i) {
    const MoveFacts& facts = chain.moves[i];
    SeatDecree& decree = decrees[i];
    if (facts.present.has_value()) {
      Fact ended = WithColumn(*facts.present, appointment_field::kEndDate, FormatCivilDay(FromDay(day - 1)));
      ended.valid_to = day;
      writes.closes.push_back(*facts.present);
      writes.inserts.push_back(std::move(ended));
    }
    decree.fact_key = FormatCivilDay(FromDay(day));
    std::vector<std::string> values(appointment_field::kDecree + 1);
    values[appointment_field::kStartDate] = decree.fact_key;
    values[appointment_field::kPost] = facts.move.to_post;
    values[appointment_field::kPosition] = facts.to_position;
    values[appointment_field::kDecree] = decree.number;
    writes.inserts.push_back(Fact{.kind = RecordKind::kAppointment,
                                  .subject = facts.move.employee,
                                  .key = decree.fact_key,
                                  .agency = facts.to_agency,
                                  .ref = facts.move.to_post,
                                  .content = EncodeRecord(values),
                                  .decree = decree.decree,
                                  .valid_from = day,
                                  .valid_to = kForEver,
                                  .confidence = kDecreeConfidence});
    NoteChange(facts.move.employee, RecordKind::kAppointment, writes);
  }
  return writes;
}

void ChangeAgencies(const ChainFacts& chain, Day day, FactWrites& writes) {
  for (const MoveFacts& facts : chain.moves) {
    ChangeAgency(facts.profiles, facts.to_agency, {day, kForEver}, writes);
  }
}

absl::Status ReadAgencyChanges(SeatTransaction& seats, const SeatReservation& reservation,
                               FactWrites& writes) {
  for (const SeatDecree& decree : reservation.decrees) {
    SELARAS_ASSIGN_OR_RETURN(const std::vector<Fact> believed, seats.Believed(decree.employee));
    const auto made = std::find_if(believed.begin(), believed.end(),
                                   [&](const Fact& fact) { return fact.decree == decree.decree; });
    if (made == believed.end()) continue;
    SELARAS_ASSIGN_OR_RETURN(const std::vector<Fact> post_facts, seats.Believed(decree.to_post));
    const Fact* post = FindAt(post_facts, RecordKind::kPost, reservation.effective_day);
    if (post == nullptr) continue;
    std::vector<Fact> profiles;
    for (const Fact& fact : believed) {
      if (fact.kind == RecordKind::kProfile) profiles.push_back(fact);
    }
    ChangeAgency(profiles, post->agency, {made->valid_from, made->valid_to}, writes);
  }
  return absl::OkStatus();
}

}  // namespace selaras::registry
