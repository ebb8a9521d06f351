// Seats under random acts: one caller against a model that counts every day by hand, and several at once against what
// must always hold.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "libs/base/error.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/sql/test_databases.h"
#include "services/registry/testing/seat_world.h"

namespace selaras::registry {
namespace {

using selaras::testing::FakeClock;
using selaras::testing::IsOk;
using testing::DayOn;
using testing::kTenant;
using testing::SeatWorld;

constexpr int kPeople = 12;
constexpr int kPosts = 6;
constexpr int kDays = 20;  // effective days in use

const Day kFirstDay = DayOn(2026, 5, 1);

std::string Person(int i) {
  return absl::StrCat("e", i);
}
std::string Post(int i) {
  return absl::StrCat("p", i);
}

// Who sits where on which day, day by day.
class Model {
 public:
  struct Held {
    Day day;
    std::vector<SeatMove> moves;
  };
  std::map<std::string, int> ceilings;
  std::map<std::string, std::map<Day, std::string>> posts;  // person → first day → post
  std::map<std::string, Held> held;                         // by chain key

  std::string PostOf(const std::string& person, Day day) const {
    std::string post;
    for (const auto& [from, there] : posts.at(person)) {
      if (from <= day) post = there;
    }
    return post;
  }
  int Count(const std::string& post, Day day) const {
    return static_cast<int>(std::count_if(
        posts.begin(), posts.end(), [&](const auto& person) { return PostOf(person.first, day) == post; }));
  }
  static int Net(const std::vector<SeatMove>& moves, const std::string& post) {
    int net = 0;
    for (const SeatMove& move : moves)
      net += (move.to_post == post ? 1 : 0) - (move.from_post == post ? 1 : 0);
    return net;
  }

  // "" = the reservation is to be granted, else the reason.
  std::string Verdict(const Held& chain) const {
    for (const SeatMove& move : chain.moves) {
      for (const auto& [key, other] : held) {
        for (const SeatMove& taken : other.moves) {
          if (taken.employee == move.employee) return "SEAT_PERSON_HELD";
        }
      }
    }
    for (const SeatMove& move : chain.moves) {
      if (posts.at(move.employee).rbegin()->first >= chain.day) return "SEAT_LATER_APPOINTMENT";
      if (PostOf(move.employee, chain.day) != move.from_post) return "SEAT_APPOINTMENT_CHANGED";
    }
    for (const SeatMove& move : chain.moves) {
      int taken = 0;
      for (const auto& [key, other] : held) taken += std::max(0, Net(other.moves, move.to_post));
      for (Day day = chain.day; day < kFirstDay + kDays + 5; ++day) {
        const int before = Count(move.to_post, day);
        const int after = before + Net(chain.moves, move.to_post);
        if (after > std::max(ceilings.at(move.to_post) - taken, before)) return "SEAT_NOT_FREE";
      }
    }
    return "";
  }
  void Apply(const std::string& key) {
    for (const SeatMove& move : held.at(key).moves) posts[move.employee][held.at(key).day] = move.to_post;
    held.erase(key);
  }
};

class SeatRandomTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), kSchema, "registry"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    world_ = std::make_unique<SeatWorld>(db(), clock_, ids_, metrics_);
    world().AddAgency("a1", "WIB");
  }
  void TearDown() override {
    world_.reset();
    sql::DatabaseTest::TearDown();
  }
  SeatWorld& world() { return *world_; }

  // Posts with 1 to 4 seats, people spread over them by chance, some above a ceiling, some without a post.
  Model Fill(std::mt19937& random) {
    Model model;
    for (int i = 0; i < kPosts; ++i) {
      model.ceilings[Post(i)] = 1 + static_cast<int>(random() % 4);
      world().AddPost(Post(i), model.ceilings[Post(i)]);
    }
    for (int i = 0; i < kPeople; ++i) {
      const std::string post = random() % 6 == 0 ? "" : Post(static_cast<int>(random() % kPosts));
      revisions_[Person(i)] = world().AddPerson(Person(i), post);
      if (post.empty()) revisions_[Person(i)] = 0;
      model.posts[Person(i)][0] = post;
    }
    return model;
  }

  // A chain of one to three people, mostly each into the post of the next.
  Model::Held Draw(std::mt19937& random, const Model& model) {
    Model::Held chain{kFirstDay + static_cast<Day>(random() % kDays), {}};
    std::set<int> people;
    for (size_t n = 1 + random() % 3; people.size() < n;) people.insert(static_cast<int>(random() % kPeople));
    std::vector<int> order(people.begin(), people.end());
    std::shuffle(order.begin(), order.end(), random);
    for (size_t i = 0; i < order.size(); ++i) {
      const std::string person = Person(order[i]);
      const std::string next = model.PostOf(Person(order[(i + 1) % order.size()]), chain.day);
      std::string to = random() % 3 == 0 || next.empty() ? Post(static_cast<int>(random() % kPosts)) : next;
      const std::string from = model.PostOf(person, chain.day);
      if (to == from) to = Post((to.back() - '0' + 1) % kPosts);
      chain.moves.push_back({person, from, to, from.empty() ? 0 : RevisionAt(person, chain.day)});
    }
    return chain;
  }
  int64_t RevisionAt(const std::string& person, Day day) {
    const Fact* held = nullptr;
    const std::vector<Fact> believed = world().Believed(person, RecordKind::kAppointment);
    for (const Fact& fact : believed) {
      if (fact.valid_from <= day && day < fact.valid_to) held = &fact;
    }
    return held == nullptr ? 0 : held->known_from;
  }

  FakeClock clock_;
  SeededIdSource ids_{11};
  PrometheusMetrics metrics_;
  std::unique_ptr<SeatWorld> world_;
  std::map<std::string, int64_t> revisions_;
};

