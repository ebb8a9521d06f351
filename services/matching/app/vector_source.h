// Profile vectors of many people: from the cache where it has the right ones, else recomputed from the
// registry and put back. The result never depends on the cache; only time and the counts do.
#ifndef SELARAS_SERVICES_MATCHING_APP_VECTOR_SOURCE_H_
#define SELARAS_SERVICES_MATCHING_APP_VECTOR_SOURCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/matching/app/readers.h"
#include "services/matching/app/vector_cache.h"
#include "services/matching/domain/competency_vector.h"

namespace selaras::matching {

struct Vectors {
  std::vector<CompetencyVector> vectors;  // Same order as the profiles asked for.
  int64_t hits = 0;
  int64_t misses = 0;
};

class VectorSource {
 public:
  // Both must outlive it. Thread-safe.
  VectorSource(RegistryReader& registry, VectorCache& cache) : registry_(registry), cache_(cache) {}

  // REQUIRES: `profiles` ascending by employee; `at` names revision and date. kCancelled: the call was given
  // up.
  absl::StatusOr<Vectors> Load(const CallScope& call, const ReadAt& at, const ClusterDictionary& dictionary,
                               absl::Span<const ProfileRevision> profiles, const ReadProgress& progress);

 private:
  RegistryReader& registry_;
  VectorCache& cache_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_VECTOR_SOURCE_H_
