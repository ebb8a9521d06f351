#include "libs/base/status_macros.h"

#include <utility>

#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using testing::IsOkAndHolds;
using testing::StatusIs;

absl::StatusOr<std::pair<int, int>> Pair(int a) {
  if (a < 0) return absl::OutOfRangeError("negative");
  return std::pair(a, a + 1);
}

absl::StatusOr<int> Sum(int a) {
  SELARAS_RETURN_IF_ERROR(a == 13 ? absl::AbortedError("thirteen") : absl::OkStatus());
  SELARAS_ASSIGN_OR_RETURN((const auto [first, second]), Pair(a));
  SELARAS_ASSIGN_OR_RETURN(const auto again, Pair(second));
  return first + second + again.second;
}

TEST(StatusMacrosTest, AssignsOrReturns) {
  EXPECT_THAT(Sum(1), IsOkAndHolds(1 + 2 + 3));
  EXPECT_THAT(Sum(-1), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Sum(13), StatusIs(absl::StatusCode::kAborted));
}

}  // namespace
}  // namespace selaras
