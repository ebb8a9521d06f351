#ifndef SELARAS_SERVICES_EVALUATION_RPC_GRPC_READERS_H_
#define SELARAS_SERVICES_EVALUATION_RPC_GRPC_READERS_H_

#include <memory>

#include "libs/rpc/channel.h"
#include "selaras/matching/v1alpha/matching_service.grpc.pb.h"
#include "selaras/needs/v1alpha/needs_service.grpc.pb.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"
#include "services/evaluation/app/readers.h"

namespace selaras::evaluation {

// Peers must outlive their readers. Thread-safe.
class GrpcRegistryReader final : public RegistryReader {
 public:
  explicit GrpcRegistryReader(const rpc::Peer& peer);

  absl::StatusOr<std::vector<UnitFact>> ReadUnits(const CallScope& call) override;
  absl::StatusOr<PostFact> ReadPost(const CallScope& call, const std::string& post) override;
  absl::StatusOr<PositionFact> ReadPosition(const CallScope& call, const std::string& position) override;
  absl::StatusOr<std::optional<Levels>> ReadLevels(const CallScope& call,
                                                   const std::string& employee) override;
  absl::StatusOr<std::string> ReadPostOf(const CallScope& call, const std::string& employee) override;
  absl::StatusOr<std::string> ReadHead(const CallScope& call, const std::string& org_unit) override;

 private:
  const rpc::Peer& peer_;
  const std::unique_ptr<registry::v1alpha::RegistryService::StubInterface> stub_;
};

class GrpcNeedsReader final : public NeedsReader {
 public:
  explicit GrpcNeedsReader(const rpc::Peer& peer);

  absl::StatusOr<std::vector<IndicatorPoint>> ReadIndicator(const CallScope& call, absl::string_view word,
                                                            Month from, Month to, int64_t& revision) override;
  absl::StatusOr<std::string> NewestSnapshot(const CallScope& call) override;
  absl::StatusOr<std::vector<PostNeed>> ReadNeeds(const CallScope& call,
                                                  const std::string& snapshot) override;

 private:
  const rpc::Peer& peer_;
  const std::unique_ptr<needs::v1alpha::NeedsService::StubInterface> stub_;
};

class GrpcMatchingReader final : public MatchingReader {
 public:
  explicit GrpcMatchingReader(const rpc::Peer& peer);

  absl::StatusOr<CycleFact> ReadCycle(const CallScope& call, const std::string& cycle) override;

 private:
  const rpc::Peer& peer_;
  const std::unique_ptr<matching::v1alpha::MatchingService::StubInterface> stub_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_RPC_GRPC_READERS_H_
