// SnapshotReader over gRPC.
#ifndef SELARAS_SERVICES_MATCHING_RPC_GRPC_SNAPSHOT_READER_H_
#define SELARAS_SERVICES_MATCHING_RPC_GRPC_SNAPSHOT_READER_H_

#include <memory>

#include "services/matching/app/snapshot_reader.h"
#include "services/matching/rpc/grpc_registry_reader.h"

namespace selaras::matching {

class GrpcSnapshotReader final : public SnapshotReader {
 public:
  // Both outlive it.
  GrpcSnapshotReader(const rpc::Peer& peer, GrpcRegistryReader& registry);

  absl::StatusOr<int64_t> ReadNewestRevision(const CallScope& call) override;
  absl::StatusOr<Province> ReadStructure(const CallScope& call, const ReadAt& at) override;
  absl::StatusOr<std::vector<Person>> ReadPersons(const CallScope& call, const ReadAt& at,
                                                  absl::Span<const std::string> employees) override;

 private:
  const rpc::Peer& peer_;
  GrpcRegistryReader& registry_;
  std::unique_ptr<registry::v1alpha::RegistryService::StubInterface> stub_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_GRPC_SNAPSHOT_READER_H_
