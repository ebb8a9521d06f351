#include "libs/rpc/serve.h"

#include <functional>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "libs/base/error.h"
#include "libs/rpc/grpc_status.h"
#include "libs/testing/in_process_server.h"
#include "libs/testing/status_matchers.h"
#include "selaras/testing/v1/echo.grpc.pb.h"

namespace selaras::rpc {
namespace {

namespace pb = ::selaras::testing::v1;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::InProcessParts;
using testing::InProcessServer;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;

using Body = std::function<absl::Status(const CallScope&)>;

class EchoHandler final : public pb::EchoService::Service {
 public:
  EchoHandler(const ServerDeps& deps, const CallLimits& limits)
      : calls_(deps, pb::EchoService::service_full_name(), limits) {}

  grpc::Status Echo(grpc::ServerContext* context, const pb::EchoRequest* in, pb::EchoResponse* out) override {
    return Answer(context, "Echo", in, out);
  }
  grpc::Status EchoAnyone(grpc::ServerContext* context, const pb::EchoRequest* in,
                          pb::EchoResponse* out) override {
    return Answer(context, "EchoAnyone", in, out);
  }
  grpc::Status EchoPublic(grpc::ServerContext* context, const pb::EchoRequest* in,
                          pb::EchoResponse* out) override {
    return Answer(context, "EchoPublic", in, out);
  }
  grpc::Status EchoUnstated(grpc::ServerContext* context, const pb::EchoRequest* in,
                            pb::EchoResponse* out) override {
    return Answer(context, "EchoUnstated", in, out);
  }
  grpc::Status Count(grpc::ServerContext* context, const pb::CountRequest* in,
                     grpc::ServerWriter<pb::EchoResponse>* writer) override {
    return Serve(calls_, context, "Count", [&](const CallScope& call) -> absl::Status {
      for (int i = 1; in->count() == 0 || i <= in->count(); ++i) {
        pb::EchoResponse response;
        response.set_text(absl::StrCat(i));
        if (call.cancelled() || !writer->Write(response)) {
          stream_ended.Notify();
          return absl::CancelledError("caller has gone");
        }
      }
      return absl::OkStatus();
    });
  }
  grpc::Status Join(grpc::ServerContext* context, grpc::ServerReader<pb::EchoRequest>* reader,
                    pb::EchoResponse* out) override {
    return Serve(calls_, context, "Join", [&](const CallScope&) -> absl::Status {
      pb::EchoRequest request;
      while (reader->Read(&request)) out->mutable_text()->append(request.text());
      return absl::OkStatus();
    });
  }

  Body body = [](const CallScope&) { return absl::OkStatus(); };
  absl::Notification stream_ended;

 private:
  grpc::Status Answer(grpc::ServerContext* context, absl::string_view method, const pb::EchoRequest* in,
                      pb::EchoResponse* out) {
    return Serve(calls_, context, method, [&](const CallScope& call) -> absl::Status {
      out->set_text(in->text());
      out->set_principal(call.principal.id);
      out->set_tenant(call.tenant);
      out->set_trace_id(call.trace.trace_id);
      out->set_remaining_millis(absl::ToInt64Milliseconds(call.Remaining()));
      return body(call);
    });
  }

  const ServiceCalls calls_;
};

class ServeTest : public ::testing::Test {
 protected:
  ServeTest() {
    parts_.tokens.Add("analyst", {.id = "a1", .tenant = "t1", .roles = {Role::kAnalyst}});
    parts_.tokens.Add("auditor", {.id = "x1", .tenant = "t1", .roles = {Role::kAuditor}});
    parts_.tokens.Add("service", {.id = "s1", .tenant = kEveryTenant, .roles = {Role::kService}});
  }

  using Method = grpc::Status (pb::EchoService::Stub::*)(grpc::ClientContext*, const pb::EchoRequest&,
                                                         pb::EchoResponse*);

  absl::StatusOr<pb::EchoResponse> Call(const std::string& token, Method method, CallScope scope) {
    const auto peer = parts_.MakePeer(server_, token);
    const auto stub = pb::EchoService::NewStub(peer->channel());
    return peer->Call<pb::EchoResponse>(scope, Retry::kNever,
                                        [&](grpc::ClientContext* context, pb::EchoResponse* out) {
                                          pb::EchoRequest request;
                                          request.set_text("halo");
                                          return (stub.get()->*method)(context, request, out);
                                        });
  }
  absl::StatusOr<pb::EchoResponse> Call(const std::string& token,
                                        Method method = &pb::EchoService::Stub::Echo) {
    return Call(token, method, parts_.Scope());
  }

