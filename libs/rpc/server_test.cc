#include "libs/rpc/server.h"

#include <grpcpp/create_channel.h>

#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/serve.h"
#include "libs/testing/in_process_server.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "selaras/testing/v1/echo.grpc.pb.h"

namespace selaras::rpc {
namespace {

namespace pb = ::selaras::testing::v1;
namespace health = ::grpc::health::v1;
using ::testing::HasSubstr;
using testing::InProcessParts;
using testing::IsOk;
using testing::StatusIs;
using testing::TempDir;

class WaitingHandler final : public pb::EchoService::Service {
 public:
  explicit WaitingHandler(const ServerDeps& deps) : calls_(deps, pb::EchoService::service_full_name()) {}

  grpc::Status EchoPublic(grpc::ServerContext* context, const pb::EchoRequest*, pb::EchoResponse*) override {
    return Serve(calls_, context, "EchoPublic", [&](const CallScope& call) -> absl::Status {
      inside.Notify();
      while (!release.WaitForNotificationWithTimeout(absl::Milliseconds(1))) {
        if (call.cancelled()) return absl::CancelledError("cut");
      }
      return absl::OkStatus();
    });
  }

  absl::Notification inside;
  absl::Notification release;

 private:
  const ServiceCalls calls_;
};

class ServerTest : public ::testing::Test {
 protected:
  std::vector<ServedService> Services() { return {{pb::EchoService::service_full_name(), &handler_}}; }

  absl::StatusOr<health::HealthCheckResponse::ServingStatus> Health(const Server& server,
                                                                    const std::string& name) {
    PeerOptions options;
    options.target = server.target();
    const auto peer = *Peer::Create(options, {parts_.ids});
    health::HealthCheckRequest request;
    request.set_service(name);
    const auto stub = health::Health::NewStub(peer->channel());
    const auto response = peer->Call<health::HealthCheckResponse>(
        parts_.Scope(), Retry::kNever, [&](grpc::ClientContext* context, health::HealthCheckResponse* out) {
          return stub->Check(context, request, out);
        });
    if (!response.ok()) return response.status();
    return response->status();
  }

  absl::Status CallEcho(const PeerOptions& options) {
    const auto peer = Peer::Create(options, {parts_.ids});
    if (!peer.ok()) return peer.status();
    const auto stub = pb::EchoService::NewStub((*peer)->channel());
    return (*peer)
        ->Call<pb::EchoResponse>(parts_.Scope("", absl::Seconds(20)), Retry::kNever,
                                 [&](grpc::ClientContext* context, pb::EchoResponse* out) {
                                   return stub->EchoPublic(context, {}, out);
                                 })
        .status();
  }

  InProcessParts parts_;
  WaitingHandler handler_{parts_.deps()};
};

TEST_F(ServerTest, HealthIsPerName) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto server, Server::Start({}, Services()));
  const std::string echo = pb::EchoService::service_full_name();
  EXPECT_EQ(*Health(*server, ""), health::HealthCheckResponse::SERVING);
  EXPECT_EQ(*Health(*server, echo), health::HealthCheckResponse::SERVING);
  EXPECT_THAT(Health(*server, "no.such.Service"), StatusIs(absl::StatusCode::kNotFound));
  server->SetServing(echo, false);
  EXPECT_EQ(*Health(*server, echo), health::HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(*Health(*server, ""), health::HealthCheckResponse::SERVING);
  server->SetAllServing(false);
  EXPECT_EQ(*Health(*server, ""), health::HealthCheckResponse::NOT_SERVING);
}

TEST_F(ServerTest, ShutdownLetsARunningCallEnd) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto server, Server::Start({}, Services()));
  PeerOptions options;
  options.target = server->target();
  absl::Status outcome = absl::UnknownError("not called");
  std::thread client([&] { outcome = CallEcho(options); });
  handler_.inside.WaitForNotification();
  std::thread stopper([&] { server->Shutdown(absl::Seconds(30)); });
  handler_.release.Notify();
  stopper.join();
  client.join();
  EXPECT_THAT(outcome, IsOk());
  EXPECT_THAT(CallEcho(options), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, ShutdownCutsACallThatOutlivesTheGrace) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto server, Server::Start({}, Services()));
  PeerOptions options;
  options.target = server->target();
  absl::Status outcome;
  std::thread client([&] { outcome = CallEcho(options); });
  handler_.inside.WaitForNotification();
  server->Shutdown(absl::Milliseconds(10));  // returns although nobody releases the handler
  client.join();
  EXPECT_FALSE(outcome.ok());
}

