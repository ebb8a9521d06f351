#ifndef SELARAS_SERVICES_NEEDS_RPC_NEEDS_HANDLER_H_
#define SELARAS_SERVICES_NEEDS_RPC_NEEDS_HANDLER_H_

#include <functional>

#include "libs/rpc/service_calls.h"
#include "selaras/needs/v1alpha/needs_service.grpc.pb.h"
#include "services/needs/app/needs_service.h"

namespace selaras::needs {

// The gRPC edge: translate, call, translate.
class NeedsHandler final : public v1alpha::NeedsService::Service {
 public:
  // Answers ListEvents from the outbox.
  using Events = std::function<absl::StatusOr<feed::v1alpha::ListEventsResponse>(
      const feed::v1alpha::ListEventsRequest&)>;

  // `service` must outlive the handler.
  NeedsHandler(NeedsService& service, const rpc::ServerDeps& server, const rpc::CallLimits& limits,
               Events events);

  using Context = grpc::ServerContext;
  grpc::Status ImportRecords(Context* context, grpc::ServerReader<v1alpha::ImportRecordsRequest>* reader,
                             v1alpha::RecordImport* out) override;
  grpc::Status ListRecordFaults(Context* context, const v1alpha::ListRecordFaultsRequest* in,
                                v1alpha::ListRecordFaultsResponse* out) override;
  grpc::Status AnalyzeNeeds(Context* context, const v1alpha::AnalyzeNeedsRequest* in,
                            v1alpha::NeedSnapshot* out) override;
  grpc::Status GetNeedSnapshot(Context* context, const v1alpha::GetNeedSnapshotRequest* in,
                               v1alpha::NeedSnapshot* out) override;
  grpc::Status ListNeedSnapshots(Context* context, const v1alpha::ListNeedSnapshotsRequest* in,
                                 v1alpha::ListNeedSnapshotsResponse* out) override;
  grpc::Status WatchNeedSnapshot(Context* context, const v1alpha::WatchNeedSnapshotRequest* in,
                                 grpc::ServerWriter<v1alpha::NeedSnapshot>* writer) override;
  grpc::Status ListNeedCurves(Context* context, const v1alpha::ListNeedCurvesRequest* in,
                              v1alpha::ListNeedCurvesResponse* out) override;
  grpc::Status StreamNeedCurves(Context* context, const v1alpha::StreamNeedCurvesRequest* in,
                                grpc::ServerWriter<v1alpha::StreamNeedCurvesResponse>* writer) override;
  grpc::Status GetLoadBalance(Context* context, const v1alpha::GetLoadBalanceRequest* in,
                              v1alpha::GetLoadBalanceResponse* out) override;
  grpc::Status StreamIndicators(Context* context, const v1alpha::StreamIndicatorsRequest* in,
                                grpc::ServerWriter<v1alpha::StreamIndicatorsResponse>* writer) override;
  grpc::Status ListEvents(Context* context, const feed::v1alpha::ListEventsRequest* in,
                          feed::v1alpha::ListEventsResponse* out) override;

 private:
  NeedsService& service_;
  const rpc::ServiceCalls calls_;
  const Events events_;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_RPC_NEEDS_HANDLER_H_
