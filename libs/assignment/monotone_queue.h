// A queue of (distance, node) for shortest paths: what is pushed is never nearer than what was popped last. Radix heap:
// an entry lies in the bucket of the highest bit in which its distance differs from the last popped one, and sinks as
// that comes nearer; so each costs a few moves of 16 bytes in order, no comparisons along a tree. Equal distances leave
// in the order in which they came near.
#ifndef SELARAS_LIBS_ASSIGNMENT_MONOTONE_QUEUE_H_
#define SELARAS_LIBS_ASSIGNMENT_MONOTONE_QUEUE_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace selaras::assignment {

class MonotoneQueue {
 public:
  struct Entry {
    int64_t distance;
    int32_t node;
  };

  // REQUIRES distance ≥ 0 and not less than the last popped.
  void Push(int64_t distance, int32_t node) {
    const size_t bucket = BucketOf(distance);
    buckets_[bucket].push_back({distance, node});
    filled_ |= uint64_t{bucket != 0} << (bucket & 63);
  }
  bool Pop(Entry& entry) {
    if (head_ == buckets_[0].size() && !Refill()) return false;
    entry = buckets_[0][head_++];
    return true;
  }
  // The node that will be popped `k` pops from now, or −1 where that is not known yet; to prefetch what it needs.
  int32_t Ahead(size_t k) const { return head_ + k < buckets_[0].size() ? buckets_[0][head_ + k].node : -1; }
  void Clear() {
    for (std::vector<Entry>& bucket : buckets_) bucket.clear();
    head_ = 0;
    last_ = 0;
    filled_ = 0;
  }

 private:
  size_t BucketOf(int64_t distance) const { return std::bit_width(static_cast<uint64_t>(distance ^ last_)); }
  // Brings the nearest entries to bucket 0. Amortised: each entry sinks at most 63 times.
  bool Refill() {
    buckets_[0].clear();
    head_ = 0;
    if (filled_ == 0) return false;
    std::vector<Entry>& lowest = buckets_[std::countr_zero(filled_)];
    filled_ &= filled_ - 1;
    last_ = std::min_element(lowest.begin(), lowest.end(), [](const Entry& a, const Entry& b) {
              return a.distance < b.distance;
            })->distance;
    for (const Entry& entry : lowest) Push(entry.distance, entry.node);
    lowest.clear();
    return true;
  }

  std::array<std::vector<Entry>, 64> buckets_;  // Distances have 63 bits.
  size_t head_ = 0;                             // Of bucket 0.
  int64_t last_ = 0;
  uint64_t filled_ = 0;  // Bit per bucket but 0.
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_MONOTONE_QUEUE_H_
