#include "libs/base/error.h"

#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::HasSubstr;
using ::testing::Pair;
using testing::StatusIs;

TEST(ErrorTest, CarriesReasonAndMetadata) {
  const Metadata metadata = {{"a", ""}, {"b", "3:x"}, {"c", std::string("\0\n:", 3)}};
  const absl::Status status = Error(absl::StatusCode::kNotFound, "NOT_FOUND", metadata, "no row");
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_EQ(MetadataOf(status), metadata);
  EXPECT_EQ(status.message(), "no row");
}

TEST(ErrorTest, WithoutMessageTheCatalogueSpeaks) {
  EXPECT_EQ(Error(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS", {{"fields", "grade"}}).message(),
            "Invalid fields: grade.");
}

TEST(ErrorTest, PlainStatusesCarryNothing) {
  const absl::Status status = absl::NotFoundError("x");
  EXPECT_EQ(ReasonOf(status), "");
  EXPECT_TRUE(MetadataOf(status).empty());
  EXPECT_TRUE(FieldViolationsOf(status).empty());
  EXPECT_EQ(RetryAfterOf(status), std::nullopt);
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
}

TEST(ErrorTest, FieldViolationsComeBackInOrder) {
  const absl::Status status = InvalidFields({{"b", "write a number"}, {"a", "required"}});
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(FieldViolationsOf(status),
              ElementsAre(FieldViolation{"b", "write a number"}, FieldViolation{"a", "required"}));
  EXPECT_THAT(MetadataOf(status), ElementsAre(Pair("fields", "b, a")));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a: required")));
}

TEST(ErrorTest, ContextKeepsCodeAndPayloads) {
  const absl::Status inner = WithRetryAfter(Error(absl::StatusCode::kUnavailable, "UNAVAILABLE", {}, "busy"),
                                            absl::Milliseconds(1500));
  const absl::Status outer = WithContext(inner, "plan 7");
  EXPECT_EQ(outer.message(), "plan 7: busy");
  EXPECT_THAT(outer, FailsWith(absl::StatusCode::kUnavailable, "UNAVAILABLE"));
  EXPECT_EQ(RetryAfterOf(outer), absl::Milliseconds(1500));
  EXPECT_TRUE(WithContext(absl::OkStatus(), "x").ok());
}

}  // namespace
}  // namespace selaras
