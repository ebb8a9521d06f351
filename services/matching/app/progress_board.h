// The latest state of running plans, for watchers. Thread-safe; losable: what has ended stands in the store.
#ifndef SELARAS_SERVICES_MATCHING_APP_PROGRESS_BOARD_H_
#define SELARAS_SERVICES_MATCHING_APP_PROGRESS_BOARD_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/matching/app/plan_record.h"

namespace selaras::matching {

class ProgressBoard {
 public:
  struct Note {
    int64_t change = 0;  // Grows with every Post.
    PlanRecord plan;
  };

  void Post(const PlanRecord& plan);
  // Ends the plan's entry; watchers wake and read the store.
  void Remove(absl::string_view id);
  // The note once its change is greater than `after`; nullopt when the plan is not (or no longer) on the
  // board, after `wait`, and once the board is closed.
  std::optional<Note> Wait(absl::string_view id, int64_t after, absl::Duration wait) const;
  // Wakes all who wait, for good.
  void Close();

 private:
  // Guards all below. Of std, not of Abseil: ThreadSanitizer sees through it.
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool closed_ = false;
  int64_t changes_ = 0;
  absl::flat_hash_map<std::string, Note> notes_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_PROGRESS_BOARD_H_
