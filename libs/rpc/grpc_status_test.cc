#include "libs/rpc/grpc_status.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"

namespace selaras::rpc {
namespace {

using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;

template <typename Detail>
Detail DetailOf(const grpc::Status& status) {
  google::rpc::Status in;
  EXPECT_TRUE(in.ParseFromString(status.error_details()));
  EXPECT_EQ(in.code(), status.error_code());
  Detail detail;
  for (const auto& any : in.details()) {
    if (any.UnpackTo(&detail)) return detail;
  }
  ADD_FAILURE() << "no " << Detail::descriptor()->full_name();
  return detail;
}

TEST(GrpcStatusTest, EveryCodeGoesThereAndBack) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus(), "t").ok());
  EXPECT_THAT(FromGrpcStatus(grpc::Status::OK), IsOk());
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "text");
    EXPECT_THAT(FromGrpcStatus(ToGrpcStatus(status, "t")), StatusIs(status.code()));
    EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(ToGrpcStatus(status, "t")).reason(), CodeName(status.code()));
  }
}

TEST(GrpcStatusTest, ReasonTextAndListsAreOnTheWire) {
  const absl::Status status =
      WithRetryAfter(InvalidFields({{"grade", "write I/a to IV/e"}}), absl::Milliseconds(1500));
  const grpc::Status wire = ToGrpcStatus(status, "t");
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto info = DetailOf<google::rpc::ErrorInfo>(wire);
  EXPECT_EQ(info.reason(), "INVALID_FIELDS");
  EXPECT_EQ(info.domain(), "selaras.id");
  EXPECT_EQ(info.metadata().at("fields"), "grade");
  const auto localized = DetailOf<google::rpc::LocalizedMessage>(wire);
  EXPECT_EQ(localized.locale(), "id");
  EXPECT_EQ(localized.message(), "Isian tidak sah: grade.");
  EXPECT_EQ(DetailOf<google::rpc::BadRequest>(wire).field_violations(0).field(), "grade");
  EXPECT_EQ(DetailOf<google::rpc::RetryInfo>(wire).retry_delay().nanos(), 500000000);
  EXPECT_EQ(FromGrpcStatus(wire), status);
}

TEST(GrpcStatusTest, InternalTextsAreMaskedAndNameTheTrace) {
  for (const absl::Status& status :
       {absl::InternalError("row 7 of secrets"), absl::UnknownError("row 7 of secrets"),
        absl::DataLossError("row 7 of secrets"), absl::UnavailableError("row 7 of secrets"),
        Error(absl::StatusCode::kInternal, "NOT_FOUND", {}, "row 7 of secrets")}) {
    const grpc::Status wire = ToGrpcStatus(status, "4bf92f");
    EXPECT_THAT(wire.error_message(), Not(HasSubstr("secrets")));
    EXPECT_THAT(wire.error_details(), Not(HasSubstr("secrets")));
    EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(wire).metadata().at("trace_id"), "4bf92f");
  }
}

TEST(GrpcStatusTest, AStatedReasonForBeingAwayIsShown) {
  EXPECT_THAT(
      FromGrpcStatus(ToGrpcStatus(Error(absl::StatusCode::kUnavailable, "UNAVAILABLE", {}, "busy"), "t")),
      StatusIs(absl::StatusCode::kUnavailable, "busy"));
}

// gRPC drops a call whose trailers exceed 8 KiB: a long list must not turn into another error.
TEST(GrpcStatusTest, LongErrorsFitIntoAHeader) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < 1000; ++i)
    violations.push_back({"employees[" + std::to_string(i) + "].name", std::string(500, 'x')});
  const grpc::Status wire = ToGrpcStatus(InvalidFields(violations), "t");
  EXPECT_LT(wire.error_details().size() * 4 / 3 + wire.error_message().size(), 8000);
  EXPECT_GT(DetailOf<google::rpc::BadRequest>(wire).field_violations_size(), 5);
}

TEST(GrpcStatusTest, TextsAreCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 600; ++i) text += "é";
  const grpc::Status wire = ToGrpcStatus(absl::NotFoundError("x" + text), "t");
  EXPECT_EQ(wire.error_message().size() % 2, 1);
}

TEST(GrpcStatusTest, StrangersAreTakenAsTheyAre) {
  EXPECT_THAT(FromGrpcStatus(grpc::Status(grpc::StatusCode::NOT_FOUND, "x", "no protobuf \xff")),
              FailsWith(absl::StatusCode::kNotFound, ""));
  EXPECT_THAT(FromGrpcStatus(grpc::Status(static_cast<grpc::StatusCode>(99), "x")),
              StatusIs(absl::StatusCode::kUnknown));
  google::rpc::ErrorInfo info;
  info.set_reason("QUOTA");
  info.set_domain("example.com");
  google::rpc::Status details;
  details.add_details()->PackFrom(info);
  EXPECT_THAT(FromGrpcStatus(grpc::Status(grpc::StatusCode::ABORTED, "x", details.SerializeAsString())),
              FailsWith(absl::StatusCode::kAborted, ""));
}

}  // namespace
}  // namespace selaras::rpc
