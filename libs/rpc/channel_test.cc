#include "libs/rpc/channel.h"

#include <vector>

#include "libs/base/error.h"
#include "libs/rpc/grpc_status.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/in_process_server.h"
#include "libs/testing/status_matchers.h"
#include "selaras/testing/v1/echo.grpc.pb.h"

namespace selaras::rpc {
namespace {

namespace pb = ::selaras::testing::v1;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;

class PeerTest : public ::testing::Test {
 protected:
  // Calls a method that answers with `answers` in turn, the last one again and again.
  absl::Status Call(Retry retry, std::vector<absl::Status> answers,
                    absl::Duration timeout = absl::Minutes(1)) {
    PeerOptions options;
    options.target = "127.0.0.1:1";
    const auto peer = *Peer::Create(options, {ids_, [this](absl::Duration wait) {
                                                waits_.push_back(wait);
                                                clock_.Advance(wait);
                                              }});
    CallScope scope;
    scope.clock = &clock_;
    scope.deadline = clock_.Now() + timeout;
    calls_ = 0;
    return peer
        ->Call<pb::EchoResponse>(scope, retry,
                                 [&](grpc::ClientContext*, pb::EchoResponse*) {
                                   const size_t i = std::min<size_t>(calls_++, answers.size() - 1);
                                   return ToGrpcStatus(answers[i], "t");
                                 })
        .status();
  }

  testing::FakeClock clock_;
  SeededIdSource ids_{1};
  std::vector<absl::Duration> waits_;
  int calls_ = 0;
};

const absl::Status kAway = Error(absl::StatusCode::kUnavailable, "UNAVAILABLE");

TEST_F(PeerTest, ASafeCallIsRepeatedWhileThePeerIsAway) {
  EXPECT_THAT(Call(Retry::kSafe, {kAway, kAway, absl::OkStatus()}), IsOk());
  EXPECT_EQ(calls_, 3);
  ASSERT_THAT(waits_, SizeIs(2));
  for (int i = 0; i < 2; ++i) {  // doubling, between half and all
    EXPECT_GE(waits_[i], absl::Milliseconds(25) * (1 << i));
    EXPECT_LE(waits_[i], absl::Milliseconds(50) * (1 << i));
  }
}

TEST_F(PeerTest, RepeatingEnds) {
  EXPECT_THAT(Call(Retry::kSafe, {kAway}), FailsWith(absl::StatusCode::kUnavailable, "UNAVAILABLE"));
  EXPECT_EQ(calls_, 4);
}

TEST_F(PeerTest, AnUnsafeCallIsSentOnce) {
  EXPECT_THAT(Call(Retry::kNever, {kAway, absl::OkStatus()}), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(calls_, 1);
}

TEST_F(PeerTest, OtherErrorsAreFinal) {
  for (const absl::StatusCode code : {absl::StatusCode::kAborted, absl::StatusCode::kDeadlineExceeded,
                                      absl::StatusCode::kResourceExhausted, absl::StatusCode::kInternal}) {
    EXPECT_THAT(Call(Retry::kSafe, {absl::Status(code, "x"), absl::OkStatus()}), StatusIs(code));
    EXPECT_EQ(calls_, 1);
  }
}

TEST_F(PeerTest, ThePeerSaysHowLongToWait) {
  EXPECT_THAT(Call(Retry::kSafe, {WithRetryAfter(kAway, absl::Seconds(2)), absl::OkStatus()}), IsOk());
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(2)));
}

// Waiting past the caller's deadline helps nobody.
TEST_F(PeerTest, NoWaitGoesPastTheDeadline) {
  EXPECT_THAT(
      Call(Retry::kSafe, {WithRetryAfter(kAway, absl::Seconds(2)), absl::OkStatus()}, absl::Seconds(1)),
      StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(waits_, SizeIs(0));
}

TEST(PeerOptionsTest, PlaintextStaysOnLoopbackUnlessAskedFor) {
  SeededIdSource ids(1);
  for (const char* target :
       {"registry:7101", "dns:///registry:7101", "10.0.0.1:7101", "127.evil.example:1"}) {
    PeerOptions options;
    options.target = target;
    EXPECT_THAT(Peer::Create(options, {ids}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("loopback")))
        << target;
    options.plaintext = true;
    EXPECT_THAT(Peer::Create(options, {ids}), IsOk());
  }
  for (const char* target : {"localhost:1", "[::1]:1", "127.0.0.2:1", "dns:///localhost:1"}) {
    PeerOptions options;
    options.target = target;
    EXPECT_THAT(Peer::Create(options, {ids}), IsOk()) << target;
  }
}

}  // namespace
}  // namespace selaras::rpc
