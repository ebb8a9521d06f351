// Seats and decrees over a real server: what approval sees.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/testing/in_process_server.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/registry/registry_parts.h"
#include "services/registry/testing/small_province.h"

namespace selaras::registry {
namespace {

namespace pb = ::selaras::registry::v1alpha;
using Stub = pb::RegistryService::Stub;

using selaras::testing::FailsWith;
using selaras::testing::InProcessParts;
using selaras::testing::InProcessServer;
using selaras::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using Code = absl::StatusCode;

constexpr int kYear = 2090;  // ahead of the clock, which is the machine's

class SeatCallsTest : public ::testing::Test {
 protected:
  SeatCallsTest() {
    process_.tokens.Add("analyst",
                        {.id = "analyst1", .tenant = "t", .roles = {Role::kAnalyst, Role::kIntegrator}});
    process_.tokens.Add("service", {.id = "approval", .tenant = "t", .roles = {Role::kService}});
    RegistryOptions options;
    options.database = absl::StrCat("sqlite:", folder_.File("registry.db"));
    registry_ = *RegistryParts::Create(options, process_.deps());
    EXPECT_THAT(registry_->Start(), IsOk());
    server_ = std::make_unique<InProcessServer>(registry_->services());
    Import();
  }
  ~SeatCallsTest() override {
    registry_->Stop();
    server_.reset();
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(const std::string& token,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    const auto peer = process_.MakePeer(*server_, token);
    const auto stub = pb::RegistryService::NewStub(peer->channel());
    return peer->template Call<Response>(process_.Scope("t"), rpc::Retry::kNever,
                                         [&](grpc::ClientContext* context, Response* out) {
                                           return (stub.get()->*method)(context, request, out);
                                         });
  }

  void Import() {
    pb::CreateImportRequest create;
    create.set_request_id("create");
    create.set_layout(pb::Import::LAYOUT_PROVINCE);
    const testing::Folder province = testing::SmallProvince();
    for (const auto& [file, text] : province) create.add_files(file);
    const pb::Import import = *Call("analyst", &Stub::CreateImport, create);
    const auto peer = process_.MakePeer(*server_, "analyst");
    const auto stub = pb::RegistryService::NewStub(peer->channel());
    grpc::ClientContext upload, follow;
    for (grpc::ClientContext* context : {&upload, &follow})
      context->AddMetadata("authorization", "Bearer analyst");
    pb::Import uploaded;
    auto writer = stub->UploadImport(&upload, &uploaded);
    for (const auto& [file, text] : province) {
      pb::UploadImportRequest chunk;
      chunk.set_name(import.name());
      chunk.set_file(file);
      chunk.set_data(text);
      chunk.set_last(true);
      EXPECT_TRUE(writer->Write(chunk));
    }
    writer->WritesDone();
    EXPECT_TRUE(writer->Finish().ok());
    pb::StartImportRequest start;
    start.set_name(import.name());
    start.set_request_id("start");
    EXPECT_THAT(Call("analyst", &Stub::StartImport, start), IsOk());
    pb::WatchImportRequest watch;
    watch.set_name(import.name());
    auto reader = stub->WatchImport(&follow, watch);
    while (reader->Read(&uploaded)) {
    }
    ASSERT_EQ(uploaded.state(), pb::Import::STATE_IMPORTED);
  }

  std::string IdOf(const char* nip) {
    pb::LookupEmployeeRequest request;
    request.mutable_external_id()->set_kind("NIP");
    request.mutable_external_id()->set_value(nip);
    const std::string name = Call("service", &Stub::LookupEmployee, request)->name();
    return name.substr(name.find('/') + 1);
  }
  std::string PostOf(const char* code) {
    pb::LookupPostRequest request;
    request.set_code(code);
    return Call("service", &Stub::LookupPost, request)->name();
  }
  static void SetDay(int year, int month, int day, google::type::Date* date) {
    date->set_year(year);
    date->set_month(month);
    date->set_day(day);
  }
  pb::Profile ProfileOf(const std::string& id, int day_of_may) {
    pb::BatchGetProfilesRequest request;
    SetDay(kYear, 5, day_of_may, request.mutable_at()->mutable_effective_date());
    request.add_employee_ids("unknown");
    request.add_employee_ids(id);
    const auto found = Call("service", &Stub::BatchGetProfiles, request);
    EXPECT_THAT(found, IsOk());
    EXPECT_THAT(found->profiles(), SizeIs(1));
    return found->profiles(0);
  }
  int IncumbentsOf(const std::string& post, int day_of_may) {
    pb::BatchGetPostsRequest request;
    SetDay(kYear, 5, day_of_may, request.mutable_at()->mutable_effective_date());
    request.add_names(post);
    const pb::BatchGetPostsResponse found = *Call("service", &Stub::BatchGetPosts, request);
    pb::GetPostRequest one;
    one.set_name(post);
    *one.mutable_at() = found.at();
    // The small read and the one from the whole organisation tell the same.
    EXPECT_EQ(found.posts(0).SerializeAsString(), Call("service", &Stub::GetPost, one)->SerializeAsString());
    return found.posts(0).incumbents();
  }

  selaras::testing::TempDir folder_;
  InProcessParts process_;
  std::unique_ptr<RegistryParts> registry_;
  std::unique_ptr<InProcessServer> server_;
};

TEST_F(SeatCallsTest, AMoveFromProfileToHistory) {
  const std::string dedi = IdOf(testing::kDedi), post = PostOf("PKM.GURU"), old = PostOf("SD1.GURU");
  const pb::Profile before = ProfileOf(dedi, 1);
  EXPECT_EQ(before.post(), old);
  EXPECT_GT(before.post_revision(), 0);
  EXPECT_EQ(ProfileOf(IdOf(testing::kCitra), 1).post_revision(), 0);
  EXPECT_EQ(IncumbentsOf(old, 1), 2);

  pb::ReserveSeatsRequest reserve;
  reserve.set_request_id("r1");
  reserve.set_chain_key("chain-1");
  SetDay(kYear, 5, 15, reserve.mutable_effective_date());
  pb::SeatMove* move = reserve.add_moves();
  move->set_employee("employees/" + dedi);
  move->set_from_post(old);
  move->set_to_post(post);
  move->set_expected_appointment_revision(before.post_revision());
  EXPECT_THAT(Call("analyst", &Stub::ReserveSeats, reserve),
              FailsWith(Code::kPermissionDenied, "ROLE_REQUIRED"));
  const auto held = Call("service", &Stub::ReserveSeats, reserve);
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->state(), pb::SeatReservation::STATE_HELD);
  EXPECT_EQ(held->moves(0).SerializeAsString(), move->SerializeAsString());
  EXPECT_TRUE(held->has_expire_time());
  // 15 May begins in Jakarta at 17:00 UTC of the 14th.
  EXPECT_EQ(held->activate_time().seconds(),
            absl::ToUnixSeconds(absl::FromCivil(absl::CivilHour(kYear, 5, 14, 17), absl::UTCTimeZone())));

