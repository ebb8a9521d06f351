#include "services/matching/store/shard_vector_cache.h"

#include <cstring>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/cache/vector_cache.h"

namespace selaras::matching {
namespace {

// Longer than any healthy read of a province (some 50 ms); a plan waits no longer than this for a sick cache.
constexpr absl::Duration kPatience = absl::Seconds(5);
// Vectors of yesterday are of no use (ages are counted from the effective date); two days cover time zones
// and replans.
constexpr absl::Duration kTtl = absl::Hours(48);

selaras::VectorSpace SpaceOf(const VectorSpace& space, size_t people) {
  selaras::VectorSpace shards;
  shards.tenant = space.tenant;
  shards.layout_version = kVectorLayout;
  shards.catalogue_version = absl::StrCat(space.catalogue_version, "-", FormatCivilDay(space.effective_date));
  shards.shard_count = ShardCountFor(static_cast<int64_t>(people));
  return shards;
}

// By shard, the indices of its profiles, ascending: those of shard k are index[begin[k] .. begin[k + 1]).
struct Members {
  std::vector<uint32_t> begin, index;
};

Members MembersOf(const selaras::VectorSpace& shards, absl::Span<const ProfileRevision> profiles) {
  std::vector<uint32_t> shard(profiles.size());
  Members members{std::vector<uint32_t>(shards.shard_count + 1, 0), std::vector<uint32_t>(profiles.size())};
  for (size_t i = 0; i < profiles.size(); ++i) {
    shard[i] = ShardOf(profiles[i].employee, shards.shard_count);
    ++members.begin[shard[i] + 1];
  }
  std::partial_sum(members.begin.begin(), members.begin.end(), members.begin.begin());
  std::vector<uint32_t> next(members.begin.begin(), members.begin.end() - 1);
  for (size_t i = 0; i < profiles.size(); ++i) members.index[next[shard[i]]++] = static_cast<uint32_t>(i);
  return members;
}

}  // namespace

// Entries of a shard stand in the order of their profiles, so each shard is one merge. The profiles of a shard lie far from
// each other in memory: those that come next are fetched ahead.
std::vector<size_t> ShardVectorCache::Get(const VectorSpace& space,
                                          absl::Span<const ProfileRevision> profiles,
                                          absl::Span<CompetencyVector> vectors) {
  const selaras::VectorSpace shards = SpaceOf(space, profiles.size());
  const Members members = MembersOf(shards, profiles);
  std::vector<bool> found(profiles.size(), false);
  uint32_t next = 0, end = 0;
  const auto fetch = [&] {
    if (next + 24 >= end) return;
    __builtin_prefetch(&profiles[members.index[next + 24]]);
    const uint32_t soon = members.index[next + 12];
    __builtin_prefetch(profiles[soon].employee.data());
    __builtin_prefetch(vectors[soon].data(), 1);
    __builtin_prefetch(vectors[soon].data() + kVectorBytes - 1, 1);
  };
  LoadVectors(cache_, codec_, shards, kPatience, [&](uint32_t shard, const VectorEntry& entry) {
    if (end != members.begin[shard + 1] || next < members.begin[shard]) {
      next = members.begin[shard];
      end = members.begin[shard + 1];
    }
    fetch();
    while (next < end && profiles[members.index[next]].employee < entry.id) ++next;
    if (next == end) return;
    const uint32_t index = members.index[next];
    if (profiles[index].employee != entry.id || profiles[index].revision != entry.revision) return;
    const auto bytes =
        absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(entry.vector.data()), entry.vector.size());
    if (!IsPersonVector(bytes)) return;
    std::memcpy(vectors[index].data(), bytes.data(), bytes.size());
    found[index] = true;
  });
  std::vector<size_t> missing;
  for (size_t i = 0; i < profiles.size(); ++i) {
    if (!found[i]) missing.push_back(i);
  }
  return missing;
}

void ShardVectorCache::Put(const VectorSpace& space, absl::Span<const ProfileRevision> profiles,
                           absl::Span<const CompetencyVector> vectors, absl::Span<const size_t> stale) {
  const selaras::VectorSpace shards = SpaceOf(space, profiles.size());
  std::vector<bool> touched(shards.shard_count, false);
  for (const size_t index : stale) touched[ShardOf(profiles[index].employee, shards.shard_count)] = true;
  std::vector<uint32_t> write;
  for (uint32_t shard = 0; shard < shards.shard_count; ++shard) {
    if (touched[shard]) write.push_back(shard);
  }
  if (write.empty()) return;
  std::vector<VectorEntry> entries;
  entries.reserve(profiles.size());
  for (size_t i = 0; i < profiles.size(); ++i) {
    const absl::string_view bytes(reinterpret_cast<const char*>(vectors[i].data()), vectors[i].size());
    entries.push_back({profiles[i].employee, profiles[i].revision, bytes});
  }
  StoreVectors(cache_, codec_, shards, entries, write, kTtl, kPatience);
}

}  // namespace selaras::matching
