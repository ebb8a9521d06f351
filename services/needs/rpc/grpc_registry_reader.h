#ifndef SELARAS_SERVICES_NEEDS_RPC_GRPC_REGISTRY_READER_H_
#define SELARAS_SERVICES_NEEDS_RPC_GRPC_REGISTRY_READER_H_

#include <memory>

#include "libs/rpc/channel.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/needs/app/registry_reader.h"

namespace selaras::needs {

class GrpcRegistryReader final : public RegistryReader {
 public:
  // `peer` must outlive the reader.
  explicit GrpcRegistryReader(const rpc::Peer& peer);

  absl::StatusOr<ProvinceFacts> Read(const CallScope& call, int64_t revision, absl::CivilDay effective_date,
                                     const Progress& progress) override;

 private:
  absl::Status ReadUnits(const CallScope& call, ProvinceFacts& facts);
  absl::Status ReadPositions(const CallScope& call, ProvinceFacts& facts);
  absl::Status ReadPosts(const CallScope& call, int64_t total, const Progress& progress,
                         ProvinceFacts& facts);

  const rpc::Peer& peer_;
  const std::unique_ptr<registry::v1alpha::RegistryService::StubInterface> stub_;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_RPC_GRPC_REGISTRY_READER_H_