  pb::ApplyDecreesRequest apply;
  apply.set_request_id("a1");
  apply.set_reservation(held->name());
  EXPECT_THAT(Call("service", &Stub::ApplyDecrees, apply),
              FailsWith(Code::kFailedPrecondition, "SEAT_DECREES_INCOMPLETE"));
  pb::DecreeApplication* decree = apply.add_decrees();
  decree->set_decree("decrees/d1");
  decree->set_decree_number("800/123/2026");
  decree->set_employee(move->employee());
  decree->set_to_post(post);
  const auto applied = Call("service", &Stub::ApplyDecrees, apply);
  ASSERT_THAT(applied, IsOk());
  apply.set_request_id("a2");
  EXPECT_EQ(Call("service", &Stub::ApplyDecrees, apply)->SerializeAsString(), applied->SerializeAsString());
  ASSERT_THAT(applied->reservation().decrees(), SizeIs(1));

  EXPECT_EQ(ProfileOf(dedi, 14).post(), old);
  EXPECT_EQ(ProfileOf(dedi, 15).post(), post);
  EXPECT_EQ(ProfileOf(dedi, 15).post_revision(), applied->revision());
  EXPECT_EQ(IncumbentsOf(old, 14), 2);
  EXPECT_EQ(IncumbentsOf(old, 15), 1);
  EXPECT_EQ(IncumbentsOf(post, 15), 1);

