#ifndef SELARAS_LIBS_CACHE_MEMORY_CACHE_H_
#define SELARAS_LIBS_CACHE_MEMORY_CACHE_H_

#include <list>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "libs/base/clock.h"
#include "libs/cache/cache.h"

namespace selaras {

// A cache inside the process, for tests and for the all-in-one without Redis. Above `most_bytes` of keys and
// values the least recently used go first.
class MemoryCache final : public Cache {
 public:
  // `clock` must outlive it.
  MemoryCache(const Clock& clock, size_t most_bytes) : clock_(clock), most_bytes_(most_bytes) {}

  void MultiGet(absl::Span<const std::string> keys, absl::Duration patience, OnHit on_hit) override;
  void MultiSet(absl::Span<const CacheEntry> entries, absl::Duration ttl, absl::Duration patience) override;

 private:
  struct Item {
    std::string key;
    std::string value;
    absl::Time expiry;
  };
  using Items = std::list<Item>;  // most recently used first

  void Remove(Items::iterator item);  // REQUIRES: mutex_ held

  const Clock& clock_;
  const size_t most_bytes_;
  std::mutex mutex_;  // guards all below
  Items items_;
  absl::flat_hash_map<absl::string_view, Items::iterator> index_;  // keys point into items_
  size_t bytes_ = 0;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_CACHE_MEMORY_CACHE_H_
