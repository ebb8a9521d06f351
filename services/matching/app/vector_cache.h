// Where vectors may be kept between plans. Losable: absent, flushed, slow, stale or full of garbage, it only
// costs time.
#ifndef SELARAS_SERVICES_MATCHING_APP_VECTOR_CACHE_H_
#define SELARAS_SERVICES_MATCHING_APP_VECTOR_CACHE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/matching/app/readers.h"
#include "services/matching/domain/competency_vector.h"

namespace selaras::matching {

// Whose vectors: they depend on the tenant, the layout, the clusters of the catalogue, and the date from
// which the age of assessments is counted.
struct VectorSpace {
  std::string tenant;
  std::string catalogue_version;
  absl::CivilDay effective_date;
};

class VectorCache {
 public:
  virtual ~VectorCache() = default;
  // For each profile its vector, if the cache has one of exactly that revision. Never fails.
  virtual std::vector<std::optional<CompetencyVector>> Get(const VectorSpace& space,
                                                           absl::Span<const ProfileRevision> profiles) = 0;
  // Keeps the vectors of all profiles (same order), as far as it can. `stale`: indices of those that Get did not
  // find; what holds none of them need not be written again.
  virtual void Put(const VectorSpace& space, absl::Span<const ProfileRevision> profiles,
                   absl::Span<const CompetencyVector> vectors, absl::Span<const size_t> stale) = 0;
};

// Keeps nothing.
class NoVectorCache final : public VectorCache {
 public:
  std::vector<std::optional<CompetencyVector>> Get(const VectorSpace&,
                                                   absl::Span<const ProfileRevision> profiles) override {
    return std::vector<std::optional<CompetencyVector>>(profiles.size());
  }
  void Put(const VectorSpace&, absl::Span<const ProfileRevision>, absl::Span<const CompetencyVector>,
           absl::Span<const size_t>) override {}
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_VECTOR_CACHE_H_
