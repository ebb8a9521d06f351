// Fills letters with what the registry and the plan know.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_LETTER_WRITER_H_
#define SELARAS_SERVICES_APPROVAL_RPC_LETTER_WRITER_H_

#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "services/approval/app/policy_source.h"
#include "services/approval/app/ports.h"
#include "services/approval/letters/decree.h"
#include "services/approval/letters/letter_policy.h"
#include "services/approval/rpc/grpc_registry_port.h"

namespace selaras::approval {

// Thread-safe.
class LetterWriter final : public LetterPort {
 public:
  // All outlive this. `log_name` stands in receipts.
  LetterWriter(GrpcRegistryPort& registry, PlanPort& plans, PolicySource& policies, std::string log_name)
      : registry_(registry), plans_(plans), policies_(policies), log_name_(std::move(log_name)) {}

  absl::StatusOr<std::string> RenderDecree(const CallScope& scope, const CaseRecord& record,
                                           const Decree& decree) override;
  absl::StatusOr<std::string> RenderReason(const CallScope& scope, const CaseRecord& record,
                                           const CaseMove& move) override;
  absl::StatusOr<std::string> RenderMinutes(const CallScope& scope, const Meeting& meeting,
                                            const std::vector<CaseRecord>& cases) override;
  absl::StatusOr<std::string> EventOf(const CallScope& scope, const CaseRecord& record,
                                      const Decree& decree) override;

 private:
  // Names of the post as papers write them.
  struct PostWords {
    std::string position, unit, agency, purpose;
  };
  absl::StatusOr<PostWords> WordsOf(const CallScope& scope, const std::string& post);
  absl::StatusOr<letters::Mover> MoverOf(const CallScope& scope, const CaseMove& move,
                                         const std::string& purpose);
  // First plan of the lineage.
  absl::StatusOr<std::string> FirstPlan(const CallScope& scope, const std::string& plan);
  absl::Status CheckReleased(const CallScope& scope, const CaseRecord& record);
  absl::StatusOr<letters::LetterPolicy> PolicyOf(const CallScope& scope, const std::string& hash,
                                                 absl::CivilDay date);

  GrpcRegistryPort& registry_;
  PlanPort& plans_;
  PolicySource& policies_;
  const std::string log_name_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::string> first_plans_ ABSL_GUARDED_BY(mutex_);  // By tenant/plan.
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_LETTER_WRITER_H_
