#include "libs/cache/vector_cache.h"

#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace selaras {

VectorLoad LoadVectors(Cache& cache, const ShardCodec& codec, const VectorSpace& space,
                       absl::Duration patience,
                       absl::FunctionRef<void(uint32_t shard, const VectorEntry& entry)> on_entry) {
  VectorLoad load;
  std::vector<std::string> keys;
  keys.reserve(space.shard_count);
  for (uint32_t shard = 0; shard < space.shard_count; ++shard) keys.push_back(ShardKey(space, shard));
  cache.MultiGet(keys, patience, [&](size_t shard, absl::string_view bytes) {
    const bool sound =
        codec.Decode(space, static_cast<uint32_t>(shard), bytes, [&](const VectorEntry& entry) {
          ++load.entries;
          on_entry(static_cast<uint32_t>(shard), entry);
        });
    ++(sound ? load.shards_read : load.shards_rejected);
  });
  load.shards_absent = space.shard_count - load.shards_read - load.shards_rejected;
  return load;
}

void StoreVectors(Cache& cache, const ShardCodec& codec, const VectorSpace& space,
                  absl::Span<const VectorEntry> entries, absl::Span<const uint32_t> shards,
                  absl::Duration ttl, absl::Duration patience) {
  std::vector<std::vector<VectorEntry>> sorted(space.shard_count);
  for (const VectorEntry& entry : entries) sorted[ShardOf(entry.id, space.shard_count)].push_back(entry);
  std::vector<uint32_t> all;
  if (shards.empty()) {
    all.resize(space.shard_count);
    std::iota(all.begin(), all.end(), 0);
    shards = all;
  }
  std::vector<std::pair<std::string, std::string>> encoded;
  encoded.reserve(shards.size());
  for (const uint32_t shard : shards) {
    if (shard >= space.shard_count) continue;
    auto bytes = codec.Encode(space, shard, sorted[shard]);
    // An id that does not fit leaves its shard out of the cache, and nothing else.
    if (bytes.ok()) encoded.emplace_back(ShardKey(space, shard), *std::move(bytes));
  }
  std::vector<CacheEntry> values;
  values.reserve(encoded.size());
  for (const auto& [key, value] : encoded) values.push_back({key, value});
  cache.MultiSet(values, ttl, patience);
}

}  // namespace selaras
