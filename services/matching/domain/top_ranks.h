// The best rows of a long list, and a page of them at a time.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_TOP_RANKS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_TOP_RANKS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace selaras::matching {

struct Ranked {
  int32_t index;  // Of the post or person.
  int64_t value;
  int32_t score;

  // Greater value first, then by index, which is by id.
  bool Before(const Ranked& other) const {
    return value != other.value ? value > other.value : index < other.index;
  }
};

// Keeps the first `keep` of the rows offered that come after `after`. Most rows of a long list are refused by one
// comparison; O(log keep) for the others.
class TopRanks {
 public:
  TopRanks(size_t keep, std::optional<Ranked> after) : keep_(keep), after_(after) { rows_.reserve(keep + 1); }

  void Offer(const Ranked& row) {
    if (rows_.size() == keep_ && (keep_ == 0 || !row.Before(rows_.front()))) return;
    if (after_.has_value() && !after_->Before(row)) return;
    rows_.push_back(row);
    std::push_heap(rows_.begin(), rows_.end(), LastOnTop);
    if (rows_.size() <= keep_) return;
    std::pop_heap(rows_.begin(), rows_.end(), LastOnTop);
    rows_.pop_back();
  }

  // In order. Call once.
  std::vector<Ranked> Take() {
    std::sort_heap(rows_.begin(), rows_.end(), LastOnTop);
    return std::move(rows_);
  }

 private:
  static bool LastOnTop(const Ranked& a, const Ranked& b) { return a.Before(b); }

  const size_t keep_;
  const std::optional<Ranked> after_;
  std::vector<Ranked> rows_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_TOP_RANKS_H_