TEST_F(ServerTest, ATakenPortIsAnError) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto first, Server::Start({}, Services()));
  ServerOptions options;
  options.port = first->port();
  EXPECT_THAT(Server::Start(options, {}), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, PlaintextBeyondLoopbackMustBeAskedFor) {
  ServerOptions options;
  options.address = "0.0.0.0";
  EXPECT_THAT(Server::Start(options, Services()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("plaintext")));
  options.plaintext = true;
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto server, Server::Start(options, Services()));
  EXPECT_EQ(*Health(*server, ""), health::HealthCheckResponse::SERVING);
}

TEST_F(ServerTest, MessagesAboveTheLimitAreRefused) {
  ServerOptions options;
  options.max_message_bytes = 1 << 16;
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto server, Server::Start(options, Services()));
  PeerOptions peer_options;
  peer_options.target = server->target();
  const auto peer = *Peer::Create(peer_options, {parts_.ids});
  const auto stub = pb::EchoService::NewStub(peer->channel());
  pb::EchoRequest request;
  request.set_text(std::string(1 << 17, 'x'));
  EXPECT_THAT(peer->Call<pb::EchoResponse>(parts_.Scope(), Retry::kNever,
                                           [&](grpc::ClientContext* context, pb::EchoResponse* out) {
                                             return stub->EchoPublic(context, request, out);
                                           }),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

// A CA, a server and a client certificate, made by the openssl program.
class TlsTest : public ServerTest {
 protected:
  void SetUp() override {
    const std::string make = absl::StrCat(
        "cd ", dir_.path(),
        " && for n in ca server client; do openssl ecparam -name prime256v1 -genkey -noout -out $n.key; done"
        " && openssl req -x509 -new -key ca.key -subj /CN=test-ca -days 2 -out ca.pem"
        " && printf 'subjectAltName=DNS:localhost,IP:127.0.0.1' > san"
        " && for n in server client; do openssl req -new -key $n.key -subj /CN=$n -out $n.csr"
        " && openssl x509 -req -in $n.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out "
        "$n.pem;"
        " done");
    if (std::system(absl::StrCat("(", make, ") >/dev/null 2>&1").c_str()) != 0) {
      GTEST_SKIP() << "the program openssl is missing";
    }
    server_options_.tls_cert_file = dir_.File("server.pem");
    server_options_.tls_key_file = dir_.File("server.key");
    handler_.release.Notify();
  }

  PeerOptions PeerOptionsFor(const Server& server) {
    PeerOptions options;
    options.target = server.target();
    options.tls_ca_file = dir_.File("ca.pem");
    return options;
  }

  TempDir dir_;
  ServerOptions server_options_;
};

TEST_F(TlsTest, AClientThatTrustsTheCaIsServed) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto server, Server::Start(server_options_, Services()));
  EXPECT_THAT(CallEcho(PeerOptionsFor(*server)), IsOk());
}

TEST_F(TlsTest, WithMutualTlsAClientMustShowACertificate) {
  server_options_.tls_client_ca_file = dir_.File("ca.pem");
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto server, Server::Start(server_options_, Services()));
  PeerOptions options = PeerOptionsFor(*server);
  EXPECT_THAT(CallEcho(options), StatusIs(absl::StatusCode::kUnavailable));
  options.tls_cert_file = dir_.File("client.pem");
  options.tls_key_file = dir_.File("client.key");
  EXPECT_THAT(CallEcho(options), IsOk());
}

TEST_F(TlsTest, WrongFilesAreNamed) {
  server_options_.tls_key_file = "/nonexistent/key";
  EXPECT_THAT(Server::Start(server_options_, Services()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("/nonexistent/key")));
  server_options_.tls_key_file = "";
  EXPECT_THAT(Server::Start(server_options_, Services()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("belong together")));
}

}  // namespace
}  // namespace selaras::rpc
