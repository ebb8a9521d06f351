// Chains a second: reserved, then applied, each a durable transaction with events and evidence.
//   registry_seat_bench [sqlite:/path/file | postgres://…]      one caller, chains of 2 and 3 people
#include <cstdio>
#include <random>

#include "absl/time/clock.h"
#include "libs/metrics/prometheus_metrics.h"
#include "services/registry/testing/seat_world.h"

namespace selaras::registry {
namespace {

constexpr int kPosts = 400;
constexpr int kSeatsPerPost = 5;
constexpr int kPeople = kPosts * kSeatsPerPost;  // every post is full
constexpr int kChains = 600;

absl::Status Run(const std::string& url) {
  SELARAS_ASSIGN_OR_RETURN(const auto db, sql::Open(url, {.schema = "seat_bench"}));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*db, kSchema, "registry"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*db, sql::kFeedSchema, "feed"));
  selaras::testing::FakeClock clock;
  RandomIdSource ids(clock);
  PrometheusMetrics metrics;
  testing::SeatWorld world(*db, clock, ids, metrics);
  world.AddAgency("a1", "WIB");
  for (int i = 0; i < kPosts; ++i) world.AddPost(absl::StrCat("p", i), kSeatsPerPost);
  std::vector<int64_t> revisions;
  for (int i = 0; i < kPeople; ++i) {
    revisions.push_back(world.AddPerson(absl::StrCat("e", i), absl::StrCat("p", i % kPosts)));
  }
  const CallScope call = world.Call();
  std::vector<SeatReservation> held;
  const absl::Time start = absl::Now();
  int next = 0;
  for (int i = 0; i < kChains; ++i) {
    // Each goes to the post of the next, the last to that of the first: full posts, no seat needed.
    ReserveAct act{absl::StrCat("r", i), absl::StrCat("c", i), testing::DayOn(2026, 5, 1), {}};
    const int length = 2 + i % 2;
    for (int j = 0; j < length; ++j) {
      act.moves.push_back({absl::StrCat("e", next + j), absl::StrCat("p", (next + j) % kPosts),
                           absl::StrCat("p", (next + (j + 1) % length) % kPosts), revisions[next + j]});
    }
    next += length;
    SELARAS_ASSIGN_OR_RETURN(held.emplace_back(), world.seats.Reserve(call, act));
  }
  const absl::Time reserved = absl::Now();
  for (const SeatReservation& reservation : held) {
    SELARAS_RETURN_IF_ERROR(
        world.seats.Apply(call, testing::SeatWorld::Decrees(reservation, "a" + reservation.id)).status());
  }
  const absl::Time applied = absl::Now();
  std::printf("{\"chains\": %d, \"moves\": %d, \"reserved_per_s\": %.0f, \"applied_per_s\": %.0f}\n", kChains,
              next, kChains / absl::ToDoubleSeconds(reserved - start),
              kChains / absl::ToDoubleSeconds(applied - reserved));
  return absl::OkStatus();
}

}  // namespace
}  // namespace selaras::registry

int main(int argc, char** argv) {
  const absl::Status status = selaras::registry::Run(argc > 1 ? argv[1] : "sqlite:seat_bench.db");
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
