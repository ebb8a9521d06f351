#include "services/matching/rpc/grpc_needs_reader.h"

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/proto_time.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = needs::v1alpha;

NeedCurve FactOf(const pb::NeedCurve& message) {
  NeedCurve curve;
  curve.post = LastPart(message.post());
  curve.critical = message.critical();
  curve.target = message.target();
  curve.urgency.assign(message.urgency().begin(), message.urgency().end());
  curve.assumed = message.basis() == pb::NeedCurve::BASIS_ASSUMED;
  curve.reason_id = message.reason_id();
  curve.reason_en = message.reason_en();
  return curve;
}

}  // namespace

GrpcNeedsReader::GrpcNeedsReader(const rpc::Peer& peer)
    : peer_(peer), stub_(pb::NeedsService::NewStub(peer.channel())) {}

absl::StatusOr<NeedsRead> GrpcNeedsReader::ReadNeeds(const CallScope& call, const std::string& snapshot) {
  pb::GetNeedSnapshotRequest get;
  get.set_name(names::kSnapshot.Format(snapshot));
  SELARAS_ASSIGN_OR_RETURN(
      const auto head,
      peer_.Call<pb::NeedSnapshot>(call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
        return stub_->GetNeedSnapshot(context, get, out);
      }));
  if (head.state() != pb::NeedSnapshot::STATE_ANALYSED) {
    return Error(absl::StatusCode::kFailedPrecondition, "SNAPSHOT_NOT_READY", {{"snapshot", head.name()}});
  }
  NeedsRead read;
  read.at.revision = head.registry_revision();
  read.at.effective_date = DayOf(head.effective_date());
  read.content_hash = head.content_hash();
  pb::StreamNeedCurvesRequest request;
  request.set_name(head.name());
  const auto context = peer_.MakeContext(call);
  const auto reader = stub_->StreamNeedCurves(context.get(), request);
  pb::StreamNeedCurvesResponse batch;
  while (reader->Read(&batch)) {
    for (const auto& curve : batch.need_curves()) read.curves.push_back(FactOf(curve));
  }
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return read;
}

}  // namespace selaras::matching
