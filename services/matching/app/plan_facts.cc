#include "services/matching/app/plan_facts.h"

#include <utility>

#include "libs/base/status_macros.h"

namespace selaras::matching {

absl::StatusOr<PlanFacts> PlanFactSource::Read(const CallScope& call, const PlanSpec& spec,
                                               const ReadProgress& progress) {
  if (!spec.instance_bundle.empty()) return ReadFromBundle(call, spec);
  PlanFacts facts;
  SELARAS_ASSIGN_OR_RETURN(NeedsRead needs, deps_.needs.ReadNeeds(call, spec.need_snapshot));
  facts.at = needs.at;
  if (spec.registry_revision > 0) facts.at.revision = spec.registry_revision;
  if (spec.effective_date.has_value()) facts.at.effective_date = spec.effective_date;
  SELARAS_ASSIGN_OR_RETURN(facts.province, deps_.registry.ReadProvince(call, facts.at, progress));
  facts.province.tenant = call.tenant;
  facts.province.effective_date = *facts.at.effective_date;
  facts.province.needs = std::move(needs.curves);
  facts.need_hash = std::move(needs.content_hash);
  return facts;
}

absl::StatusOr<PlanFacts> PlanFactSource::ReadFromBundle(const CallScope& call, const PlanSpec& spec) {
  SELARAS_ASSIGN_OR_RETURN(const BundleRecord bundle,
                           deps_.bundles.GetBundle(call.tenant, spec.instance_bundle));
  SELARAS_ASSIGN_OR_RETURN(const BundleFiles files,
                           deps_.bundles.ReadBundleFiles(call.tenant, spec.instance_bundle));
  PlanFacts facts;
  facts.at.effective_date = spec.effective_date.value_or(bundle.effective_date);
  SELARAS_ASSIGN_OR_RETURN(BundleFacts read, ReadBundle(files, *facts.at.effective_date, /*keep=*/false));
  if (*facts.at.effective_date == bundle.effective_date &&
      static_cast<int64_t>(read.province.persons.size()) != bundle.employees) {
    return absl::DataLossError("a stored bundle does not give the people that it was stored with");
  }
  facts.province = std::move(read.province);
  facts.province.tenant = call.tenant;
  facts.need_hash = bundle.content_hash;
  facts.from_bundle = true;
  facts.competencies = std::move(read.competencies);
  return facts;
}

absl::StatusOr<Vectors> PlanFactSource::LoadVectors(const CallScope& call, const PlanFacts& facts,
                                                    absl::Span<const Person> persons,
                                                    const ClusterDictionary& dictionary,
                                                    const ReadProgress& progress) {
  if (facts.from_bundle) {
    Vectors vectors;
    vectors.vectors.reserve(facts.competencies.size());
    for (const Competency& competency : facts.competencies)
      vectors.vectors.push_back(PersonVector(competency, dictionary));
    vectors.misses = static_cast<int64_t>(vectors.vectors.size());
    return vectors;
  }
  std::vector<ProfileRevision> profiles;
  profiles.reserve(persons.size());
  for (const Person& person : persons) profiles.push_back({person.id, person.profile_revision});
  return deps_.vectors.Load(call, facts.at, dictionary, profiles, progress);
}

}  // namespace selaras::matching