TEST_P(SeatRandomTest, EveryVerdictIsTheModels) {
  constexpr uint32_t kSeed = 20260401;
  RecordProperty("seed", kSeed);
  std::mt19937 random(kSeed);
  Model model = Fill(random);
  std::map<std::string, std::string> ids;  // chain key → reservation
  std::map<std::string, int> outcomes;
  const CallScope call = world().Call();
  for (int step = 0; step < 400; ++step) {
    const std::string key = absl::StrCat("c", step);
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, " step ", step));
    if (model.held.empty() || random() % 3 != 0) {
      const Model::Held chain = Draw(random, model);
      const std::string verdict = model.Verdict(chain);
      const auto reserved = world().seats.Reserve(call, {key, key, chain.day, chain.moves});
      ASSERT_EQ(reserved.ok() ? "" : ReasonOf(reserved.status()), verdict) << reserved.status();
      ++outcomes[verdict];
      if (!reserved.ok()) continue;
      model.held[key] = chain;
      ids[key] = reserved->id;
      continue;
    }
    auto chosen = model.held.begin();
    std::advance(chosen, random() % model.held.size());
    const auto stored = world().seats.Get(call, ids[chosen->first]);
    ASSERT_THAT(stored, IsOk());
    if (random() % 3 == 0) {
      ASSERT_THAT(world().seats.Release(call, stored->id, absl::StrCat(stored->version), key), IsOk());
      ++outcomes["released"];
      model.held.erase(chosen);
      continue;
    }
    ASSERT_THAT(world().seats.Apply(call, SeatWorld::Decrees(*stored, key)), IsOk());
    ++outcomes["applied"];
    model.Apply(chosen->first);
  }
  for (int i = 0; i < kPosts; ++i) {
    for (const Day day : {kFirstDay - 1, kFirstDay + kDays / 2, kFirstDay + kDays}) {
      EXPECT_EQ(world().Incumbents(Post(i), day), model.Count(Post(i), day))
          << Post(i) << " day " << day - kFirstDay;
    }
  }
  // The run met every kind of verdict, or it proves little.
  for (const char* outcome :
       {"", "released", "applied", "SEAT_PERSON_HELD", "SEAT_NOT_FREE", "SEAT_LATER_APPOINTMENT"}) {
    EXPECT_GT(outcomes[outcome], 5) << outcome;
  }
}

