// The facts of a province in memory, and how they follow the registry.
#ifndef SELARAS_SERVICES_MATCHING_APP_SNAPSHOT_LOADER_H_
#define SELARAS_SERVICES_MATCHING_APP_SNAPSHOT_LOADER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/matching/app/readers.h"
#include "services/matching/app/snapshot_reader.h"
#include "services/matching/app/vector_source.h"

namespace selaras::matching {

// Immutable. About 1 KB a person and 300 bytes a post.
struct SnapshotFacts {
  ReadAt at;
  std::shared_ptr<const ProvinceIndex> province;  // Without needs: scores rest on none.
  std::vector<CompetencyVector> vectors;          // Same order as its persons.
  std::string catalogue;                          // Version of the clusters that the vectors have.
  int64_t persons_read = 0;                       // Those that the snapshot before did not have so.
};

class SnapshotLoader {
 public:
  // All must outlive it. Thread-safe.
  SnapshotLoader(RegistryReader& registry, SnapshotReader& snapshot, VectorSource& vectors)
      : registry_(registry), snapshot_(snapshot), vectors_(vectors) {}

  // The newest revision on `date`. Of `before` (null = none) it keeps the people whose profile revision still stands, if
  // the date is the same and no post went to another unit, position or agency; everything else is read. kCancelled: the
  // call was given up. Some seconds for 100,000 people, or below one where few have changed.
  absl::StatusOr<std::shared_ptr<const SnapshotFacts>> Load(const CallScope& call, absl::CivilDay date,
                                                            const SnapshotFacts* before);

 private:
  struct Kept {
    Province province;
    int64_t persons_read = 0;
    bool usable = false;
  };
  absl::StatusOr<Kept> ReadChanges(const CallScope& call, const ProfileRevisions& revisions,
                                   const SnapshotFacts& before);
  absl::StatusOr<std::vector<CompetencyVector>> LoadVectors(const CallScope& call, const ReadAt& at,
                                                            const ProvinceIndex& province,
                                                            const ClusterDictionary& dictionary,
                                                            const SnapshotFacts* before);

  RegistryReader& registry_;
  SnapshotReader& snapshot_;
  VectorSource& vectors_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_SNAPSHOT_LOADER_H_
