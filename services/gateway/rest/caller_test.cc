#include "services/gateway/rest/caller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/error.h"

namespace selaras::gateway {
namespace {

using ::testing::Contains;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

Caller Read(std::vector<std::pair<std::string, std::string>> headers) {
  SeededIdSource ids(7);
  return ReadCaller({.method = "GET", .path = "/", .headers = std::move(headers)}, {}, ids);
}

TEST(CallerTest, WhatTheServiceNeedsGoesOnAndNothingElse) {
  const Caller caller =
      Read({{"authorization", "Bearer t"}, {"selaras-tenant", "p"}, {"cookie", "c"}, {"grpc-timeout", "1m"}});
  EXPECT_TRUE(caller.problem.ok());
  EXPECT_THAT(caller.metadata, Contains(Pair("authorization", "Bearer t")));
  EXPECT_THAT(caller.metadata, Contains(Pair("selaras-tenant", "p")));
  EXPECT_THAT(caller.metadata, Contains(Key("traceparent")));
  EXPECT_THAT(caller.metadata, Not(Contains(Key("cookie"))));
  EXPECT_THAT(caller.metadata, Not(Contains(Key("grpc-timeout"))));
}

TEST(CallerTest, TracesGoOnOrBegin) {
  const Caller child = Read({{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}});
  EXPECT_EQ(child.trace.trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_NE(child.trace.span_id, "00f067aa0ba902b7");
  EXPECT_EQ(child.request_id, child.trace.trace_id);
  EXPECT_EQ(Read({{"traceparent", "nonsense"}}).trace.trace_id.size(), 32u);
}

TEST(CallerTest, RequestIdsThatAreNoneAreReplaced) {
  EXPECT_EQ(Read({{"x-request-id", "a-B.9_"}}).request_id, "a-B.9_");
  for (const std::string& id : {std::string("a b"), std::string("a\r\nX: y"), std::string(129, 'a')}) {
    EXPECT_NE(Read({{"x-request-id", id}}).request_id, id);
  }
}

TEST(CallerTest, TimeoutsAreSecondsWithinTheLimit) {
  EXPECT_EQ(Read({}).timeout, absl::Seconds(30));
  EXPECT_EQ(Read({{"x-request-timeout", "1.5"}}).timeout, absl::Milliseconds(1500));
  EXPECT_EQ(Read({{"x-request-timeout", "1e300"}}).timeout, absl::Minutes(5));
  for (const char* text : {"0", "-1", "nan", "soon", "1s"}) {
    EXPECT_EQ(Read({{"x-request-timeout", text}}).problem.code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

// gRPC ends the process on such a value, so it must not get that far.
TEST(CallerTest, HeadersThatCannotBePassedOnAreRefused) {
  const Caller twice = Read({{"authorization", "Bearer good"}, {"authorization", "Bearer other"}});
  EXPECT_EQ(ReasonOf(twice.problem), "TOKEN_MALFORMED");
  EXPECT_THAT(twice.metadata, Not(Contains(Key("authorization"))));
  EXPECT_EQ(Read({{"selaras-tenant", "a"}, {"selaras-tenant", "b"}}).problem.code(),
            absl::StatusCode::kInvalidArgument);
  const Caller token = Read({{"authorization", "Bearer \xC3\xA9"}});
  EXPECT_EQ(ReasonOf(token.problem), "TOKEN_MALFORMED");
  EXPECT_THAT(token.metadata, Not(Contains(Key("authorization"))));
  EXPECT_EQ(Read({{"selaras-tenant", "a\tb"}}).problem.code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace selaras::gateway