// Four callers at once, each acting on what he last read. Whatever is granted: nobody is in two places or nowhere,
// no post is fuller than its ceiling or than it was, and revisions have no gaps.
TEST_P(SeatRandomTest, SeatsAreConservedAmongSeveralCallers) {
  constexpr uint32_t kSeed = 4711;
  RecordProperty("seed", kSeed);
  std::mt19937 random(kSeed);
  const Model start = Fill(random);
  const int64_t first = *world().facts.NewestRevision(kTenant);
  std::vector<std::thread> callers;
  std::vector<std::map<std::string, int>> outcomes(4);
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&, caller] {
      std::mt19937 own(kSeed + 1 + caller);
      const CallScope call = world().Call(absl::StrCat("caller", caller));
      std::vector<SeatReservation> mine;
      for (int step = 0; step < 60; ++step) {
        const std::string key = absl::StrCat("c", caller, "-", step);
        const Day day = kFirstDay + step;  // later and later, so that people can be moved again
        if (mine.empty() || own() % 2 == 0) {
          Model seen = start;
          for (int i = 0; i < kPeople; ++i) seen.posts[Person(i)] = {{0, world().PostOf(Person(i), day)}};
          Model::Held chain = Draw(own, seen);
          for (SeatMove& move : chain.moves) {
            move.expected_revision = move.from_post.empty() ? 0 : RevisionAt(move.employee, day);
          }
          const auto reserved = world().seats.Reserve(call, {key, key, day, chain.moves});
          ++outcomes[caller][reserved.ok() ? "reserved" : ReasonOf(reserved.status())];
          if (reserved.ok()) mine.push_back(*reserved);
          continue;
        }
        const SeatReservation reservation = mine.back();
        mine.pop_back();
        if (own() % 4 == 0) {
          const auto released =
              world().seats.Release(call, reservation.id, absl::StrCat(reservation.version), key);
          ++outcomes[caller][released.ok() ? "released" : ReasonOf(released.status())];
        } else {
          const auto applied = world().seats.Apply(call, SeatWorld::Decrees(reservation, key));
          ++outcomes[caller][applied.ok() ? "applied" : ReasonOf(applied.status())];
        }
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  std::map<std::string, int> total;
  for (const auto& of : outcomes) {
    for (const auto& [outcome, count] : of) total[outcome] += count;
  }
  for (const auto& [outcome, count] : total) {
    EXPECT_THAT(outcome,
                ::testing::AnyOf("reserved", "released", "applied", "SEAT_PERSON_HELD", "SEAT_NOT_FREE",
                                 "SEAT_LATER_APPOINTMENT", "SEAT_APPOINTMENT_CHANGED"));
  }
  EXPECT_GT(total["applied"], 10);
  // Applied chains of the store, replayed one after the other, give the same map.
  Model replay = start;
  std::vector<SeatReservation> applied = *world().store.List(kTenant, {SeatState::kApplied, ""}, "", 1000);
  EXPECT_EQ(static_cast<int>(applied.size()), total["applied"]);
  std::sort(applied.begin(), applied.end(),
            [](const auto& a, const auto& b) { return a.applied_revision < b.applied_revision; });
  int64_t revision = first;
  for (const SeatReservation& reservation : applied) {
    EXPECT_EQ(reservation.applied_revision, ++revision);
    for (const SeatMove& move : reservation.moves) {
      EXPECT_EQ(replay.PostOf(move.employee, reservation.effective_day), move.from_post);
      replay.posts[move.employee][reservation.effective_day] = move.to_post;
    }
  }
  for (Day day = kFirstDay - 1; day < kFirstDay + 65; day += 11) {
    int placed = 0;
    for (int i = 0; i < kPosts; ++i) {
      const int here = world().Incumbents(Post(i), day);
      EXPECT_EQ(here, replay.Count(Post(i), day)) << Post(i);
      EXPECT_LE(here, std::max(start.ceilings.at(Post(i)), start.Count(Post(i), kFirstDay))) << Post(i);
      placed += here;
    }
    int unplaced = 0;
    for (int i = 0; i < kPeople; ++i) unplaced += world().PostOf(Person(i), day).empty() ? 1 : 0;
    EXPECT_EQ(placed + unplaced, kPeople);
  }
}

INSTANTIATE_TEST_SUITE_P(Databases, SeatRandomTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::registry