  double Handled(const std::string& method, const std::string& code, const std::string& type = "unary") {
    return parts_.metrics
        .GetCounter({"grpc_server_handled_total", ""},
                    {{"grpc_service", pb::EchoService::service_full_name()},
                     {"grpc_method", method},
                     {"grpc_type", type},
                     {"grpc_code", code}})
        .Value();
  }

  InProcessParts parts_;
  CallLimits limits_{.max_unary = 2, .max_streams = 1, .retry_after = absl::Milliseconds(250)};
  EchoHandler handler_{parts_.deps(), limits_};
  InProcessServer server_{{{pb::EchoService::service_full_name(), &handler_}}};
};

TEST_F(ServeTest, AnAllowedCallerIsServedAndKnown) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::EchoResponse response, Call("analyst"));
  EXPECT_EQ(response.text(), "halo");
  EXPECT_EQ(response.principal(), "a1");
  EXPECT_EQ(response.tenant(), "t1");
  EXPECT_EQ(Handled("Echo", "OK"), 1);
}

TEST_F(ServeTest, RefusesByRule) {
  EXPECT_THAT(Call(""), FailsWith(absl::StatusCode::kUnauthenticated, "TOKEN_REQUIRED"));
  EXPECT_THAT(Call("stolen"), FailsWith(absl::StatusCode::kUnauthenticated, "TOKEN_UNKNOWN"));
  EXPECT_THAT(Call("auditor"), FailsWith(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED"));
  EXPECT_EQ(Handled("Echo", "UNAUTHENTICATED"), 2);
  EXPECT_EQ(Handled("Echo", "PERMISSION_DENIED"), 1);
  EXPECT_THAT(parts_.log.text(), Not(HasSubstr("stolen")));
}

TEST_F(ServeTest, AnyoneMeansAnyPrincipalAndPublicMeansAnybody) {
  EXPECT_THAT(Call("auditor", &pb::EchoService::Stub::EchoAnyone), IsOk());
  EXPECT_THAT(Call("", &pb::EchoService::Stub::EchoAnyone),
              FailsWith(absl::StatusCode::kUnauthenticated, "TOKEN_REQUIRED"));
  EXPECT_THAT(Call("", &pb::EchoService::Stub::EchoPublic), IsOk());
  // A bad token is never taken for none.
  EXPECT_THAT(Call("stolen", &pb::EchoService::Stub::EchoPublic),
              FailsWith(absl::StatusCode::kUnauthenticated, "TOKEN_UNKNOWN"));
}

// Whoever forgets the option locks everybody out, and the first test of the method shows it.
TEST_F(ServeTest, AMethodWithoutRuleIsDeniedToAll) {
  for (const char* token : {"analyst", "auditor"}) {
    EXPECT_THAT(Call(token, &pb::EchoService::Stub::EchoUnstated),
                FailsWith(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED"));
  }
  EXPECT_THAT(Call("", &pb::EchoService::Stub::EchoUnstated),
              FailsWith(absl::StatusCode::kUnauthenticated, "TOKEN_REQUIRED"));
}

TEST_F(ServeTest, ACallerStaysInItsTenant) {
  EXPECT_THAT(Call("analyst", &pb::EchoService::Stub::Echo, parts_.Scope("t1")), IsOk());
  EXPECT_THAT(Call("analyst", &pb::EchoService::Stub::Echo, parts_.Scope("t2")),
              FailsWith(absl::StatusCode::kPermissionDenied, "TENANT_FOREIGN"));
}

TEST_F(ServeTest, AServiceNamesTheTenantThatItServes) {
  EXPECT_THAT(Call("service"), FailsWith(absl::StatusCode::kInvalidArgument, "TENANT_REQUIRED"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::EchoResponse response,
                               Call("service", &pb::EchoService::Stub::Echo, parts_.Scope("t7")));
  EXPECT_EQ(response.tenant(), "t7");
}

// Records name the analyst for whom a service works; nobody else can borrow a name.
TEST_F(ServeTest, OnlyAServiceSpeaksForAnother) {
  std::string actor;
  handler_.body = [&](const CallScope& call) {
    actor = call.actor;
    return absl::OkStatus();
  };
  CallScope scope = parts_.Scope("t1");
  scope.actor = "bkd-analyst";
  ASSERT_THAT(Call("service", &pb::EchoService::Stub::Echo, scope), IsOk());
  EXPECT_EQ(actor, "bkd-analyst");
  ASSERT_THAT(Call("analyst", &pb::EchoService::Stub::Echo, scope), IsOk());
  EXPECT_EQ(actor, "a1");
  scope.actor = "a b";
  ASSERT_THAT(Call("service", &pb::EchoService::Stub::Echo, scope), IsOk());
  EXPECT_EQ(actor, "s1");
}

TEST_F(ServeTest, TheTraceOfTheCallerGoesOn) {
  CallScope scope = parts_.Scope();
  scope.trace = NewTrace(parts_.ids);
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::EchoResponse response,
                               Call("analyst", &pb::EchoService::Stub::Echo, scope));
  EXPECT_EQ(response.trace_id(), scope.trace.trace_id);
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::EchoResponse other, Call("analyst"));
  EXPECT_EQ(other.trace_id().size(), 32);
  EXPECT_NE(other.trace_id(), scope.trace.trace_id);
}

TEST_F(ServeTest, ACallWithoutDeadlineGetsTheDefault) {
  const auto peer = parts_.MakePeer(server_, "analyst");
  grpc::ClientContext context;
  context.AddMetadata(kAuthorizationKey, "bearer analyst");  // the scheme's case does not matter
  pb::EchoResponse response;
  ASSERT_TRUE(pb::EchoService::NewStub(peer->channel())->Echo(&context, {}, &response).ok());
  EXPECT_GT(response.remaining_millis(), 0);
  EXPECT_LE(response.remaining_millis(), absl::ToInt64Milliseconds(limits_.default_deadline));
}

TEST_F(ServeTest, AMalformedHeaderIsNamed) {
  const auto peer = parts_.MakePeer(server_, "");
  for (const char* header : {"analyst", "Basic analyst", "Bearer "}) {
    grpc::ClientContext context;
    context.AddMetadata(kAuthorizationKey, header);
    pb::EchoResponse response;
    const auto status = pb::EchoService::NewStub(peer->channel())->Echo(&context, {}, &response);
    EXPECT_THAT(FromGrpcStatus(status), FailsWith(absl::StatusCode::kUnauthenticated, "TOKEN_MALFORMED"))
        << header;
  }
}

TEST_F(ServeTest, AnErrorArrivesWithEverythingItCarries) {
  handler_.body = [](const CallScope&) {
    return WithRetryAfter(
        InvalidFields({{"employee.birth_date", "write YYYY-MM-DD"}, {"employee.grade", "unknown"}}),
        absl::Seconds(3));
  };
  const absl::Status status = Call("analyst").status();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_EQ(FieldViolationsOf(status).size(), 2);
  EXPECT_EQ(FieldViolationsOf(status)[0], (FieldViolation{"employee.birth_date", "write YYYY-MM-DD"}));
  EXPECT_EQ(RetryAfterOf(status), absl::Seconds(3));
  EXPECT_EQ(MetadataOf(status).at("fields"), "employee.birth_date, employee.grade");
}

// What a caller sent may be personal, so an error about it reaches him and not the log.
TEST_F(ServeTest, TextsAboutTheRequestAreNotLogged) {
  handler_.body = [](const CallScope&) {
    absl::Status status = absl::NotFoundError("nobody named Siti Aminah");
    SetFieldViolations(status, {{"employee.display_name", "is it spelled right?"}});
    return status;
  };
  EXPECT_THAT(Call("analyst"), StatusIs(absl::StatusCode::kNotFound, HasSubstr("Siti")));
  EXPECT_THAT(parts_.log.text(), Not(HasSubstr("Siti")));
  EXPECT_THAT(parts_.log.text(), HasSubstr("\"fields\":\"employee.display_name\""));
  EXPECT_THAT(parts_.log.text(), HasSubstr("\"principal\":\"a1\""));
}

// The log has the whole text and the trace id; the caller has the trace id only.
TEST_F(ServeTest, InternalTextStaysInside) {
  handler_.body = [](const CallScope&) { return absl::InternalError("disk /dev/sdb is full"); };
  const absl::Status status = Call("analyst").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInternal, Not(HasSubstr("sdb"))));
  EXPECT_THAT(parts_.log.text(), HasSubstr("disk /dev/sdb is full"));
  EXPECT_THAT(parts_.log.text(), HasSubstr("\"severity\":\"ERROR\""));
  EXPECT_EQ(Handled("Echo", "INTERNAL"), 1);
}

TEST_F(ServeTest, AnExceptionEndsTheCallNotTheProcess) {
  handler_.body = [](const CallScope&) -> absl::Status { throw std::runtime_error("boom"); };
  EXPECT_THAT(Call("analyst"), StatusIs(absl::StatusCode::kInternal));
  handler_.body = [](const CallScope&) { return absl::OkStatus(); };
  EXPECT_THAT(Call("analyst"), IsOk());
}

TEST_F(ServeTest, SuccessIsNotLogged) {
  ASSERT_THAT(Call("analyst"), IsOk());
  EXPECT_EQ(parts_.log.text(), "");
}

TEST_F(ServeTest, BeyondItsLimitAServiceRefusesAndSaysHowLongToWait) {
  absl::Notification release;
  absl::BlockingCounter inside(limits_.max_unary);
  handler_.body = [&](const CallScope&) {
    inside.DecrementCount();
    release.WaitForNotification();
    return absl::OkStatus();
  };
  std::vector<std::thread> busy;
  for (int i = 0; i < limits_.max_unary; ++i) {
    busy.emplace_back([&] { EXPECT_THAT(Call("analyst"), IsOk()); });
  }
  inside.Wait();
  const absl::Status refused = Call("analyst").status();
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kResourceExhausted, "OVERLOADED"));
  EXPECT_EQ(RetryAfterOf(refused), limits_.retry_after);
  release.Notify();
  for (std::thread& thread : busy) thread.join();
  handler_.body = [](const CallScope&) { return absl::OkStatus(); };
  EXPECT_THAT(Call("analyst"), IsOk());
}

