// The facts that a plan rests on, from wherever its spec says: registry and needs, or a bundle.
#ifndef SELARAS_SERVICES_MATCHING_APP_PLAN_FACTS_H_
#define SELARAS_SERVICES_MATCHING_APP_PLAN_FACTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/call_scope.h"
#include "services/matching/app/bundle_store.h"
#include "services/matching/app/plan_record.h"
#include "services/matching/app/readers.h"
#include "services/matching/app/vector_source.h"

namespace selaras::matching {

struct PlanFacts {
  Province province;      // Tenant, effective date and needs set.
  ReadAt at;              // Revision 0 where they come from a bundle.
  std::string need_hash;  // Of the snapshot, or of the bundle.
  bool from_bundle = false;
  std::vector<Competency> competencies;  // Of a bundle: as its persons ascending by id.
};

// Thread-safe, without state of its own.
class PlanFactSource {
 public:
  struct Deps {
    RegistryReader& registry;
    NeedsReader& needs;
    VectorSource& vectors;
    BundleStore& bundles;
  };
  explicit PlanFactSource(const Deps& deps) : deps_(deps) {}

  // Errors of the readers and of the store.
  absl::StatusOr<PlanFacts> Read(const CallScope& call, const PlanSpec& spec, const ReadProgress& progress);
  // In the order of `persons`, which ascend by id: from the cache and the registry, or straight from the bundle.
  absl::StatusOr<Vectors> LoadVectors(const CallScope& call, const PlanFacts& facts,
                                      absl::Span<const Person> persons, const ClusterDictionary& dictionary,
                                      const ReadProgress& progress);

 private:
  absl::StatusOr<PlanFacts> ReadFromBundle(const CallScope& call, const PlanSpec& spec);

  const Deps deps_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_PLAN_FACTS_H_
