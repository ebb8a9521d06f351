// Seats and decrees on every database: what the service promises over the SQL store.

#include "services/registry/app/seat_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "libs/base/error.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/sql/test_databases.h"
#include "services/registry/testing/forbidden_statements.h"
#include "services/registry/testing/seat_world.h"

namespace selaras::registry {
namespace {

using selaras::testing::FailsWith;
using selaras::testing::FakeClock;
using selaras::testing::IsOk;
using selaras::testing::IsOkAndHolds;
using ::testing::AllOf;
using ::testing::Contains;
using testing::DayOn;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kTenant;
using ::testing::Pair;
using testing::SeatWorld;
using ::testing::SizeIs;
using Code = absl::StatusCode;

class SeatServiceTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), kSchema, "registry"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    Open();
    world().AddAgency("a1", "Asia/Jakarta");
  }
  void TearDown() override {
    world_.reset();
    sql::DatabaseTest::TearDown();
  }
  void Open() { world_ = std::make_unique<SeatWorld>(db(), clock_, ids_, metrics_); }

  SeatWorld& world() { return *world_; }
  SeatService& seats() { return world_->seats; }
  CallScope Call() { return world_->Call(); }

  ReserveAct Chain(const std::string& key, std::vector<SeatMove> moves, Day day = DayOn(2026, 5, 1)) {
    return {absl::StrCat("reserve-", key), key, day, std::move(moves)};
  }
  SeatReservation Reserved(const ReserveAct& act) {
    const auto reservation = seats().Reserve(Call(), act);
    EXPECT_THAT(reservation, IsOk());
    return reservation.value_or(SeatReservation());
  }
  SeatReservation Applied(const SeatReservation& reservation) {
    const auto applied =
        seats().Apply(Call(), SeatWorld::Decrees(reservation, "apply-" + reservation.chain_key));
    EXPECT_THAT(applied, IsOk());
    return applied.value_or(SeatReservation());
  }

  FakeClock clock_;  // 2026-04-01 09:00 in Jakarta
  SeededIdSource ids_{7};
  PrometheusMetrics metrics_;
  std::unique_ptr<SeatWorld> world_;
};

TEST_P(SeatServiceTest, AMoveIsReservedAppliedAndTrueFromItsDayOn) {
  world().AddPost("p", 1);
  world().AddPost("q", 1);
  const int64_t known = world().AddPerson("ani", "p");
  const SeatReservation held = Reserved(Chain("c", {{"ani", "p", "q", known}}));
  EXPECT_EQ(held.state, SeatState::kHeld);
  EXPECT_EQ(held.expire_time, clock_.Now() + absl::Hours(24 * 90));
  EXPECT_EQ(held.activate_time, absl::FromCivil(absl::CivilDay(2026, 5, 1), *ParseTimeZone("WIB")));
  const SeatReservation applied = Applied(held);
  EXPECT_EQ(applied.state, SeatState::kApplied);
  EXPECT_EQ(applied.applied_revision, known + 1);
  EXPECT_FALSE(applied.active);
  EXPECT_EQ(world().PostOf("ani", DayOn(2026, 4, 30)), "p");
  EXPECT_EQ(world().PostOf("ani", DayOn(2026, 5, 1)), "q");
  EXPECT_EQ(world().Incumbents("p", DayOn(2026, 4, 30)), 1);
  EXPECT_EQ(world().Incumbents("p", DayOn(2026, 5, 1)), 0);
  EXPECT_EQ(world().Incumbents("q", DayOn(2026, 5, 1)), 1);
  const std::vector<Fact> believed = world().Believed("ani", RecordKind::kAppointment);
  ASSERT_THAT(believed, SizeIs(2));
  EXPECT_EQ(RecordView(believed[0].content).Text(appointment_field::kEndDate), "2026-04-30");
  EXPECT_EQ(believed[1].decree, applied.decrees[0].decree);
  EXPECT_EQ(RecordView(believed[1].content).Text(appointment_field::kDecree), applied.decrees[0].number);
  EXPECT_EQ(RecordView(believed[1].content).Text(appointment_field::kPosition), "guru");
  EXPECT_THAT(world().facts.SourcesOf(kTenant, {applied.applied_revision}),
              IsOkAndHolds(ElementsAre("reservation:" + held.id)));
  EXPECT_THAT(world().Events(), ElementsAre("SeatsReserved", "LeafWritten", "SeatsApplied", "LeafWritten"));
}

