// Where vectors may be kept between plans. Losable: absent, flushed, slow, stale or full of garbage, it only
// costs time.
#ifndef SELARAS_SERVICES_MATCHING_APP_VECTOR_CACHE_H_
#define SELARAS_SERVICES_MATCHING_APP_VECTOR_CACHE_H_

#include <cstdint>
#include <numeric>
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
  // Writes into `vectors`, as long as `profiles`, what the cache has of exactly those revisions and leaves the others as
  // they are; returns their indices, ascending. Never fails. REQUIRES: `profiles` ascending by employee.
  virtual std::vector<size_t> Get(const VectorSpace& space, absl::Span<const ProfileRevision> profiles,
                                  absl::Span<CompetencyVector> vectors) = 0;
  // Keeps the vectors of all profiles (same order), as far as it can. `stale`: indices of those that Get did not
  // find; what holds none of them need not be written again.
  virtual void Put(const VectorSpace& space, absl::Span<const ProfileRevision> profiles,
                   absl::Span<const CompetencyVector> vectors, absl::Span<const size_t> stale) = 0;
};

// Keeps nothing.
class NoVectorCache final : public VectorCache {
 public:
  std::vector<size_t> Get(const VectorSpace&, absl::Span<const ProfileRevision> profiles,
                          absl::Span<CompetencyVector>) override {
    std::vector<size_t> all(profiles.size());
    std::iota(all.begin(), all.end(), size_t{0});
    return all;
  }
  void Put(const VectorSpace&, absl::Span<const ProfileRevision>, absl::Span<const CompetencyVector>,
           absl::Span<const size_t>) override {}
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_VECTOR_CACHE_H_
