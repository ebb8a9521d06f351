// What the matching service consists of, built bottom-up; used by main.cc and by the all-in-one.
#ifndef SELARAS_SERVICES_MATCHING_MATCHING_PARTS_H_
#define SELARAS_SERVICES_MATCHING_MATCHING_PARTS_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_calls.h"
#include "services/matching/options.h"

namespace selaras::matching {

class MatchingParts {
 public:
  // Opens and migrates the database. `server` outlives the parts. Errors name the setting at fault.
  static absl::StatusOr<std::unique_ptr<MatchingParts>> Create(const MatchingOptions& options,
                                                               const rpc::ServerDeps& server);
  // Stops.
  ~MatchingParts();

  std::vector<rpc::ServedService> services();
  // Takes up unfinished plans. Call once.
  absl::Status Start();
  // From here on the health of `.../RankPosts` and `.../RankCandidates` follows whether a snapshot is loaded. `server`
  // serves until Stop.
  void Serving(rpc::Server& server);
  // Gives the running plan up; the next start takes it up again.
  void Stop();
  // kUnavailable: the database does not answer.
  absl::Status Ready();

 private:
  struct Parts;
  explicit MatchingParts(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_MATCHING_PARTS_H_