// Three full posts, three people, each goes to the next one's: no seat is free at any time, and none is needed.
TEST_P(SeatServiceTest, AChainRotatesThroughFullPosts) {
  std::vector<SeatMove> moves;
  const std::string people[] = {"ani", "budi", "citra"}, posts[] = {"p", "q", "r"};
  for (const std::string& post : posts) world().AddPost(post, 1);
  for (int i = 0; i < 3; ++i) {
    moves.push_back({people[i], posts[i], posts[(i + 1) % 3], world().AddPerson(people[i], posts[i])});
  }
  EXPECT_THAT(seats().Reserve(Call(), Chain("part", {moves[0], moves[1]})),
              FailsWith(Code::kFailedPrecondition, "SEAT_NOT_FREE"));
  Applied(Reserved(Chain("c", moves)));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(world().PostOf(people[i], DayOn(2026, 5, 1)), posts[(i + 1) % 3]);
    EXPECT_EQ(world().Incumbents(posts[i], DayOn(2026, 5, 1)), 1);
  }
}

TEST_P(SeatServiceTest, OccupancyAboveTheCeilingNeverRises) {
  world().AddPost("full", 1);
  world().AddPost("other", 5);
  const int64_t ani = world().AddPerson("ani", "full");
  world().AddPerson("budi", "full");
  const int64_t citra = world().AddPerson("citra", "other");
  EXPECT_THAT(seats().Reserve(Call(), Chain("more", {{"citra", "other", "full", citra}})),
              FailsWith(Code::kFailedPrecondition, "SEAT_NOT_FREE"));
  // One for one leaves it as it was.
  const SeatReservation swap =
      Reserved(Chain("swap", {{"ani", "full", "other", ani}, {"citra", "other", "full", citra}}));
  Applied(swap);
  EXPECT_EQ(world().Incumbents("full", DayOn(2026, 5, 1)), 2);
  EXPECT_THAT(world().Events(), Contains("SeatsApplied"));
}

TEST_P(SeatServiceTest, AHeldSeatIsTakenAndADepartureCountsOnlyInItsOwnChain) {
  world().AddPost("p", 1);
  world().AddPost("q", 1);
  world().AddPost("r", 9);
  const int64_t ani = world().AddPerson("ani", "p");
  const int64_t budi = world().AddPerson("budi", "r");
  const int64_t citra = world().AddPerson("citra", "r");
  const SeatReservation first = Reserved(Chain("c1", {{"ani", "p", "q", ani}}));
  EXPECT_THAT(seats().Reserve(Call(), Chain("c2", {{"budi", "r", "q", budi}})),
              FailsWith(Code::kFailedPrecondition, "SEAT_NOT_FREE"));
  // Ani has not left yet, and c1 may be released.
  EXPECT_THAT(seats().Reserve(Call(), Chain("c3", {{"citra", "r", "p", citra}})),
              FailsWith(Code::kFailedPrecondition, "SEAT_NOT_FREE"));
  EXPECT_THAT(seats().Reserve(Call(), Chain("c4", {{"ani", "p", "r", ani}})),
              FailsWith(Code::kFailedPrecondition, "SEAT_PERSON_HELD"));
  Applied(first);
  Reserved(Chain("c3", {{"citra", "r", "p", citra}}));
  // On the day before, ani still sits there.
  EXPECT_THAT(seats().Reserve(Call(), Chain("c5", {{"budi", "r", "p", budi}}, DayOn(2026, 4, 30))),
              FailsWith(Code::kFailedPrecondition, "SEAT_NOT_FREE"));
}

