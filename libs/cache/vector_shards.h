#ifndef SELARAS_LIBS_CACHE_VECTOR_SHARDS_H_
#define SELARAS_LIBS_CACHE_VECTOR_SHARDS_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

// Profile vectors as they lie in the cache: people spread over shards, a shard one value. The bytes are
// described in docs/formats.md §5. Pure: no cache, no clock.
namespace selaras {

inline constexpr size_t kVectorBytes = 64;

// What a set of shards belongs to. Every part is under the checksum: a shard never passes for another's.
struct VectorSpace {
  std::string tenant;
  uint32_t layout_version = 0;  // meaning of the 64 bytes
  std::string
      catalogue_version;  // of competencies and positions: an id or hash, no blank or control characters
  uint32_t shard_count = 1;
};

// The shard of `id`, below `shard_count` > 0: FNV-1a of its bytes, mixed. The same everywhere and for ever.
uint32_t ShardOf(absl::string_view id, uint32_t shard_count);

// How many shards hold `people` at 1,000 to 2,000 a shard (up to 250 KB): big enough that a shard costs one round trip
// of the pipeline and small enough that one changed person does not rewrite much. Chosen, see cache_benchmark. A power
// of two, so that a few people more or less leave every shard where it is.
uint32_t ShardCountFor(int64_t people);

// The cache key of a shard: "selaras:vectors:1:TENANT:LAYOUT:CATALOGUE:COUNT:SHARD".
std::string ShardKey(const VectorSpace& space, uint32_t shard);

struct VectorEntry {
  absl::string_view id;      // 1 to 255 bytes
  int64_t revision = 0;      // of the profile from which the vector was made
  absl::string_view vector;  // kVectorBytes
};

// Encodes and checks shards under a secret. Thread-safe.
class ShardCodec {
 public:
  // `secret`: at least 16 bytes, the same in all processes that share the cache; who does not know it cannot
  // make a shard that decodes.
  explicit ShardCodec(absl::string_view secret) : secret_(secret) {}

  // kInvalidArgument: an id is empty or too long, or a vector is not kVectorBytes. Keeps the order.
  absl::StatusOr<std::string> Encode(const VectorSpace& space, uint32_t shard,
                                     absl::Span<const VectorEntry> entries) const;

  // Calls `on_entry` for each entry, in order, with views into `bytes`, if `bytes` is exactly what Encode
  // made for this shard under this secret. Else false, and `on_entry` was not called: cut short, altered
  // anywhere, another key's, another version's, garbage.
  bool Decode(const VectorSpace& space, uint32_t shard, absl::string_view bytes,
              absl::FunctionRef<void(const VectorEntry& entry)> on_entry) const;

 private:
  std::string Checksum(const VectorSpace& space, uint32_t shard, absl::string_view rest) const;

  const std::string secret_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_CACHE_VECTOR_SHARDS_H_
