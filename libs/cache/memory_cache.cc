#include "libs/cache/memory_cache.h"

namespace selaras {

void MemoryCache::MultiGet(absl::Span<const std::string> keys, absl::Duration, OnHit on_hit) {
  const absl::Time now = clock_.Now();
  const std::lock_guard<std::mutex> lock(mutex_);
  for (size_t i = 0; i < keys.size(); ++i) {
    const auto found = index_.find(keys[i]);
    if (found == index_.end()) continue;
    const Items::iterator item = found->second;
    if (item->expiry <= now) {
      Remove(item);
      continue;
    }
    items_.splice(items_.begin(), items_, item);
    on_hit(i, item->value);
  }
}

void MemoryCache::MultiSet(absl::Span<const CacheEntry> entries, absl::Duration ttl, absl::Duration) {
  const absl::Time expiry = clock_.Now() + ttl;
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const CacheEntry& entry : entries) {
    if (const auto old = index_.find(entry.key); old != index_.end()) Remove(old->second);
    items_.push_front({std::string(entry.key), std::string(entry.value), expiry});
    index_.emplace(items_.front().key, items_.begin());
    bytes_ += entry.key.size() + entry.value.size();
    while (bytes_ > most_bytes_) Remove(std::prev(items_.end()));
  }
}

void MemoryCache::Remove(Items::iterator item) {
  bytes_ -= item->key.size() + item->value.size();
  index_.erase(item->key);
  items_.erase(item);
}

}  // namespace selaras
