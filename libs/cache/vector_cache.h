#ifndef SELARAS_LIBS_CACHE_VECTOR_CACHE_H_
#define SELARAS_LIBS_CACHE_VECTOR_CACHE_H_

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/cache/cache.h"
#include "libs/cache/vector_shards.h"

namespace selaras {

struct VectorLoad {
  uint32_t shards_read = 0;
  uint32_t shards_absent = 0;    // not in the cache, or not in time
  uint32_t shards_rejected = 0;  // there, but not what we wrote
  int64_t entries = 0;
};

// Reads all shards of `space` in one pipeline and hands over every entry of the sound ones, shard by shard in the order written; views live during
// the call only. The caller compares revisions and makes anew what is missing or old: the plan is the same
// with an empty cache.
VectorLoad LoadVectors(Cache& cache, const ShardCodec& codec, const VectorSpace& space,
                       absl::Duration patience,
                       absl::FunctionRef<void(uint32_t shard, const VectorEntry& entry)> on_entry);

// Writes `entries`, sorted into their shards. `shards` says which to write, by index below space.shard_count;
// empty writes all. Each written shard holds exactly those of `entries` that belong to it.
void StoreVectors(Cache& cache, const ShardCodec& codec, const VectorSpace& space,
                  absl::Span<const VectorEntry> entries, absl::Span<const uint32_t> shards,
                  absl::Duration ttl, absl::Duration patience);

}  // namespace selaras

#endif  // SELARAS_LIBS_CACHE_VECTOR_CACHE_H_
