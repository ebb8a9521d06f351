// The same work on many items with several calls in flight. Pure: threads and a callback, nothing of the wire.
#ifndef SELARAS_SERVICES_CLI_BULK_H_
#define SELARAS_SERVICES_CLI_BULK_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace selaras::cli {

// How an item ended well: by what was asked, or because there was nothing left to do.
enum class ItemEnd { kDone, kSkipped };

struct BulkFailure {
  size_t item;
  absl::Status status;
};

struct BulkReport {
  int64_t done = 0;
  int64_t skipped = 0;
  int64_t not_begun = 0;              // Given up, see RunBulk.
  std::vector<BulkFailure> failures;  // Ascending by item.

  bool ok() const { return failures.empty() && not_begun == 0; }
  // Reason of the catalogue, else the name of the code → how many.
  std::map<std::string, int64_t> Reasons() const;
};

// Calls `work(item)` once for each of `items`, at most `in_flight` (≥ 1) at a time, from as many threads; order of
// beginning is ascending. `progress(ended)` is called by one thread at a time. After more unreachable answers in a
// row than twice `in_flight`, no further item is begun: the server is down, and asking on only hides it.
BulkReport RunBulk(size_t items, int in_flight, absl::FunctionRef<absl::StatusOr<ItemEnd>(size_t item)> work,
                   absl::FunctionRef<void(int64_t ended)> progress);

// The reason by which failures are counted.
std::string FailureReason(const absl::Status& status);
// The call may have arrived although no answer came: repeat it with the same request id.
bool AnswerLost(const absl::Status& status);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_BULK_H_
