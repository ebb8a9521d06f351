// What stands for services that this process was not told of: matching alone. Whoever asks for them learns how to go on.
#ifndef SELARAS_SERVICES_MATCHING_APP_ABSENT_READERS_H_
#define SELARAS_SERVICES_MATCHING_APP_ABSENT_READERS_H_

#include <string>

#include "libs/base/error.h"
#include "services/matching/app/readers.h"

namespace selaras::matching {

// kFailedPrecondition: MATCHING_ALONE.
inline absl::Status MatchingAlone(const char* service) {
  return Error(absl::StatusCode::kFailedPrecondition, "MATCHING_ALONE", {{"service", service}});
}

class AbsentNeedsReader final : public NeedsReader {
 public:
  absl::StatusOr<NeedsRead> ReadNeeds(const CallScope&, const std::string&) override {
    return MatchingAlone("needs");
  }
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_ABSENT_READERS_H_
