#include "services/cli/progress_bar.h"

#include "gtest/gtest.h"

namespace selaras::cli {
namespace {

TEST(ProgressBarTest, LineShowsShareCountsAndTimeLeft) {
  EXPECT_EQ(ProgressLine("import", 25, 100, absl::Seconds(10)),
            "import       [######..................]  25%  25/100  0:10  ETA 0:30");
}

TEST(ProgressBarTest, UnknownTotalShowsOnlyCountAndTime) {
  EXPECT_EQ(ProgressLine("solve", 0, 0, absl::Seconds(70)), "solve        1:10");
  EXPECT_EQ(ProgressLine("solve", 1500, 0, absl::Seconds(2)), "solve        1,500  0:02");
}

// A server that counts past its estimate must not draw past the end.
TEST(ProgressBarTest, DoneBeyondTotalStaysFull) {
  EXPECT_EQ(ProgressLine("vectors", 12, 10, absl::Seconds(1)),
            "vectors      [########################] 100%  12/10  0:01");
}

}  // namespace
}  // namespace selaras::cli