TEST_P(SeatServiceTest, AnotherAppointmentThanDecidedAboutIsRefused) {
  world().AddPost("p", 2);
  world().AddPost("q", 2);
  const int64_t known = world().AddPerson("ani", "p");
  const auto changed = seats().Reserve(Call(), Chain("c", {{"ani", "p", "q", known + 5}}));
  EXPECT_THAT(changed, FailsWith(Code::kFailedPrecondition, "SEAT_APPOINTMENT_CHANGED"));
  EXPECT_THAT(
      MetadataOf(changed.status()),
      AllOf(Contains(Pair("employee", "ani")), Contains(Pair("expected_revision", absl::StrCat(known + 5))),
            Contains(Pair("present_revision", absl::StrCat(known)))));
  EXPECT_THAT(seats().Reserve(Call(), Chain("c", {{"ani", "q", "p", known}})),
              FailsWith(Code::kFailedPrecondition, "SEAT_APPOINTMENT_CHANGED"));
  EXPECT_THAT(seats().Reserve(Call(), Chain("c", {{"ani", "", "q", 0}})),
              FailsWith(Code::kFailedPrecondition, "SEAT_APPOINTMENT_CHANGED"));
  EXPECT_THAT(seats().Reserve(Call(), Chain("c", {{"nobody", "", "q", 0}})),
              FailsWith(Code::kNotFound, "EMPLOYEE_NOT_FOUND"));
  EXPECT_THAT(seats().Reserve(Call(), Chain("c", {{"ani", "p", "nowhere", known}})),
              FailsWith(Code::kNotFound, "POST_NOT_FOUND"));
  world().AddPerson("budi", "", "a1", "UNPAID_LEAVE");
  EXPECT_THAT(seats().Reserve(Call(), Chain("c", {{"budi", "", "q", 0}})),
              FailsWith(Code::kFailedPrecondition, "SEAT_EMPLOYEE_INACTIVE"));
  EXPECT_THAT(seats().Reserve(Call(), Chain("c", {{"ani", "p", "q", known}}, DayOn(2020, 1, 1))),
              FailsWith(Code::kFailedPrecondition, "SEAT_LATER_APPOINTMENT"));
  // The appointment changes between reservation and decree.
  const SeatReservation held = Reserved(Chain("c", {{"ani", "p", "q", known}}));
  std::vector<Fact> believed = world().Believed("ani", RecordKind::kAppointment);
  Fact told = believed[0];
  told.confidence = 90;
  world().Write({.inserts = {told}, .closes = {believed[0]}});
  EXPECT_THAT(seats().Apply(Call(), SeatWorld::Decrees(held, "apply")),
              FailsWith(Code::kFailedPrecondition, "SEAT_APPOINTMENT_CHANGED"));
  EXPECT_EQ(world().PostOf("ani", DayOn(2026, 5, 1)), "p");
  EXPECT_EQ(seats().Get(Call(), held.id)->state, SeatState::kHeld);
}

// Somebody else took the seat by an import meanwhile: the chain is refused as a whole.
TEST_P(SeatServiceTest, ASeatLostToTheWorldRefusesTheDecrees) {
  world().AddPost("p", 1);
  world().AddPost("q", 1);
  const SeatReservation held = Reserved(Chain("c", {{"ani", "p", "q", world().AddPerson("ani", "p")}}));
  world().AddPerson("squatter", "q");
  EXPECT_THAT(seats().Apply(Call(), SeatWorld::Decrees(held, "apply")),
              FailsWith(Code::kFailedPrecondition, "SEAT_NOT_FREE"));
}

TEST_P(SeatServiceTest, ARepeatedRequestActsOnce) {
  world().AddPost("p", 2);
  world().AddPost("q", 2);
  const ReserveAct act = Chain("c", {{"ani", "p", "q", world().AddPerson("ani", "p")}});
  const SeatReservation held = Reserved(act);
  EXPECT_EQ(Reserved(act).id, held.id);
  ReserveAct other = act;
  other.effective_day += 1;
  EXPECT_THAT(seats().Reserve(Call(), other), FailsWith(Code::kAlreadyExists, "REQUEST_ID_REUSED"));
  other.request_id = "another";
  const auto twice = seats().Reserve(Call(), other);
  EXPECT_THAT(twice, FailsWith(Code::kAlreadyExists, "SEAT_CHAIN_RESERVED"));
  EXPECT_THAT(MetadataOf(twice.status()), Contains(Pair("reservation", "seatReservations/" + held.id)));
  const SeatReservation applied = Applied(held);
  EXPECT_EQ(Applied(held).version, applied.version);
  // The same decrees under another request id, after a restart of the caller: the first answer, nothing done.
  const int64_t newest = *world().facts.NewestRevision(kTenant);
  const size_t events = world().Events().size();
  const auto again = seats().Apply(Call(), SeatWorld::Decrees(held, "another-apply"));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->applied_revision, applied.applied_revision);
  EXPECT_EQ(again->decrees, applied.decrees);
  EXPECT_THAT(world().facts.NewestRevision(kTenant), IsOkAndHolds(newest));
  EXPECT_THAT(world().Events(), SizeIs(events));
  EXPECT_THAT(seats().Reserve(Call(), {"yet-another", "c", act.effective_day, act.moves}),
              FailsWith(Code::kAlreadyExists, "SEAT_CHAIN_RESERVED"));
  EXPECT_EQ(Reserved(act).state, SeatState::kApplied);
}