  pb::GetHistoryRequest ask;
  ask.set_name("employees/" + dedi);
  int with_number = 0;
  const pb::GetHistoryResponse history = *Call("analyst", &Stub::GetHistory, ask);
  for (const pb::HistoryEntry& entry : history.entries()) {
    if (entry.content_json().find("800/123/2026") == std::string::npos) continue;
    ++with_number;
    EXPECT_EQ(entry.fact(), applied->reservation().decrees(0).appointment());
    EXPECT_EQ(entry.provenance().source(), "decree:800/123/2026");
    EXPECT_EQ(entry.provenance().known_from_revision(), applied->revision());
  }
  EXPECT_EQ(with_number, 1);

  pb::ListSeatReservationsRequest list;
  list.set_state(pb::SeatReservation::STATE_APPLIED);
  EXPECT_THAT(Call("analyst", &Stub::ListSeatReservations, list)->seat_reservations(), SizeIs(1));
  list.set_state(pb::SeatReservation::STATE_HELD);
  EXPECT_EQ(Call("analyst", &Stub::ListSeatReservations, list)->total_size(), 0);
  pb::GetSeatReservationRequest get;
  get.set_name("seatReservations/none");
  EXPECT_THAT(Call("analyst", &Stub::GetSeatReservation, get),
              FailsWith(Code::kNotFound, "SEAT_RESERVATION_NOT_FOUND"));

  const feed::v1alpha::ListEventsResponse events =
      *Call("service", &Stub::ListEvents, feed::v1alpha::ListEventsRequest());
  std::vector<std::string> kinds;
  for (const feed::v1alpha::Event& event : events.events()) kinds.push_back(event.kind());
  EXPECT_THAT(kinds, ElementsAre("ImportFinished", "LeafWritten", "SeatsReserved", "LeafWritten",
                                 "SeatsApplied", "LeafWritten"));
  pb::SeatReservation told;
  ASSERT_TRUE(told.ParseFromString(events.events(4).payload()));
  EXPECT_EQ(told.SerializeAsString(), applied->reservation().SerializeAsString());
  EXPECT_FALSE(events.events(4).traceparent().empty());
  EXPECT_THAT(events.SerializeAsString(), Not(HasSubstr(testing::kDedi)));
}

TEST_F(SeatCallsTest, ReleasingFreesTheChain) {
  const std::string dedi = IdOf(testing::kDedi);
  pb::ReserveSeatsRequest reserve;
  reserve.set_request_id("r1");
  reserve.set_chain_key("chain-1");
  SetDay(kYear, 5, 15, reserve.mutable_effective_date());
  pb::SeatMove* move = reserve.add_moves();
  move->set_employee("employees/" + dedi);
  move->set_from_post(PostOf("SD1.GURU"));
  move->set_to_post(PostOf("PKM.GURU"));
  move->set_expected_appointment_revision(ProfileOf(dedi, 1).post_revision());
  const pb::SeatReservation held = *Call("service", &Stub::ReserveSeats, reserve);
  pb::ReleaseSeatsRequest release;
  release.set_name(held.name());
  release.set_etag(held.etag());
  release.set_request_id("x1");
  EXPECT_EQ(Call("service", &Stub::ReleaseSeats, release)->state(), pb::SeatReservation::STATE_RELEASED);
  reserve.set_request_id("r2");
  EXPECT_NE(Call("service", &Stub::ReserveSeats, reserve)->name(), held.name());
  move->set_employee("not a name");
  reserve.set_request_id("r3");
  EXPECT_FALSE(Call("service", &Stub::ReserveSeats, reserve).ok());
}

}  // namespace
}  // namespace selaras::registry
