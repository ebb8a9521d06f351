// RegistryReader over gRPC.
#ifndef SELARAS_SERVICES_MATCHING_RPC_GRPC_REGISTRY_READER_H_
#define SELARAS_SERVICES_MATCHING_RPC_GRPC_REGISTRY_READER_H_

#include <memory>

#include "libs/rpc/channel.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/matching/app/readers.h"

namespace selaras::matching {

class GrpcRegistryReader final : public RegistryReader {
 public:
  // `peer` outlives it.
  explicit GrpcRegistryReader(const rpc::Peer& peer);

  absl::StatusOr<Province> ReadProvince(const CallScope& call, ReadAt& at,
                                        const ReadProgress& progress) override;
  absl::StatusOr<std::vector<Position>> ReadPositions(const CallScope& call, const ReadAt& at) override;
  absl::StatusOr<ProfileRevisions> ReadProfileRevisions(const CallScope& call, const ReadAt& at) override;
  absl::StatusOr<std::vector<std::pair<std::string, Competency>>> ReadCompetencies(
      const CallScope& call, const ReadAt& at, absl::Span<const std::string> employees) override;

  // Posts, units, positions, agencies, districts and elections at one revision and date, without people.
  absl::Status ReadStructure(const CallScope& call, const ReadAt& at, Province& province);

 private:
  absl::Status ReadOrganisation(const CallScope& call, const ReadAt& at, Province& province);

  const rpc::Peer& peer_;
  std::unique_ptr<registry::v1alpha::RegistryService::StubInterface> stub_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_GRPC_REGISTRY_READER_H_