TEST_P(SeatServiceTest, EveryMoveNeedsExactlyOneDecreeOfItsOwn) {
  world().AddPost("p", 2);
  world().AddPost("q", 2);
  const int64_t ani = world().AddPerson("ani", "p"), budi = world().AddPerson("budi", "q");
  const SeatReservation held = Reserved(Chain("c", {{"ani", "p", "q", ani}, {"budi", "q", "p", budi}}));
  const ApplyAct right = SeatWorld::Decrees(held, "apply");
  const auto refused = [&](ApplyAct act, Code code, const char* reason) {
    EXPECT_THAT(seats().Apply(Call(), act), FailsWith(code, reason));
  };
  ApplyAct act = right;
  act.decrees.pop_back();
  refused(act, Code::kFailedPrecondition, "SEAT_DECREES_INCOMPLETE");
  act = right;
  act.decrees.push_back({"extra", "800/extra", "ani", "q"});  // two decrees for one move
  refused(act, Code::kFailedPrecondition, "SEAT_DECREES_INCOMPLETE");
  act.decrees.erase(act.decrees.begin() + 1);
  refused(act, Code::kFailedPrecondition, "SEAT_DECREES_INCOMPLETE");
  act = right;
  act.decrees[0].to_post = "p";
  refused(act, Code::kFailedPrecondition, "SEAT_DECREES_INCOMPLETE");
  act = right;
  act.decrees[1].number = act.decrees[0].number;
  refused(act, Code::kInvalidArgument, "INVALID_FIELDS");
  EXPECT_EQ(world().PostOf("ani", DayOn(2026, 5, 1)), "p");
  const SeatReservation applied = Applied(held);
  act = right;
  act.request_id = "other-decrees";
  act.decrees[0].number = "800/other";
  refused(act, Code::kFailedPrecondition, "SEAT_RESERVATION_ENDED");
  // A number that made an appointment makes no other, nor does the decree.
  const int64_t newer = world().AddPerson("citra", "p");
  const SeatReservation later = Reserved(Chain("later", {{"citra", "p", "q", newer}}, DayOn(2026, 6, 1)));
  refused({"a1", later.id, {{"fresh", right.decrees[0].number, "citra", "q"}}}, Code::kAlreadyExists,
          "SEAT_DECREE_USED");
  refused({"a2", later.id, {{right.decrees[0].decree, "800/fresh", "citra", "q"}}}, Code::kAlreadyExists,
          "SEAT_DECREE_USED");
  refused({"a3", "unknown", {}}, Code::kNotFound, "SEAT_RESERVATION_NOT_FOUND");
}

