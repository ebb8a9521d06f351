// What the needs service consists of, built bottom-up; used by main.cc and by the all-in-one.
#ifndef SELARAS_SERVICES_NEEDS_NEEDS_PARTS_H_
#define SELARAS_SERVICES_NEEDS_NEEDS_PARTS_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_calls.h"
#include "services/needs/options.h"

namespace selaras::needs {

class NeedsParts {
 public:
  // Opens and migrates the database, loads and checks the policy. `server` outlives the parts.
  static absl::StatusOr<std::unique_ptr<NeedsParts>> Create(const NeedsOptions& options,
                                                            const rpc::ServerDeps& server);
  // Stops.
  ~NeedsParts();

  std::vector<rpc::ServedService> services();
  // Starts the worker, which also takes up analyses that were broken off. Call once.
  absl::Status Start();
  // Gives the running analysis back; the next start takes it up again.
  void Stop();
  // kUnavailable: the database does not answer.
  absl::Status Ready();

 private:
  struct Parts;
  explicit NeedsParts(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_NEEDS_PARTS_H_
