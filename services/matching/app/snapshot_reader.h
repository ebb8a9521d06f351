// What the snapshot of live ranking reads of the registry beyond RegistryReader.
#ifndef SELARAS_SERVICES_MATCHING_APP_SNAPSHOT_READER_H_
#define SELARAS_SERVICES_MATCHING_APP_SNAPSHOT_READER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/matching/app/readers.h"

namespace selaras::matching {

// All: kUnavailable where the registry is away, after the caller's retries.
class SnapshotReader {
 public:
  virtual ~SnapshotReader() = default;
  // 0 = nothing was ever imported.
  virtual absl::StatusOr<int64_t> ReadNewestRevision(const CallScope& call) = 0;
  // Everything but people and needs. REQUIRES `at` names revision and date.
  virtual absl::StatusOr<Province> ReadStructure(const CallScope& call, const ReadAt& at) = 0;
  // Unknown employees are left out. REQUIRES as above.
  virtual absl::StatusOr<std::vector<Person>> ReadPersons(const CallScope& call, const ReadAt& at,
                                                          absl::Span<const std::string> employees) = 0;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_SNAPSHOT_READER_H_