TEST_P(SeatServiceTest, AReleasedReservationFreesItsSeatsAndAnAppliedOneStays) {
  world().AddPost("p", 3);
  world().AddPost("q", 1);
  const int64_t ani = world().AddPerson("ani", "p"), budi = world().AddPerson("budi", "p");
  const SeatReservation held = Reserved(Chain("c", {{"ani", "p", "q", ani}}));
  EXPECT_THAT(seats().Release(Call(), held.id, "99", "r0"), FailsWith(Code::kAborted, "REGISTRY_ETAG_STALE"));
  EXPECT_THAT(seats().Release(Call(), "unknown", "1", "r0"),
              FailsWith(Code::kNotFound, "SEAT_RESERVATION_NOT_FOUND"));
  const auto released = seats().Release(Call(), held.id, "1", "r1");
  ASSERT_THAT(released, IsOk());
  EXPECT_EQ(released->state, SeatState::kReleased);
  EXPECT_EQ(released->end_time, clock_.Now());
  EXPECT_EQ(seats().Release(Call(), held.id, "1", "r1")->version, released->version);
  EXPECT_THAT(seats().Release(Call(), held.id, "2", "r2"),
              FailsWith(Code::kFailedPrecondition, "SEAT_RESERVATION_ENDED"));
  EXPECT_THAT(seats().Apply(Call(), SeatWorld::Decrees(held, "apply")),
              FailsWith(Code::kFailedPrecondition, "SEAT_RESERVATION_ENDED"));
  // The chain, the person and the seat are free again.
  const SeatReservation second = Reserved({"again", "c", DayOn(2026, 5, 1), {{"budi", "p", "q", budi}}});
  const SeatReservation applied = Applied(second);
  EXPECT_THAT(seats().Release(Call(), second.id, absl::StrCat(applied.version), "r3"),
              FailsWith(Code::kFailedPrecondition, "SEAT_RESERVATION_ENDED"));
  EXPECT_THAT(world().Events(), ElementsAre("SeatsReserved", "LeafWritten", "SeatsReleased", "LeafWritten",
                                            "SeatsReserved", "LeafWritten", "SeatsApplied", "LeafWritten"));
  const auto list = world().store.List(kTenant, {}, "", 10);
  ASSERT_THAT(list, IsOk());
  ASSERT_THAT(*list, SizeIs(2));
  EXPECT_THAT(*world().store.List(kTenant, {SeatState::kReleased, ""}, "", 10), SizeIs(1));
  EXPECT_THAT(world().store.Count(kTenant, {SeatState::kHeld, ""}), IsOkAndHolds(0));
  EXPECT_THAT(world().store.Count(kTenant, {std::nullopt, "c"}), IsOkAndHolds(2));
  EXPECT_THAT(world().store.Count("foreign", {}), IsOkAndHolds(0));
}

TEST_P(SeatServiceTest, AForgottenReservationExpires) {
  world().AddPost("p", 3);
  world().AddPost("q", 1);
  const int64_t ani = world().AddPerson("ani", "p"), budi = world().AddPerson("budi", "p");
  const SeatReservation held = Reserved(Chain("c", {{"ani", "p", "q", ani}}, DayOn(2026, 9, 1)));
  clock_.Set(held.expire_time - absl::Microseconds(1));
  EXPECT_THAT(seats().RunDue(), IsOkAndHolds(0));
  clock_.Set(held.expire_time);
  EXPECT_THAT(seats().Apply(Call(), SeatWorld::Decrees(held, "late")),
              FailsWith(Code::kFailedPrecondition, "SEAT_RESERVATION_ENDED"));
  EXPECT_THAT(seats().RunDue(), IsOkAndHolds(1));
  EXPECT_THAT(seats().RunDue(), IsOkAndHolds(0));
  EXPECT_EQ(seats().Get(Call(), held.id)->state, SeatState::kExpired);
  // Another whose end nobody has noticed yet does not stand in the way of the next.
  const SeatReservation second = Reserved({"second", "c", DayOn(2027, 1, 1), {{"ani", "p", "q", ani}}});
  clock_.Set(second.expire_time + absl::Hours(1));
  Reserved(Chain("next", {{"budi", "p", "q", budi}}, DayOn(2027, 1, 1)));
  EXPECT_EQ(seats().Get(Call(), second.id)->state, SeatState::kExpired);
}

