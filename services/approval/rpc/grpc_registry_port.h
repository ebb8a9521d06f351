// The registry behind its contract.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_GRPC_REGISTRY_PORT_H_
#define SELARAS_SERVICES_APPROVAL_RPC_GRPC_REGISTRY_PORT_H_

#include <memory>
#include <string>
#include <vector>

#include "libs/rpc/channel.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/approval/app/policy_source.h"
#include "services/approval/app/ports.h"
#include "services/approval/rpc/organisation.h"

namespace selaras::approval {

// Thread-safe.
class GrpcRegistryPort final : public RegistryPort {
 public:
  // Both outlive this.
  GrpcRegistryPort(const rpc::Peer& peer, PolicySource& policies);

  absl::StatusOr<Issuer> IssuerOf(const CallScope& scope, Authority authority, const CaseMove& move) override;
  absl::Status FillPresentPosts(const CallScope& scope, std::vector<CaseMove>& moves) override;
  absl::Status Classify(const CallScope& scope, std::vector<CaseMove>& moves) override;
  absl::StatusOr<Screen> ScreenMoves(const CallScope& scope, const CaseRecord& record) override;
  absl::StatusOr<std::string> Reserve(const CallScope& scope, const CaseRecord& record,
                                      absl::string_view request_id) override;
  absl::Status Release(const CallScope& scope, absl::string_view reservation,
                       absl::string_view request_id) override;
  absl::StatusOr<int64_t> Apply(const CallScope& scope, const CaseRecord& record,
                                const std::vector<Decree>& decrees, absl::string_view request_id) override;

  // For letters: what a post is, and who somebody is (leaves an access record with the purpose).
  absl::StatusOr<std::vector<registry::v1alpha::Post>> Posts(const CallScope& scope,
                                                             const std::vector<std::string>& ids);
  absl::StatusOr<registry::v1alpha::Employee> Unmasked(const CallScope& scope, const std::string& employee,
                                                       const std::string& purpose);
  OrganisationCache& organisation() { return organisation_; }

 private:
  // As they stand now: a case is screened on the facts of now, whenever it takes effect.
  absl::StatusOr<std::vector<registry::v1alpha::Profile>> Profiles(const CallScope& scope,
                                                                   const std::vector<std::string>& ids);

  const rpc::Peer& peer_;
  PolicySource& policies_;
  std::unique_ptr<registry::v1alpha::RegistryService::StubInterface> stub_;
  OrganisationCache organisation_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_GRPC_REGISTRY_PORT_H_
