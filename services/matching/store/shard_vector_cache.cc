#include "services/matching/store/shard_vector_cache.h"

#include <cstring>

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

// By shard, the indices of its profiles, ascending.
std::vector<std::vector<size_t>> MembersOf(const selaras::VectorSpace& shards,
                                           absl::Span<const ProfileRevision> profiles) {
  std::vector<std::vector<size_t>> members(shards.shard_count);
  for (size_t i = 0; i < profiles.size(); ++i) {
    members[ShardOf(profiles[i].employee, shards.shard_count)].push_back(i);
  }
  return members;
}

}  // namespace

std::vector<std::optional<CompetencyVector>> ShardVectorCache::Get(
    const VectorSpace& space, absl::Span<const ProfileRevision> profiles) {
  std::vector<std::optional<CompetencyVector>> found(profiles.size());
  const selaras::VectorSpace shards = SpaceOf(space, profiles.size());
  const std::vector<std::vector<size_t>> members = MembersOf(shards, profiles);
  uint32_t shard = 0;
  size_t next = 0;  // In the members of the shard: entries stand in the same order, so the walk is one merge.
  LoadVectors(cache_, codec_, shards, kPatience, [&](const VectorEntry& entry) {
    if (const uint32_t now = ShardOf(entry.id, shards.shard_count); now != shard) {
      shard = now;
      next = 0;
    }
    const std::vector<size_t>& mine = members[shard];
    while (next < mine.size() && profiles[mine[next]].employee < entry.id) ++next;
    if (next == mine.size()) return;
    const ProfileRevision& profile = profiles[mine[next]];
    if (profile.employee != entry.id || profile.revision != entry.revision) return;
    const auto bytes =
        absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(entry.vector.data()), entry.vector.size());
    if (!IsPersonVector(bytes)) return;
    std::memcpy(found[mine[next]].emplace().data(), bytes.data(), bytes.size());
  });
  return found;
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