// 07:00 in Jakarta is midnight UTC: the days of agencies begin while UTC still has yesterday.
TEST_P(SeatServiceTest, TheDayBeginsInTheZonesOfTheAgencies) {
  world().AddAgency("tengah", "WITA");
  world().AddAgency("timur", "WIT");
  world().AddPost("p", 5);
  world().AddPost("wita", 5, "tengah");
  world().AddPost("wit", 5, "timur");
  const Day day = DayOn(2026, 5, 1);
  const struct {
    std::string person, agency, from, to;
    int hour_utc;  // of 30 April at which the day has begun for giver and taker
  } cases[] = {{"barat", "a1", "p", "p2", 17},
               {"tengahan", "tengah", "wita", "wita2", 16},
               {"timuran", "timur", "wit", "wit2", 15},
               {"pindah", "timur", "wit", "p", 17},
               {"pulang", "a1", "p", "wit", 17}};
  world().AddPost("p2", 5);
  world().AddPost("wita2", 5, "tengah");
  world().AddPost("wit2", 5, "timur");
  std::vector<std::string> ids;
  for (const auto& c : cases) {
    const SeatReservation applied = Applied(Reserved(
        Chain(c.person, {{c.person, c.from, c.to, world().AddPerson(c.person, c.from, c.agency)}}, day)));
    EXPECT_EQ(applied.activate_time,
              absl::FromCivil(absl::CivilHour(2026, 4, 30, c.hour_utc), absl::UTCTimeZone()))
        << c.person;
    EXPECT_FALSE(applied.active);
    ids.push_back(applied.id);
  }
  int64_t events = static_cast<int64_t>(world().Events().size());
  for (const int hour : {14, 15, 16, 17}) {
    const absl::Time midnight = absl::FromCivil(absl::CivilHour(2026, 4, 30, hour), absl::UTCTimeZone());
    clock_.Set(midnight - absl::Seconds(1));
    EXPECT_THAT(seats().RunDue(), IsOkAndHolds(0));
    clock_.Set(midnight);
    int due = 0;
    for (const auto& c : cases) due += c.hour_utc == hour ? 1 : 0;
    EXPECT_THAT(seats().RunDue(), IsOkAndHolds(due)) << hour;
    events += due;
    for (size_t i = 0; i < ids.size(); ++i) {
      EXPECT_EQ(seats().Get(Call(), ids[i])->active, cases[i].hour_utc <= hour) << cases[i].person << hour;
    }
  }
  EXPECT_THAT(world().Events(), SizeIs(events));
  // Who changes the agency belongs to the new one from that day on, and to the old one before.
  EXPECT_EQ(world().AgencyOf("pindah", day - 1), "timur");
  EXPECT_EQ(world().AgencyOf("pindah", day), "a1");
  EXPECT_EQ(world().AgencyOf("pulang", day), "timur");
  EXPECT_EQ(world().AgencyOf("barat", day), "a1");
}

// An import on the eve still finds the person where he is; what it tells about him is not lost.
TEST_P(SeatServiceTest, TheProfileChangesAgencyOnlyWhenTheDayHasCome) {
  world().AddAgency("a2", "WIB");
  world().AddPost("p", 5);
  world().AddPost("q", 5, "a2");
  const Day day = DayOn(2026, 5, 1);
  Applied(Reserved(Chain("c", {{"ani", "p", "q", world().AddPerson("ani", "p")}}, day)));
  EXPECT_EQ(world().AgencyOf("ani", day), "a1");
  const std::vector<Fact> profile = world().Believed("ani", RecordKind::kProfile);
  ASSERT_THAT(profile, SizeIs(1));
  Fact told = SeatWorld::State(
      RecordKind::kProfile, "ani", "a1",
      {{profile_field::kAgency, "a1"}, {profile_field::kState, "ACTIVE"}, {profile_field::kGrade, "33"}});
  told.valid_from = DayOn(2026, 4, 15);
  Fact before = profile[0];
  before.valid_to = told.valid_from;
  world().Write({.inserts = {before, told}, .closes = profile});
  clock_.Set(absl::FromCivil(absl::CivilDay(2026, 5, 3), absl::UTCTimeZone()));
  const int64_t newest = *world().facts.NewestRevision(kTenant);
  EXPECT_THAT(seats().RunDue(), IsOkAndHolds(1));
  EXPECT_THAT(world().facts.NewestRevision(kTenant), IsOkAndHolds(newest + 1));
  EXPECT_EQ(world().AgencyOf("ani", day - 1), "a1");
  EXPECT_EQ(world().AgencyOf("ani", day), "a2");
  const std::vector<Fact> now = world().Believed("ani", RecordKind::kProfile);
  ASSERT_THAT(now, SizeIs(3));
  for (const Fact& fact : now) {
    EXPECT_EQ(RecordView(fact.content).Has(profile_field::kGrade), fact.valid_from >= DayOn(2026, 4, 15));
  }
}

