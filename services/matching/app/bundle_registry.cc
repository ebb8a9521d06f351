#include "services/matching/app/bundle_registry.h"

#include <algorithm>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/app/absent_readers.h"

namespace selaras::matching {

absl::StatusOr<int64_t> BundleRegistry::ReadNewestRevision(const CallScope& call) {
  SELARAS_ASSIGN_OR_RETURN(const Page<BundleRecord> page, bundles_.ListBundles(call.tenant, "", 1));
  return page.total;
}

absl::StatusOr<std::shared_ptr<const BundleRegistry::Facts>> BundleRegistry::Newest(const CallScope& call,
                                                                                    const ReadAt& at) {
  SELARAS_ASSIGN_OR_RETURN(const Page<BundleRecord> page, bundles_.ListBundles(call.tenant, "", 1));
  if (page.items.empty()) return MatchingAlone("registry");
  const BundleRecord& newest = page.items[0];
  const ReadAt wanted = {page.total, at.effective_date.value_or(newest.effective_date)};
  // Held while reading: who waits finds the facts read.
  const absl::MutexLock lock(&mutex_);
  if (kept_ != nullptr && kept_->tenant == call.tenant && kept_->at.revision == wanted.revision &&
      kept_->at.effective_date == wanted.effective_date) {
    return kept_;
  }
  SELARAS_ASSIGN_OR_RETURN(const BundleFiles files, bundles_.ReadBundleFiles(call.tenant, newest.id));
  const auto facts = std::make_shared<Facts>();
  facts->tenant = call.tenant;
  facts->at = wanted;
  SELARAS_ASSIGN_OR_RETURN(facts->bundle, ReadBundle(files, *wanted.effective_date, /*keep=*/false));
  for (Person& person : facts->bundle.province.persons) person.profile_revision = wanted.revision;
  kept_ = facts;
  return kept_;
}

absl::StatusOr<Province> BundleRegistry::ReadProvince(const CallScope& call, ReadAt& at,
                                                      const ReadProgress& progress) {
  SELARAS_ASSIGN_OR_RETURN(const auto facts, Newest(call, at));
  at = facts->at;
  Province province = facts->bundle.province;
  province.needs.clear();  // Of another reader.
  const auto people = static_cast<int64_t>(province.persons.size());
  if (progress) progress(people, people);
  return province;
}

absl::StatusOr<std::vector<Position>> BundleRegistry::ReadPositions(const CallScope& call, const ReadAt& at) {
  SELARAS_ASSIGN_OR_RETURN(const auto facts, Newest(call, at));
  return facts->bundle.province.positions;
}

absl::StatusOr<ProfileRevisions> BundleRegistry::ReadProfileRevisions(const CallScope& call,
                                                                      const ReadAt& at) {
  SELARAS_ASSIGN_OR_RETURN(const auto facts, Newest(call, at));
  ProfileRevisions revisions;
  revisions.at = facts->at;
  for (const Person& person : facts->bundle.province.persons)
    revisions.entries.push_back({person.id, person.profile_revision});
  return revisions;
}

absl::StatusOr<std::vector<std::pair<std::string, Competency>>> BundleRegistry::ReadCompetencies(
    const CallScope& call, const ReadAt& at, absl::Span<const std::string> employees) {
  SELARAS_ASSIGN_OR_RETURN(const auto facts, Newest(call, at));
  const std::vector<Person>& persons = facts->bundle.province.persons;  // Ascending by id.
  std::vector<std::pair<std::string, Competency>> competencies;
  for (const std::string& employee : employees) {
    const auto person =
        std::lower_bound(persons.begin(), persons.end(), employee,
                         [](const Person& one, const std::string& wanted) { return one.id < wanted; });
    if (person != persons.end() && person->id == employee)
      competencies.emplace_back(employee, facts->bundle.competencies[person - persons.begin()]);
  }
  return competencies;
}

absl::StatusOr<Province> BundleRegistry::ReadStructure(const CallScope& call, const ReadAt& at) {
  ReadAt read = at;
  SELARAS_ASSIGN_OR_RETURN(Province province, ReadProvince(call, read, nullptr));
  province.persons.clear();
  return province;
}

absl::StatusOr<std::vector<Person>> BundleRegistry::ReadPersons(const CallScope& call, const ReadAt& at,
                                                                absl::Span<const std::string> employees) {
  SELARAS_ASSIGN_OR_RETURN(const auto facts, Newest(call, at));
  std::vector<Person> persons;
  for (const Person& person : facts->bundle.province.persons) {
    if (std::find(employees.begin(), employees.end(), person.id) != employees.end())
      persons.push_back(person);
  }
  return persons;
}

}  // namespace selaras::matching
