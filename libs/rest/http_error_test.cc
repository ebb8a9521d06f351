#include "libs/rest/http_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "libs/base/error.h"
#include "libs/rpc/grpc_status.h"

namespace selaras::rest {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

json DetailOf(const HttpError& error, const std::string& type) {
  const json body = json::parse(error.body);
  for (const json& detail : body["error"]["details"]) {
    if (detail["@type"] == "type.googleapis.com/google.rpc." + type) return detail;
  }
  return {};
}

TEST(HttpErrorTest, ReasonMetadataAndFieldsComeThrough) {
  const auto error = ToHttpError(InvalidField("spec.seed", "must be a number"), Language::kEnglish, "");
  EXPECT_EQ(error.status, 400);
  const json body = json::parse(error.body)["error"];
  EXPECT_EQ(body["code"], 400);
  EXPECT_EQ(body["status"], "INVALID_ARGUMENT");
  EXPECT_EQ(DetailOf(error, "ErrorInfo")["reason"], "INVALID_FIELDS");
  EXPECT_EQ(DetailOf(error, "ErrorInfo")["domain"], "selaras.id");
  EXPECT_EQ(DetailOf(error, "BadRequest")["fieldViolations"][0]["field"], "spec.seed");
}

TEST(HttpErrorTest, TheMessageFollowsTheLanguage) {
  const absl::Status status = Error(absl::StatusCode::kUnauthenticated, "TOKEN_REQUIRED");
  const auto message = [&](Language language) {
    return json::parse(ToHttpError(status, language, "").body)["error"]["message"].get<std::string>();
  };
  EXPECT_EQ(message(Language::kEnglish), Explain("TOKEN_REQUIRED", Language::kEnglish, {}));
  EXPECT_EQ(message(Language::kIndonesian), Explain("TOKEN_REQUIRED", Language::kIndonesian, {}));
}

TEST(HttpErrorTest, RetryInfoGivesTheWait) {
  const auto error = ToHttpError(
      WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "OVERLOADED"), absl::Milliseconds(1500)),
      Language::kEnglish, "");
  EXPECT_EQ(error.status, 503);
  EXPECT_EQ(error.retry_after, absl::Milliseconds(1500));
  EXPECT_EQ(DetailOf(error, "RetryInfo")["retryDelay"], "1.500s");
}

TEST(HttpErrorTest, InternalTroubleIsMasked) {
  const auto error = ToHttpError(absl::InternalError("disk /dev/sda1 broke"), Language::kEnglish, "4bf9");
  EXPECT_EQ(error.status, 500);
  EXPECT_THAT(error.body, Not(HasSubstr("sda1")));
  EXPECT_THAT(error.body, HasSubstr("4bf9"));
}

// What gRPC itself says of a peer names addresses.
TEST(HttpErrorTest, StatusesOfGrpcItselfAreMasked) {
  const grpc::Status status(grpc::StatusCode::UNAVAILABLE, "failed to connect to ipv4:10.0.0.7:7403");
  for (const Language language : {Language::kEnglish, Language::kIndonesian}) {
    const auto error = ToHttpError(status, language);
    EXPECT_EQ(error.status, 503);
    EXPECT_THAT(error.body, Not(HasSubstr("10.0.0.7")));
  }
  const grpc::Status odd(static_cast<grpc::StatusCode>(77), "\xFF");
  EXPECT_EQ(ToHttpError(odd, Language::kEnglish).status, 500);
}

TEST(HttpErrorTest, EachCodeHasItsStatus) {
  using Code = absl::StatusCode;
  const std::pair<Code, int> cases[] = {{Code::kInvalidArgument, 400},   {Code::kFailedPrecondition, 400},
                                        {Code::kOutOfRange, 400},        {Code::kUnauthenticated, 401},
                                        {Code::kPermissionDenied, 403},  {Code::kNotFound, 404},
                                        {Code::kAlreadyExists, 409},     {Code::kAborted, 409},
                                        {Code::kResourceExhausted, 429}, {Code::kCancelled, 499},
                                        {Code::kInternal, 500},          {Code::kUnknown, 500},
                                        {Code::kDataLoss, 500},          {Code::kUnimplemented, 501},
                                        {Code::kUnavailable, 503},       {Code::kDeadlineExceeded, 504}};
  for (const auto& [code, status] : cases)
    EXPECT_EQ(HttpStatusOf(code, ""), status) << static_cast<int>(code);
  EXPECT_EQ(HttpStatusOf(Code::kInvalidArgument, "HTTP_METHOD_NOT_ALLOWED"), 405);
  EXPECT_EQ(HttpStatusOf(Code::kInvalidArgument, "HTTP_BODY_TOO_LARGE"), 413);
  EXPECT_EQ(HttpStatusOf(Code::kInvalidArgument, "HTTP_CONTENT_TYPE_UNSUPPORTED"), 415);
}

}  // namespace
}  // namespace selaras::rest
