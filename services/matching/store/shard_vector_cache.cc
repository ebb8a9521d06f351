#include "services/matching/store/shard_vector_cache.h"

#include <algorithm>
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

}  // namespace

std::vector<std::optional<CompetencyVector>> ShardVectorCache::Get(
    const VectorSpace& space, absl::Span<const ProfileRevision> profiles) {
  std::vector<std::optional<CompetencyVector>> found(profiles.size());
  LoadVectors(cache_, codec_, SpaceOf(space, profiles.size()), kPatience, [&](const VectorEntry& entry) {
    const auto at = std::lower_bound(
        profiles.begin(), profiles.end(), entry.id,
        [](const ProfileRevision& profile, absl::string_view id) { return profile.employee < id; });
    if (at == profiles.end() || at->employee != entry.id || at->revision != entry.revision) return;
    const auto bytes =
        absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(entry.vector.data()), entry.vector.size());
    if (!IsPersonVector(bytes)) return;
    CompetencyVector vector;
    std::memcpy(vector.data(), bytes.data(), vector.size());
    found[at - profiles.begin()] = vector;
  });
  return found;
}

void ShardVectorCache::Put(const VectorSpace& space, absl::Span<const ProfileRevision> profiles,
                           absl::Span<const CompetencyVector> vectors) {
  std::vector<VectorEntry> entries;
  entries.reserve(profiles.size());
  for (size_t i = 0; i < profiles.size(); ++i) {
    const absl::string_view bytes(reinterpret_cast<const char*>(vectors[i].data()), vectors[i].size());
    entries.push_back({profiles[i].employee, profiles[i].revision, bytes});
  }
  StoreVectors(cache_, codec_, SpaceOf(space, profiles.size()), entries, {}, kTtl, kPatience);
}

}  // namespace selaras::matching
