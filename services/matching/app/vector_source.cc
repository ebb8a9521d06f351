#include "services/matching/app/vector_source.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

constexpr size_t kBatch = 1000;  // The registry's limit of one call.

}  // namespace

absl::StatusOr<Vectors> VectorSource::Load(const CallScope& call, const ReadAt& at,
                                           const ClusterDictionary& dictionary,
                                           absl::Span<const ProfileRevision> profiles,
                                           const ReadProgress& progress) {
  const VectorSpace space = {call.tenant, dictionary.version(), *at.effective_date};
  Vectors result;
  result.vectors.assign(profiles.size(), UnknownVector());
  const std::vector<size_t> missing = cache_.Get(space, profiles, absl::MakeSpan(result.vectors));
  result.hits = static_cast<int64_t>(profiles.size() - missing.size());
  result.misses = static_cast<int64_t>(missing.size());
  for (size_t begin = 0; begin < missing.size(); begin += kBatch) {
    if (call.cancelled()) return absl::CancelledError("vectors: given up");
    if (progress) progress(result.hits + static_cast<int64_t>(begin), static_cast<int64_t>(profiles.size()));
    const size_t end = std::min(missing.size(), begin + kBatch);
    std::vector<std::string> employees;
    absl::flat_hash_map<std::string, size_t> index;
    for (size_t m = begin; m < end; ++m) {
      employees.push_back(profiles[missing[m]].employee);
      index[employees.back()] = missing[m];
    }
    SELARAS_ASSIGN_OR_RETURN(const auto competencies, registry_.ReadCompetencies(call, at, employees));
    for (const auto& [employee, competency] : competencies) {
      const auto found = index.find(employee);
      if (found != index.end()) result.vectors[found->second] = PersonVector(competency, dictionary);
    }
  }
  if (!missing.empty()) cache_.Put(space, profiles, result.vectors, missing);
  if (progress) progress(static_cast<int64_t>(profiles.size()), static_cast<int64_t>(profiles.size()));
  return result;
}

}  // namespace selaras::matching
