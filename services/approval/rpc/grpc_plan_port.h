// Matching behind its contract: plans, chains, child plans, reasons, and the policies it keeps.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_GRPC_PLAN_PORT_H_
#define SELARAS_SERVICES_APPROVAL_RPC_GRPC_PLAN_PORT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "libs/rpc/channel.h"
#include "selaras/matching/v1alpha/matching_service.grpc.pb.h"
#include "services/approval/app/policy_source.h"
#include "services/approval/app/ports.h"

namespace selaras::approval {

// Thread-safe.
class GrpcPlanPort final : public PlanPort {
 public:
  explicit GrpcPlanPort(const rpc::Peer& peer);

  absl::StatusOr<PlanHead> GetPlan(const CallScope& scope, absl::string_view plan) override;
  absl::StatusOr<std::vector<PlanChain>> ListChains(const CallScope& scope, absl::string_view plan) override;
  absl::StatusOr<std::string> Replan(const CallScope& scope, absl::string_view plan, const CaseMove& banned,
                                     const std::vector<CaseMove>& settled, absl::string_view reason,
                                     absl::string_view request_id) override;
  absl::StatusOr<Why> Explain(const CallScope& scope, absl::string_view plan,
                              absl::string_view employee) override;

 private:
  const rpc::Peer& peer_;
  std::unique_ptr<matching::v1alpha::MatchingService::StubInterface> stub_;
};

// Thread-safe.
class GrpcPolicySource final : public PolicySource {
 public:
  explicit GrpcPolicySource(const rpc::Peer& peer);

  absl::StatusOr<std::shared_ptr<const CasePolicy>> Get(const CallScope& scope,
                                                        absl::string_view hash) override;

 private:
  absl::StatusOr<std::shared_ptr<const CasePolicy>> Load(const CallScope& scope, const std::string& name);

  const rpc::Peer& peer_;
  std::unique_ptr<matching::v1alpha::MatchingService::StubInterface> stub_;
  absl::Mutex mutex_;
  // Never forgotten: there are few, and DecideContext points into them.
  absl::flat_hash_map<std::string, std::shared_ptr<const CasePolicy>> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_GRPC_PLAN_PORT_H_
