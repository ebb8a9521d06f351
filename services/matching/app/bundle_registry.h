// Matching alone: the tenant's newest bundle where other deployments have the registry, so that live ranking follows it.
// What stands for a registry revision is the number of bundles so far; everybody changes with each.
#ifndef SELARAS_SERVICES_MATCHING_APP_BUNDLE_REGISTRY_H_
#define SELARAS_SERVICES_MATCHING_APP_BUNDLE_REGISTRY_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/matching/app/bundle_store.h"
#include "services/matching/app/snapshot_reader.h"

namespace selaras::matching {

// Thread-safe. Keeps the facts read last: about 1 KB a person. Errors: those of the store, and kFailedPrecondition
// (MATCHING_ALONE) where no bundle has come yet.
class BundleRegistry final : public RegistryReader, public SnapshotReader {
 public:
  // Outlives it.
  explicit BundleRegistry(BundleStore& bundles) : bundles_(bundles) {}

  absl::StatusOr<Province> ReadProvince(const CallScope& call, ReadAt& at,
                                        const ReadProgress& progress) override;
  absl::StatusOr<std::vector<Position>> ReadPositions(const CallScope& call, const ReadAt& at) override;
  absl::StatusOr<ProfileRevisions> ReadProfileRevisions(const CallScope& call, const ReadAt& at) override;
  absl::StatusOr<std::vector<std::pair<std::string, Competency>>> ReadCompetencies(
      const CallScope& call, const ReadAt& at, absl::Span<const std::string> employees) override;
  absl::StatusOr<int64_t> ReadNewestRevision(const CallScope& call) override;
  absl::StatusOr<Province> ReadStructure(const CallScope& call, const ReadAt& at) override;
  absl::StatusOr<std::vector<Person>> ReadPersons(const CallScope& call, const ReadAt& at,
                                                  absl::Span<const std::string> employees) override;

 private:
  struct Facts {
    std::string tenant;
    ReadAt at;
    BundleFacts bundle;
  };
  // Of the newest bundle on the date asked, else on its own.
  absl::StatusOr<std::shared_ptr<const Facts>> Newest(const CallScope& call, const ReadAt& at);

  BundleStore& bundles_;
  absl::Mutex mutex_;
  std::shared_ptr<const Facts> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_BUNDLE_REGISTRY_H_
