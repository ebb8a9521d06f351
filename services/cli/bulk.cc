#include "services/cli/bulk.h"

#include <algorithm>
#include <mutex>
#include <thread>

#include "libs/base/error.h"

namespace selaras::cli {

std::string FailureReason(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

bool AnswerLost(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

std::map<std::string, int64_t> BulkReport::Reasons() const {
  std::map<std::string, int64_t> counts;
  for (const BulkFailure& failure : failures) ++counts[FailureReason(failure.status)];
  return counts;
}

BulkReport RunBulk(size_t items, int in_flight, absl::FunctionRef<absl::StatusOr<ItemEnd>(size_t item)> work,
                   absl::FunctionRef<void(int64_t ended)> progress) {
  BulkReport report;
  std::mutex mutex;  // Guards all below, and orders `progress`.
  size_t next = 0;
  int64_t ended = 0;
  int lost_in_a_row = 0;
  const auto take = [&](size_t* item) {
    const std::lock_guard lock(mutex);
    if (next == items || lost_in_a_row > 2 * in_flight) return false;
    *item = next++;
    return true;
  };
  const auto record = [&](size_t item, const absl::StatusOr<ItemEnd>& end) {
    const std::lock_guard lock(mutex);
    lost_in_a_row = AnswerLost(end.status()) ? lost_in_a_row + 1 : 0;
    if (!end.ok()) {
      report.failures.push_back({item, end.status()});
    } else {
      ++(*end == ItemEnd::kDone ? report.done : report.skipped);
    }
    progress(++ended);
  };
  const auto run = [&] {
    for (size_t item = 0; take(&item);) record(item, work(item));
  };
  std::vector<std::thread> threads;
  const size_t wanted = std::min<size_t>(items, static_cast<size_t>(std::max(in_flight, 1)));
  for (size_t i = 1; i < wanted; ++i) threads.emplace_back(run);
  run();
  for (std::thread& thread : threads) thread.join();
  report.not_begun = static_cast<int64_t>(items - next);
  std::sort(report.failures.begin(), report.failures.end(),
            [](const BulkFailure& a, const BulkFailure& b) { return a.item < b.item; });
  return report;
}

}  // namespace selaras::cli