// A decree that reaches the registry after its day is in force at once, and its one revision holds everything.
TEST_P(SeatServiceTest, ALateDecreeIsInForceAtOnce) {
  world().AddAgency("a2", "WIB");
  world().AddPost("p", 5);
  world().AddPost("q", 5, "a2");
  const int64_t known = world().AddPerson("ani", "p");
  const SeatReservation applied =
      Applied(Reserved(Chain("c", {{"ani", "p", "q", known}}, DayOn(2026, 3, 1))));
  EXPECT_TRUE(applied.active);
  EXPECT_EQ(applied.applied_revision, known + 1);
  EXPECT_EQ(world().AgencyOf("ani", DayOn(2026, 3, 1)), "a2");
  EXPECT_EQ(world().AgencyOf("ani", DayOn(2026, 2, 28)), "a1");
  EXPECT_THAT(world().Events(),
              ElementsAre("SeatsReserved", "LeafWritten", "SeatsApplied", "LeafWritten", "SeatsActivated"));
  EXPECT_THAT(seats().RunDue(), IsOkAndHolds(0));
}

// Moved twice: each decree stands at exactly one appointment, also after that has ended.
TEST_P(SeatServiceTest, HistoryShowsEachDecreeOnce) {
  world().AddPost("p", 5);
  world().AddPost("q", 5);
  const int64_t known = world().AddPerson("ani", "p");
  const SeatReservation first = Applied(Reserved(Chain("c1", {{"ani", "p", "q", known}}, DayOn(2026, 5, 1))));
  const SeatReservation second =
      Applied(Reserved(Chain("c2", {{"ani", "q", "p", first.applied_revision}}, DayOn(2026, 8, 1))));
  const std::vector<Fact> believed = world().Believed("ani", RecordKind::kAppointment);
  ASSERT_THAT(believed, SizeIs(3));
  for (const SeatReservation* reservation : {&first, &second}) {
    EXPECT_EQ(std::count_if(believed.begin(), believed.end(),
                            [&](const Fact& fact) { return fact.decree == reservation->decrees[0].decree; }),
              1);
  }
  EXPECT_EQ(world().PostOf("ani", DayOn(2026, 4, 1)), "p");
  EXPECT_EQ(world().PostOf("ani", DayOn(2026, 6, 1)), "q");
  EXPECT_EQ(world().PostOf("ani", DayOn(2026, 9, 1)), "p");
}

TEST_P(SeatServiceTest, AReservationSurvivesARestart) {
  world().AddPost("p", 5);
  world().AddPost("q", 5);
  const SeatReservation held = Reserved(Chain("c", {{"ani", "p", "q", world().AddPerson("ani", "p")}}));
  world_.reset();
  if (GetParam() != sql::TestBackend::kSqliteMemory) Reopen();  // a memory file would be gone
  Open();
  const auto found = seats().Get(Call(), held.id);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->moves, held.moves);
  Applied(*found);
  EXPECT_EQ(world().PostOf("ani", DayOn(2026, 5, 1)), "q");
}

TEST_P(SeatServiceTest, MalformedRequestsNameTheField) {
  const auto fields = [](const absl::Status& status) {
    std::vector<std::string> names;
    for (const FieldViolation& violation : FieldViolationsOf(status)) names.push_back(violation.field);
    return names;
  };
  EXPECT_THAT(fields(seats().Reserve(Call(), {}).status()), ElementsAre("request_id", "chain_key", "moves"));
  EXPECT_THAT(
      fields(seats().Reserve(Call(), Chain("c", {{"ani", "p", "p", 1}, {"ani", "p", "", -1}})).status()),
      ElementsAre("moves[0].to_post", "moves[1].to_post", "moves[1].expected_appointment_revision",
                  "moves[1].employee"));
  EXPECT_THAT(fields(seats().Release(Call(), "x", "", "").status()), ElementsAre("request_id", "etag"));
}

TEST_P(SeatServiceTest, TheDatabaseRefusesWhatMustNotBe) {
  for (const char* statement : testing::kForbiddenFixture) {
    ASSERT_THAT(db().Transaction([&](sql::Connection& conn) { return conn.Execute(statement); }), IsOk())
        << statement;
  }
  for (const testing::ForbiddenStatement& forbidden : testing::kForbiddenStatements) {
    const absl::Status status =
        db().Transaction([&](sql::Connection& conn) { return conn.Execute(forbidden.sql); });
    EXPECT_TRUE(absl::IsAlreadyExists(status) || absl::IsFailedPrecondition(status))
        << forbidden.name << ": " << status;
  }
}

INSTANTIATE_TEST_SUITE_P(Databases, SeatServiceTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::registry
