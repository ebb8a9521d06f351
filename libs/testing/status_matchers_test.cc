#include "libs/testing/status_matchers.h"

#include <gtest/gtest-spi.h>

#include "libs/testing/fake_clock.h"
#include "libs/testing/temp_dir.h"

namespace selaras::testing {
namespace {

using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(StatusMatchersTest, TellOkFromError) {
  EXPECT_THAT(absl::OkStatus(), IsOk());
  EXPECT_THAT(absl::StatusOr<int>(7), IsOkAndHolds(7));
  EXPECT_THAT(absl::StatusOr<int>(7), IsOkAndHolds(Gt(6)));
  EXPECT_THAT(absl::StatusOr<int>(7), Not(IsOkAndHolds(8)));
  EXPECT_THAT(absl::StatusOr<int>(absl::NotFoundError("x")), Not(IsOk()));
  EXPECT_THAT(absl::StatusOr<int>(absl::NotFoundError("x")), Not(IsOkAndHolds(7)));
}

TEST(StatusMatchersTest, CompareCodeMessageAndReason) {
  const absl::Status status = Error(absl::StatusCode::kNotFound, "TOKEN_UNKNOWN", {}, "no such token");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(status, Not(StatusIs(absl::StatusCode::kAborted)));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, HasSubstr("such")));
  EXPECT_THAT(status, Not(StatusIs(absl::StatusCode::kNotFound, "other")));
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kNotFound, "TOKEN_UNKNOWN"));
  EXPECT_THAT(status, Not(FailsWith(absl::StatusCode::kNotFound, "TOKEN_REQUIRED")));
}

// The text of a failed expectation names what was found.
TEST(StatusMatchersTest, FailureSaysWhatWasFound) {
  EXPECT_NONFATAL_FAILURE(EXPECT_THAT(absl::AbortedError("stale etag"), IsOk()), "stale etag");
}

TEST(FakeClockTest, MovesOnlyWhenTold) {
  FakeClock clock;
  const absl::Time start = clock.Now();
  EXPECT_EQ(clock.Now(), start);
  clock.Advance(absl::Seconds(90));
  EXPECT_EQ(clock.Now() - start, absl::Seconds(90));
}

TEST(TempDirTest, IsRemovedWithItsFiles) {
  std::string file;
  {
    TempDir dir;
    file = dir.Write("a.txt", "x");
    EXPECT_TRUE(std::filesystem::exists(file));
  }
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace selaras::testing
