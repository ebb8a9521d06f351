// VectorCache over libs/cache: shards of vectors under a keyed checksum (docs/formats.md §5).
#ifndef SELARAS_SERVICES_MATCHING_STORE_SHARD_VECTOR_CACHE_H_
#define SELARAS_SERVICES_MATCHING_STORE_SHARD_VECTOR_CACHE_H_

#include <string>

#include "libs/cache/cache.h"
#include "libs/cache/vector_shards.h"
#include "services/matching/app/vector_cache.h"

namespace selaras::matching {

class ShardVectorCache final : public VectorCache {
 public:
  // `cache` outlives it. `secret`: at least 16 bytes, the same in all processes that share the cache.
  ShardVectorCache(Cache& cache, absl::string_view secret) : cache_(cache), codec_(secret) {}

  std::vector<size_t> Get(const VectorSpace& space, absl::Span<const ProfileRevision> profiles,
                          absl::Span<CompetencyVector> vectors) override;
  void Put(const VectorSpace& space, absl::Span<const ProfileRevision> profiles,
           absl::Span<const CompetencyVector> vectors, absl::Span<const size_t> stale) override;

 private:
  Cache& cache_;
  const ShardCodec codec_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_SHARD_VECTOR_CACHE_H_
