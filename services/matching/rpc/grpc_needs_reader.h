// NeedsReader over gRPC.
#ifndef SELARAS_SERVICES_MATCHING_RPC_GRPC_NEEDS_READER_H_
#define SELARAS_SERVICES_MATCHING_RPC_GRPC_NEEDS_READER_H_

#include <memory>
#include <string>

#include "libs/rpc/channel.h"
#include "selaras/needs/v1alpha/needs_service.grpc.pb.h"
#include "services/matching/app/readers.h"

namespace selaras::matching {

class GrpcNeedsReader final : public NeedsReader {
 public:
  // `peer` outlives it.
  explicit GrpcNeedsReader(const rpc::Peer& peer);
  absl::StatusOr<NeedsRead> ReadNeeds(const CallScope& call, const std::string& snapshot) override;

 private:
  const rpc::Peer& peer_;
  std::unique_ptr<needs::v1alpha::NeedsService::StubInterface> stub_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_GRPC_NEEDS_READER_H_
