// What the evaluation service consists of, built bottom-up; used by main.cc and by the all-in-one.
#ifndef SELARAS_SERVICES_EVALUATION_EVALUATION_PARTS_H_
#define SELARAS_SERVICES_EVALUATION_EVALUATION_PARTS_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_calls.h"
#include "services/evaluation/options.h"

namespace selaras::evaluation {

class EvaluationParts {
 public:
  // Opens and migrates the database. `server` outlives the parts.
  static absl::StatusOr<std::unique_ptr<EvaluationParts>> Create(const EvaluationOptions& options,
                                                                 const rpc::ServerDeps& server);
  // Stops.
  ~EvaluationParts();

  std::vector<rpc::ServedService> services();
  // Starts reading approval's feed and preparing transition plans. Call once.
  absl::Status Start();
  void Stop();
  // kUnavailable: the database does not answer. Peers are not asked: what needs them says so itself.
  absl::Status Ready();

 private:
  struct Parts;
  explicit EvaluationParts(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_EVALUATION_PARTS_H_
