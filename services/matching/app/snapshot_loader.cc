#include "services/matching/app/snapshot_loader.h"

#include <algorithm>
#include <utility>

#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

// Beyond this share of changed people one stream of all is quicker than many questions.
constexpr size_t kMostChangedShare = 5;

// Facts of people rest on where posts are, so a person is only kept while they stay there.
bool SamePlaces(std::vector<Post> now, const std::vector<Post>& before) {
  const auto by_id = [](const Post& a, const Post& b) { return a.id < b.id; };
  if (!std::is_sorted(now.begin(), now.end(), by_id)) std::sort(now.begin(), now.end(), by_id);
  auto old = before.begin();
  for (const Post& post : now) {
    while (old != before.end() && old->id < post.id) ++old;
    if (old == before.end()) return true;
    if (old->id != post.id) continue;
    if (old->org_unit != post.org_unit || old->position != post.position || old->agency != post.agency)
      return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<SnapshotLoader::Kept> SnapshotLoader::ReadChanges(const CallScope& call,
                                                                 const ProfileRevisions& revisions,
                                                                 const SnapshotFacts& before) {
  Kept kept;
  std::vector<int32_t> same;
  std::vector<std::string> changed;
  for (const ProfileRevision& entry : revisions.entries) {
    const int32_t person = before.province->FindPerson(entry.employee);
    if (person >= 0 && before.province->persons()[person].profile_revision == entry.revision) {
      same.push_back(person);
    } else {
      changed.push_back(entry.employee);
    }
  }
  if (changed.size() > revisions.entries.size() / kMostChangedShare) return kept;
  SELARAS_ASSIGN_OR_RETURN(kept.province, snapshot_.ReadStructure(call, revisions.at));
  if (!SamePlaces(kept.province.posts, before.province->posts())) return Kept();
  SELARAS_ASSIGN_OR_RETURN(kept.province.persons, snapshot_.ReadPersons(call, revisions.at, changed));
  kept.persons_read = static_cast<int64_t>(kept.province.persons.size());
  kept.province.persons.reserve(revisions.entries.size());
  for (const int32_t person : same) kept.province.persons.push_back(before.province->persons()[person]);
  kept.usable = true;
  return kept;
}

absl::StatusOr<std::vector<CompetencyVector>> SnapshotLoader::LoadVectors(const CallScope& call,
                                                                          const ReadAt& at,
                                                                          const ProvinceIndex& province,
                                                                          const ClusterDictionary& dictionary,
                                                                          const SnapshotFacts* before) {
  std::vector<CompetencyVector> vectors(province.persons().size(), UnknownVector());
  const bool comparable = before != nullptr && before->at.effective_date == at.effective_date &&
                          before->catalogue == dictionary.version();
  std::vector<ProfileRevision> missing;
  std::vector<size_t> places;
  for (size_t i = 0; i < vectors.size(); ++i) {
    const Person& person = province.persons()[i];
    const int32_t old = comparable ? before->province->FindPerson(person.id) : -1;
    if (old >= 0 && before->province->persons()[old].profile_revision == person.profile_revision) {
      vectors[i] = before->vectors[old];
    } else {
      missing.push_back({person.id, person.profile_revision});
      places.push_back(i);
    }
  }
  if (missing.empty()) return vectors;
  SELARAS_ASSIGN_OR_RETURN(const Vectors loaded, vectors_.Load(call, at, dictionary, missing, nullptr));
  for (size_t n = 0; n < places.size(); ++n) vectors[places[n]] = loaded.vectors[n];
  return vectors;
}

absl::StatusOr<std::shared_ptr<const SnapshotFacts>> SnapshotLoader::Load(const CallScope& call,
                                                                          absl::CivilDay date,
                                                                          const SnapshotFacts* before) {
  const auto facts = std::make_shared<SnapshotFacts>();
  facts->at = {0, date};
  Kept kept;
  if (before != nullptr && before->at.effective_date == date) {
    SELARAS_ASSIGN_OR_RETURN(const ProfileRevisions revisions,
                             registry_.ReadProfileRevisions(call, facts->at));
    facts->at = revisions.at;
    SELARAS_ASSIGN_OR_RETURN(kept, ReadChanges(call, revisions, *before));
  }
  if (!kept.usable) {
    SELARAS_ASSIGN_OR_RETURN(kept.province, registry_.ReadProvince(call, facts->at, nullptr));
    kept.persons_read = static_cast<int64_t>(kept.province.persons.size());
  }
  if (call.cancelled()) return absl::CancelledError("snapshot: given up");
  facts->persons_read = kept.persons_read;
  kept.province.tenant = call.tenant;
  kept.province.effective_date = *facts->at.effective_date;
  SELARAS_ASSIGN_OR_RETURN(ProvinceIndex index, ProvinceIndex::Make(std::move(kept.province)));
  facts->province = std::make_shared<const ProvinceIndex>(std::move(index));
  const ClusterDictionary dictionary(facts->province->positions());
  facts->catalogue = dictionary.version();
  SELARAS_ASSIGN_OR_RETURN(facts->vectors,
                           LoadVectors(call, facts->at, *facts->province, dictionary, before));
  return std::shared_ptr<const SnapshotFacts>(facts);
}

}  // namespace selaras::matching
