// Readers of services that this process was not told of: matching alone. Whoever asks for them learns how to go on.
#ifndef SELARAS_SERVICES_MATCHING_APP_ABSENT_READERS_H_
#define SELARAS_SERVICES_MATCHING_APP_ABSENT_READERS_H_

#include <string>
#include <utility>
#include <vector>

#include "libs/base/error.h"
#include "services/matching/app/readers.h"

namespace selaras::matching {

// kFailedPrecondition: MATCHING_ALONE.
inline absl::Status MatchingAlone(const char* service) {
  return Error(absl::StatusCode::kFailedPrecondition, "MATCHING_ALONE", {{"service", service}});
}

class AbsentRegistryReader final : public RegistryReader {
 public:
  absl::StatusOr<Province> ReadProvince(const CallScope&, ReadAt&, const ReadProgress&) override {
    return MatchingAlone("registry");
  }
  absl::StatusOr<std::vector<Position>> ReadPositions(const CallScope&, const ReadAt&) override {
    return MatchingAlone("registry");
  }
  absl::StatusOr<ProfileRevisions> ReadProfileRevisions(const CallScope&, const ReadAt&) override {
    return MatchingAlone("registry");
  }
  absl::StatusOr<std::vector<std::pair<std::string, Competency>>> ReadCompetencies(
      const CallScope&, const ReadAt&, absl::Span<const std::string>) override {
    return MatchingAlone("registry");
  }
};

class AbsentNeedsReader final : public NeedsReader {
 public:
  absl::StatusOr<NeedsRead> ReadNeeds(const CallScope&, const std::string&) override {
    return MatchingAlone("needs");
  }
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_ABSENT_READERS_H_
