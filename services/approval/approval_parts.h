// What the approval service consists of, built bottom-up; used by main.cc and by the all-in-one.
#ifndef SELARAS_SERVICES_APPROVAL_APPROVAL_PARTS_H_
#define SELARAS_SERVICES_APPROVAL_APPROVAL_PARTS_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_calls.h"
#include "services/approval/options.h"

namespace selaras::approval {

class ApprovalParts {
 public:
  // Opens and migrates the database. `server` outlives the parts. Errors name the setting at fault.
  static absl::StatusOr<std::unique_ptr<ApprovalParts>> Create(const ApprovalOptions& options,
                                                               const rpc::ServerDeps& server);
  // Stops.
  ~ApprovalParts();

  std::vector<rpc::ServedService> services();
  // Starts the desks: they take up whatever was left half-way.
  absl::Status Start();
  void Stop();
  // kUnavailable: the database does not answer.
  absl::Status Ready();

 private:
  struct Parts;
  explicit ApprovalParts(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APPROVAL_PARTS_H_
