#ifndef SELARAS_LIBS_CACHE_CACHE_H_
#define SELARAS_LIBS_CACHE_CACHE_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace selaras {

struct CacheEntry {
  absl::string_view key;
  absl::string_view value;
};

// A place for values that can be made again: whatever is in it may be gone, old or somebody else's at any
// time, and no result may depend on it. So nothing here fails: trouble of any kind is a miss, or a write that
// did not happen, and shows in metrics only. Keys and values are any bytes. Callers check what they read
// (libs/cache/vector_shards.h does).
//
// `patience` bounds a call's whole duration, whatever the number of keys; what has not arrived by then is
// missed. Thread-safe; never throws. MemoryCache and RedisCache pass one suite, cache_test.cc.
class Cache {
 public:
  using OnHit = absl::FunctionRef<void(size_t index, absl::string_view value)>;

  virtual ~Cache() = default;

  // Calls `on_hit` for each key that is there, with its index in `keys`, in any order, on this thread; the
  // value lives until `on_hit` returns. Values arrive while later ones are still under way, so that checking
  // overlaps with reading. `on_hit` must not use this cache.
  virtual void MultiGet(absl::Span<const std::string> keys, absl::Duration patience, OnHit on_hit) = 0;

  // Stores each entry for at most `ttl`, rounded up to milliseconds; absl::InfiniteDuration() keeps it until
  // the cache needs the room.
  virtual void MultiSet(absl::Span<const CacheEntry> entries, absl::Duration ttl,
                        absl::Duration patience) = 0;

  // One value, copied.
  std::optional<std::string> GetBlob(absl::string_view key, absl::Duration patience);
  void SetBlob(absl::string_view key, absl::string_view value, absl::Duration ttl, absl::Duration patience);
};

}  // namespace selaras

#endif  // SELARAS_LIBS_CACHE_CACHE_H_
