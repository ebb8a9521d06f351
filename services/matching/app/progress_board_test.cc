#include "services/matching/app/progress_board.h"

#include <thread>

#include "gtest/gtest.h"

namespace selaras::matching {
namespace {

PlanRecord PlanAt(const std::string& stage) {
  PlanRecord plan;
  plan.id = "a";
  plan.progress.stage = stage;
  return plan;
}

TEST(ProgressBoardTest, AWatcherSeesTheNewestNoteOnce) {
  ProgressBoard board;
  board.Post(PlanAt("profiles"));
  board.Post(PlanAt("solve"));
  const auto note = board.Wait("a", -1, absl::ZeroDuration());
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(note->plan.progress.stage, "solve");
  EXPECT_FALSE(board.Wait("a", note->change, absl::ZeroDuration()).has_value());
}

TEST(ProgressBoardTest, AnUnknownPlanHasNoNote) {
  ProgressBoard board;
  EXPECT_FALSE(board.Wait("a", -1, absl::ZeroDuration()).has_value());
}

// The end of a plan must wake its watchers, or they would wait for the whole of their patience.
TEST(ProgressBoardTest, RemovalWakesTheWatcher) {
  ProgressBoard board;
  board.Post(PlanAt("solve"));
  const auto note = board.Wait("a", -1, absl::ZeroDuration());
  std::thread ending([&] { board.Remove("a"); });
  EXPECT_FALSE(board.Wait("a", note->change, absl::InfiniteDuration()).has_value());
  ending.join();
}

TEST(ProgressBoardTest, ClosingWakesTheWatcher) {
  ProgressBoard board;
  board.Post(PlanAt("solve"));
  const auto note = board.Wait("a", -1, absl::ZeroDuration());
  std::thread ending([&] { board.Close(); });
  EXPECT_FALSE(board.Wait("a", note->change, absl::InfiniteDuration()).has_value());
  ending.join();
}

}  // namespace
}  // namespace selaras::matching
