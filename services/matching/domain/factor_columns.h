// F of everybody at one position, kept for the positions asked for most recently.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_FACTOR_COLUMNS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_FACTOR_COLUMNS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/matching/domain/scorer.h"

namespace selaras::matching {

// Thread-safe.
class FactorColumns {
 public:
  using Column = std::shared_ptr<const std::vector<int32_t>>;

  // Keeps as many columns as fit in `most_bytes`, at least one.
  FactorColumns(std::shared_ptr<const Scorer> scorer, size_t persons, size_t positions, size_t most_bytes);

  // Points by person. Computed if it is not kept; two callers may then compute the same.
  Column Of(int32_t position) const;

  size_t positions() const { return positions_; }
  size_t most_columns() const { return most_columns_; }
  int64_t bytes() const;

 private:
  struct Slot {
    Column column;
    uint64_t used = 0;
  };

  const std::shared_ptr<const Scorer> scorer_;
  const size_t persons_, positions_, most_columns_;
  mutable absl::Mutex mutex_;
  mutable std::vector<Slot> slots_ ABSL_GUARDED_BY(mutex_);
  mutable uint64_t clock_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable size_t kept_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_FACTOR_COLUMNS_H_
