#include "services/matching/app/vector_refresh.h"

#include "libs/base/status_macros.h"

namespace selaras::matching {

absl::StatusOr<Refreshed> RefreshVectors(const CallScope& call, const ReadAt& at, RegistryReader& registry,
                                         VectorSource& source) {
  SELARAS_ASSIGN_OR_RETURN(const ProfileRevisions profiles, registry.ReadProfileRevisions(call, at));
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Position> positions, registry.ReadPositions(call, profiles.at));
  const ClusterDictionary dictionary(positions);
  SELARAS_ASSIGN_OR_RETURN(const Vectors vectors,
                           source.Load(call, profiles.at, dictionary, profiles.entries, nullptr));
  return Refreshed{static_cast<int64_t>(profiles.entries.size()), vectors.hits, vectors.misses,
                   profiles.at.revision};
}

}  // namespace selaras::matching
