#include "libs/resource/page.h"

#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOkAndHolds;

TEST(PageTest, TheRowTooManyTellsThatThereIsMore) {
  std::vector<int> rows = {1, 2, 3};
  EXPECT_FALSE(CutToPage(3, rows));
  EXPECT_THAT(rows, ElementsAre(1, 2, 3));
  EXPECT_TRUE(CutToPage(2, rows));
  EXPECT_THAT(rows, ElementsAre(1, 2));
}

TEST(PageTest, NumbersOfACursor) {
  EXPECT_THAT(CursorNumber({}, 1), IsOkAndHolds(0));
  EXPECT_THAT(CursorNumber({"-7", "id"}, 0), IsOkAndHolds(-7));
  EXPECT_THAT(CursorNumber({"-7", "id"}, 1),
              FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(CursorNumber({"-7", "id"}, 2),
              FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

}  // namespace
}  // namespace selaras
