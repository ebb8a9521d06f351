// What matching reads of the other services.
#ifndef SELARAS_SERVICES_MATCHING_APP_READERS_H_
#define SELARAS_SERVICES_MATCHING_APP_READERS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "libs/base/call_scope.h"
#include "services/matching/domain/competency_vector.h"
#include "services/matching/domain/facts.h"

namespace selaras::matching {

// Coordinates of a read of the registry.
struct ReadAt {
  int64_t revision = 0;                          // 0 = newest
  std::optional<absl::CivilDay> effective_date;  // nullopt = today in the agency's zone
};

struct NeedsRead {
  ReadAt at;  // Registry coordinates on which the snapshot rests.
  std::string content_hash;
  std::vector<NeedCurve> curves;
};

struct ProfileRevision {
  std::string employee;
  int64_t revision;
};

struct ProfileRevisions {
  ReadAt at;
  std::vector<ProfileRevision> entries;  // Ascending by employee.
};

// Asked with what is done; total 0 = unknown.
using ReadProgress = std::function<void(int64_t done, int64_t total)>;

// Both: kUnavailable where the service is away, after the caller's retries.
class RegistryReader {
 public:
  virtual ~RegistryReader() = default;
  // Everything but needs, all at one revision and date; `at` is filled with what was read.
  virtual absl::StatusOr<Province> ReadProvince(const CallScope& call, ReadAt& at,
                                                const ReadProgress& progress) = 0;
  virtual absl::StatusOr<std::vector<Position>> ReadPositions(const CallScope& call, const ReadAt& at) = 0;
  virtual absl::StatusOr<ProfileRevisions> ReadProfileRevisions(const CallScope& call, const ReadAt& at) = 0;
  // Unknown employees are left out. Any order.
  virtual absl::StatusOr<std::vector<std::pair<std::string, Competency>>> ReadCompetencies(
      const CallScope& call, const ReadAt& at, absl::Span<const std::string> employees) = 0;
};

class NeedsReader {
 public:
  virtual ~NeedsReader() = default;
  // kFailedPrecondition (SNAPSHOT_NOT_READY): the snapshot has not been ANALYSED.
  virtual absl::StatusOr<NeedsRead> ReadNeeds(const CallScope& call, const std::string& snapshot) = 0;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_READERS_H_
