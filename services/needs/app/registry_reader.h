#ifndef SELARAS_SERVICES_NEEDS_APP_REGISTRY_READER_H_
#define SELARAS_SERVICES_NEEDS_APP_REGISTRY_READER_H_

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "libs/base/call_scope.h"
#include "services/needs/domain/analysis.h"

namespace selaras::needs {

// The registry, read only. Thread-safe.
class RegistryReader {
 public:
  // Called now and then with the posts read so far and (about) the posts in all. An error ends the reading.
  using Progress = std::function<absl::Status(int64_t revision, int64_t done, int64_t total)>;

  virtual ~RegistryReader() = default;

  // Units, positions and posts with incumbents, all at one revision (0 = newest) and date. kUnavailable:
  // away.
  virtual absl::StatusOr<ProvinceFacts> Read(const CallScope& call, int64_t revision,
                                             absl::CivilDay effective_date, const Progress& progress) = 0;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_REGISTRY_READER_H_
