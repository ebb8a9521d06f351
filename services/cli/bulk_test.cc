#include "services/cli/bulk.h"

#include <atomic>
#include <set>

#include "gtest/gtest.h"
#include "libs/base/error.h"

namespace selaras::cli {
namespace {

const auto kNoProgress = [](int64_t) {};

TEST(BulkTest, EveryItemIsWorkedOnOnceAndNoMoreThanAllowedAtATime) {
  constexpr int kItems = 500;
  std::vector<std::atomic<int>> seen(kItems);
  std::atomic<int> now = 0, most = 0;
  std::vector<int64_t> told;
  const BulkReport report = RunBulk(
      kItems, 7,
      [&](size_t item) -> absl::StatusOr<ItemEnd> {
        const int running = ++now;
        for (int was = most; running > was && !most.compare_exchange_weak(was, running);) {
        }
        ++seen[item];
        --now;
        return item % 5 == 0 ? ItemEnd::kSkipped : ItemEnd::kDone;
      },
      [&](int64_t ended) { told.push_back(ended); });
  for (const auto& count : seen) EXPECT_EQ(count, 1);
  EXPECT_LE(most, 7);
  EXPECT_EQ(report.done, 400);
  EXPECT_EQ(report.skipped, 100);
  EXPECT_TRUE(report.ok());
  ASSERT_EQ(told.size(), 500u);
  for (int64_t i = 0; i < 500; ++i) EXPECT_EQ(told[i], i + 1);
}

TEST(BulkTest, FailuresAreInOrderAndCountedByReason) {
  const BulkReport report = RunBulk(
      30, 4,
      [&](size_t item) -> absl::StatusOr<ItemEnd> {
        if (item % 10 == 3) return Error(absl::StatusCode::kPermissionDenied, "CASE_PROPOSER");
        if (item == 7) return absl::InternalError("broken");
        return ItemEnd::kDone;
      },
      kNoProgress);
  EXPECT_FALSE(report.ok());
  ASSERT_EQ(report.failures.size(), 4u);
  EXPECT_EQ(report.failures[1].item, 7u);
  EXPECT_EQ(report.failures[3].item, 23u);
  const std::map<std::string, int64_t> reasons = {{"CASE_PROPOSER", 3}, {"INTERNAL", 1}};
  EXPECT_EQ(report.Reasons(), reasons);
}

TEST(BulkTest, GivesUpWhereNobodyAnswers) {
  const BulkReport report = RunBulk(
      1000, 3, [&](size_t) -> absl::StatusOr<ItemEnd> { return absl::UnavailableError("nobody there"); },
      kNoProgress);
  EXPECT_FALSE(report.ok());
  EXPECT_GE(report.failures.size(), 7u);
  EXPECT_LE(report.failures.size(), 10u);  // Seven, and what the other two threads had begun.
  EXPECT_EQ(report.not_begun, 1000 - static_cast<int64_t>(report.failures.size()));
}

TEST(BulkTest, NothingToDo) {
  const BulkReport report = RunBulk(
      0, 16, [](size_t) -> absl::StatusOr<ItemEnd> { return absl::InternalError("never called"); },
      kNoProgress);
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.done, 0);
}

}  // namespace
}  // namespace selaras::cli
