#ifndef SELARAS_SERVICES_REGISTRY_TESTING_SEAT_WORLD_H_
#define SELARAS_SERVICES_REGISTRY_TESTING_SEAT_WORLD_H_

// Agencies, posts and people written straight into the stores, for tests of seats. Every name is synthetic.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/sql/outbox.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/registry/app/organisation.h"
#include "services/registry/app/seat_service.h"
#include "services/registry/store/sql_fact_store.h"
#include "services/registry/store/sql_seat_store.h"

namespace selaras::registry::testing {

inline constexpr char kTenant[] = "t";

inline Day DayOn(int year, int month, int day) {
  return ToDay(absl::CivilDay(year, month, day));
}

// Over a migrated database (schemas "registry" and "feed").
class SeatWorld {
 public:
  SeatWorld(sql::Database& db, selaras::testing::FakeClock& clock, IdSource& ids, Metrics& metrics)
      : db(db),
        clock(clock),
        facts(db, clock),
        store(db, ids),
        seats(store, clock, ids, metrics, [](const SeatReservation& r) { return r.id; }, {}) {}

  CallScope Call(const std::string& principal = "approval") const {
    CallScope call;
    call.principal = {.id = principal, .tenant = kTenant, .roles = {Role::kService}};
    call.actor = principal;
    call.tenant = kTenant;
    call.clock = &clock;
    return call;
  }

  int64_t Write(FactWrites writes) {
    const auto revision =
        facts.Commit(kTenant, {"test", absl::StrCat("write", ++writes_), "f", "analyst"}, "nobody",
                     [&](const std::vector<Fact>&) -> absl::StatusOr<FactWrites> { return writes; });
    EXPECT_TRUE(revision.ok()) << revision.status();
    return revision.value_or(0);
  }

  static Fact State(RecordKind kind, const std::string& id, const std::string& agency,
                    std::vector<std::pair<int, std::string>> columns) {
    std::vector<std::string> values;
    for (auto& [column, value] : columns) {
      if (values.size() <= static_cast<size_t>(column)) values.resize(column + 1);
      values[column] = value;
    }
    return {.kind = kind, .subject = id, .agency = agency, .content = EncodeRecord(values), .confidence = 80};
  }

  void AddAgency(const std::string& id, const std::string& zone) {
    Write({.inserts = {State(RecordKind::kAgency, id, id,
                             {{agency_field::kKind, "REGENCY"}, {agency_field::kTimeZone, zone}})}});
  }
  void AddPost(const std::string& id, int ceiling, const std::string& agency = "a1") {
    Write({.inserts = {
               State(RecordKind::kPost, id, agency,
                     {{post_field::kPosition, "guru"}, {post_field::kCeiling, absl::StrCat(ceiling)}})}});
  }
  // Holds `post` since 2020 ("" = none). Returns the revision of the appointment.
  int64_t AddPerson(const std::string& id, const std::string& post, const std::string& agency = "a1",
                    const std::string& state = "ACTIVE") {
    FactWrites writes;
    writes.inserts.push_back(State(RecordKind::kProfile, id, agency,
                                   {{profile_field::kAgency, agency}, {profile_field::kState, state}}));
    if (!post.empty()) {
      Fact& held = writes.inserts.emplace_back(
          State(RecordKind::kAppointment, id, agency,
                {{appointment_field::kStartDate, "2020-01-01"}, {appointment_field::kPost, post}}));
      held.key = "2020-01-01";
      held.ref = post;
      held.valid_from = DayOn(2020, 1, 1);
    }
    return Write(std::move(writes));
  }

  // Facts of one person that are believed now.
  std::vector<Fact> Believed(const std::string& id, RecordKind kind) {
    std::vector<Fact> found;
    const std::vector<std::string> ids = {id};
    EXPECT_TRUE(facts
                    .ReadSubjects(kTenant, ids,
                                  [&](const FactView& fact) {
                                    if (fact.kind == kind && fact.known_to == 0) found.push_back(Keep(fact));
                                    return absl::OkStatus();
                                  })
                    .ok());
    return found;
  }
  std::string PostOf(const std::string& id, Day day) {
    PresentPost present({facts.NewestRevision(kTenant).value_or(0), day});
    for (const Fact& fact : Believed(id, RecordKind::kAppointment)) {
      present.Add(FactView{.kind = fact.kind,
                           .subject = fact.subject,
                           .content = fact.content,
                           .valid_from = fact.valid_from,
                           .valid_to = fact.valid_to,
                           .known_from = fact.known_from,
                           .known_to = fact.known_to});
    }
    return present.post();
  }
  int Incumbents(const std::string& post, Day day) {
    const auto organisation =
        Organisation::Load(facts, kTenant, {facts.NewestRevision(kTenant).value_or(0), day});
    EXPECT_TRUE(organisation.ok()) << organisation.status();
    const Organisation::Thing* thing = (*organisation)->Find(RecordKind::kPost, post);
    return thing == nullptr ? -1 : thing->incumbents;
  }
  std::string AgencyOf(const std::string& id, Day day) {
    for (const Fact& fact : Believed(id, RecordKind::kProfile)) {
      if (fact.valid_from <= day && day < fact.valid_to) {
        return std::string(RecordView(fact.content).Text(profile_field::kAgency));
      }
    }
    return "";
  }

  // "kind" of every event, in order; leaves too.
  std::vector<std::string> Events() {
    std::vector<std::string> kinds;
    EXPECT_TRUE(db.ReadTransaction([&](sql::Connection& conn) {
                    kinds.clear();
                    return sql::ReadEvents(conn, 0, 100000, [&](const sql::Event& event) {
                      kinds.push_back(event.kind);
                      return absl::OkStatus();
                    });
                  }).ok());
    return kinds;
  }

  static SeatDecree DecreeOf(const SeatMove& move, const std::string& name) {
    return {"d" + name, "800/" + name + "/2026", move.employee, move.to_post};
  }
  // One decree per move, named after the reservation.
  static ApplyAct Decrees(const SeatReservation& reservation, const std::string& request) {
    ApplyAct act{request, reservation.id};
    for (size_t i = 0; i < reservation.moves.size(); ++i) {
      act.decrees.push_back(DecreeOf(reservation.moves[i], absl::StrCat(reservation.id, "-", i)));
    }
    return act;
  }

  sql::Database& db;
  selaras::testing::FakeClock& clock;
  SqlFactStore facts;
  SqlSeatStore store;
  SeatService seats;

 private:
  int writes_ = 0;
};

}  // namespace selaras::registry::testing

#endif  // SELARAS_SERVICES_REGISTRY_TESTING_SEAT_WORLD_H_