TEST_F(ServeTest, AServerStreamEndsWithItsCaller) {
  const auto peer = parts_.MakePeer(server_, "analyst");
  const auto stub = pb::EchoService::NewStub(peer->channel());
  const auto context = peer->MakeContext(parts_.Scope());
  const auto reader = stub->Count(context.get(), {});
  pb::EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.text(), "1");
  context->TryCancel();
  EXPECT_THAT(FromGrpcStatus(reader->Finish()), StatusIs(absl::StatusCode::kCancelled));
  handler_.stream_ended.WaitForNotification();
}

TEST_F(ServeTest, StreamsHaveAccessRulesAndMetricsToo) {
  const auto peer = parts_.MakePeer(server_, "analyst");
  const auto stub = pb::EchoService::NewStub(peer->channel());
  const auto context = peer->MakeContext(parts_.Scope());
  pb::EchoResponse joined;
  const auto writer = stub->Join(context.get(), &joined);
  for (const char* text : {"se", "la", "ras"}) {
    pb::EchoRequest request;
    request.set_text(text);
    ASSERT_TRUE(writer->Write(request));
  }
  writer->WritesDone();
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(joined.text(), "selaras");
  EXPECT_EQ(Handled("Join", "OK", "client_stream"), 1);

  const auto stranger = parts_.MakePeer(server_, "auditor");
  const auto refused = stranger->MakeContext(parts_.Scope());
  const auto reader = pb::EchoService::NewStub(stranger->channel())->Count(refused.get(), {});
  pb::EchoResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_THAT(FromGrpcStatus(reader->Finish()),
              FailsWith(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED"));
}

// A counter that is born with its first call is invisible to rate().
TEST_F(ServeTest, EverySeriesExistsBeforeTheFirstCall) {
  const std::string text = parts_.metrics.Text();
  EXPECT_TRUE(absl::StrContains(text, "grpc_code=\"DEADLINE_EXCEEDED\",grpc_method=\"Echo\""));
  EXPECT_TRUE(absl::StrContains(text, "grpc_type=\"server_stream\""));
}

}  // namespace
}  // namespace selaras::rpc
