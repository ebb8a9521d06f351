// A real process that dies at each step of an act on seats. After the restart the caller repeats what he was not told,
// and the world is as if nothing had happened in between.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/digest.h"
#include "libs/testing/temp_dir.h"
#include "services/registry/testing/registry_process.h"

namespace selaras::registry {
namespace {

namespace pb = ::selaras::registry::v1alpha;
using testing::Context;
using testing::FreePort;
using testing::RegistryProcess;

class SeatRestartTest : public ::testing::TestWithParam<const char*> {
 protected:
  template <typename Response, typename Request>
  grpc::Status Call(RegistryProcess& registry,
                    grpc::Status (pb::RegistryService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                      Response*),
                    const Request& request, Response* response) {
    const auto context = Context("service-token");
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    return (registry.stub().*method)(context.get(), request, response);
  }

  void Import(RegistryProcess& registry) {
    const std::string name = testing::Begin(registry, testing::SmallProvince(), "one").name();
    pb::WatchImportRequest watch;
    watch.set_name(name);
    const auto context = Context();
    auto reader = registry.stub().WatchImport(context.get(), watch);
    pb::Import import;
    while (reader->Read(&import)) {
    }
    ASSERT_EQ(import.state(), pb::Import::STATE_IMPORTED);
  }

  // Dedi from the school to the puskesmas.
  pb::ReserveSeatsRequest Reservation(RegistryProcess& registry) {
    pb::ReserveSeatsRequest reserve;
    reserve.set_request_id("reserve-1");
    reserve.set_chain_key("chain-1");
    reserve.mutable_effective_date()->set_year(2090);
    reserve.mutable_effective_date()->set_month(5);
    reserve.mutable_effective_date()->set_day(15);
    pb::LookupEmployeeRequest lookup;
    lookup.mutable_external_id()->set_kind("NIP");
    lookup.mutable_external_id()->set_value(testing::kDedi);
    pb::Employee dedi;
    EXPECT_TRUE(Call(registry, &pb::RegistryService::Stub::LookupEmployee, lookup, &dedi).ok());
    pb::BatchGetProfilesRequest profiles;
    profiles.add_employee_ids(dedi.name().substr(dedi.name().find('/') + 1));
    pb::BatchGetProfilesResponse found;
    EXPECT_TRUE(Call(registry, &pb::RegistryService::Stub::BatchGetProfiles, profiles, &found).ok());
    pb::LookupPostRequest target;
    target.set_code("PKM.GURU");
    pb::Post post;
    EXPECT_TRUE(Call(registry, &pb::RegistryService::Stub::LookupPost, target, &post).ok());
    pb::SeatMove* move = reserve.add_moves();
    move->set_employee(dedi.name());
    move->set_from_post(found.profiles(0).post());
    move->set_to_post(post.name());
    move->set_expected_appointment_revision(found.profiles(0).post_revision());
    return reserve;
  }
};

TEST_P(SeatRestartTest, ARepeatAfterTheDeathEndsAsIfThereHadBeenNone) {
  const selaras::testing::TempDir folder;
  folder.Write("tokens", absl::StrCat(Sha256Hex("analyst-token"), " analyst1 t - analyst\n",
                                      Sha256Hex("service-token"), " approval t - service\n"));
  pb::ReserveSeatsRequest reserve;
  pb::SeatReservation held;
  pb::ApplyDecreesRequest apply;
  pb::ApplyDecreesResponse applied;
  const auto act = [&](RegistryProcess& registry) {
    grpc::Status status = Call(registry, &pb::RegistryService::Stub::ReserveSeats, reserve, &held);
    if (!status.ok()) return status;
    apply.Clear();
    apply.set_request_id("apply-1");
    apply.set_reservation(held.name());
    pb::DecreeApplication* decree = apply.add_decrees();
    decree->set_decree("decrees/d1");
    decree->set_decree_number("800/1/2026");
    decree->set_employee(reserve.moves(0).employee());
    decree->set_to_post(reserve.moves(0).to_post());
    return Call(registry, &pb::RegistryService::Stub::ApplyDecrees, apply, &applied);
  };
  {
    RegistryProcess registry(folder.path(), FreePort());
    Import(registry);
    reserve = Reservation(registry);
  }
  {
    RegistryProcess registry(folder.path(), FreePort(), GetParam());
    EXPECT_FALSE(act(registry).ok());
    const int status = registry.Wait();
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  }
  RegistryProcess registry(folder.path(), FreePort());
  ASSERT_TRUE(act(registry).ok());
  feed::v1alpha::ListEventsResponse events;
  ASSERT_TRUE(
      Call(registry, &pb::RegistryService::Stub::ListEvents, feed::v1alpha::ListEventsRequest(), &events)
          .ok());
  std::vector<std::string> kinds;
  for (const feed::v1alpha::Event& event : events.events()) kinds.push_back(event.kind());
  EXPECT_THAT(kinds, ::testing::ElementsAre("ImportFinished", "LeafWritten", "SeatsReserved", "LeafWritten",
                                            "SeatsApplied", "LeafWritten"));
  pb::Registry state;
  ASSERT_TRUE(Call(registry, &pb::RegistryService::Stub::GetRegistry, pb::GetRegistryRequest(), &state).ok());
  EXPECT_EQ(state.revision(), applied.revision());
  pb::ListSeatReservationsResponse list;
  ASSERT_TRUE(Call(registry, &pb::RegistryService::Stub::ListSeatReservations,
                   pb::ListSeatReservationsRequest(), &list)
                  .ok());
  EXPECT_EQ(list.total_size(), 1);
  EXPECT_EQ(list.seat_reservations(0).state(), pb::SeatReservation::STATE_APPLIED);
}

INSTANTIATE_TEST_SUITE_P(Failpoints, SeatRestartTest,
                         ::testing::Values("registry.reserve.before_commit", "registry.reserve.after_commit",
                                           "registry.apply.before_commit", "registry.apply.after_commit"),
                         [](const auto& point) {
                           std::string name = point.param;
                           for (char& c : name) c = c == '.' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace selaras::registry
