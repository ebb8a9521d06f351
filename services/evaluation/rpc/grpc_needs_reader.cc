#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/proto_time.h"
#include "services/evaluation/rpc/grpc_readers.h"

namespace selaras::evaluation {
namespace {

namespace pb = needs::v1alpha;

void SetMonth(Month month, google::type::Date* out) {
  SetDate(absl::CivilDay(month / 12, month % 12 + 1, 1), out);
}

}  // namespace

GrpcNeedsReader::GrpcNeedsReader(const rpc::Peer& peer)
    : peer_(peer), stub_(pb::NeedsService::NewStub(peer.channel())) {}

absl::StatusOr<std::vector<IndicatorPoint>> GrpcNeedsReader::ReadIndicator(const CallScope& call,
                                                                           absl::string_view word, Month from,
                                                                           Month to, int64_t& revision) {
  pb::StreamIndicatorsRequest request;
  request.set_indicator(std::string(word));
  SetMonth(from, request.mutable_from_date());
  SetMonth(to, request.mutable_to_date());
  request.set_needs_revision(revision);
  const auto context = peer_.MakeContext(call);
  const auto reader = stub_->StreamIndicators(context.get(), request);
  std::vector<IndicatorPoint> points;
  pb::StreamIndicatorsResponse batch;
  while (reader->Read(&batch)) {
    revision = batch.needs_revision();
    for (const pb::IndicatorPoint& point : batch.points()) {
      points.push_back(
          {point.unit_code(), point.month().year() * 12 + point.month().month() - 1, point.value()});
    }
  }
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return points;
}

absl::StatusOr<std::string> GrpcNeedsReader::NewestSnapshot(const CallScope& call) {
  pb::ListNeedSnapshotsRequest request;
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             peer_.Call<pb::ListNeedSnapshotsResponse>(
                                 call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                   return stub_->ListNeedSnapshots(context, request, out);
                                 }));
    for (const pb::NeedSnapshot& snapshot : page.need_snapshots()) {
      if (snapshot.state() == pb::NeedSnapshot::STATE_ANALYSED) return snapshot.name();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return std::string();
}

absl::StatusOr<std::vector<PostNeed>> GrpcNeedsReader::ReadNeeds(const CallScope& call,
                                                                 const std::string& snapshot) {
  pb::StreamNeedCurvesRequest request;
  request.set_name(snapshot);
  const auto context = peer_.MakeContext(call);
  const auto reader = stub_->StreamNeedCurves(context.get(), request);
  std::vector<PostNeed> needs;
  pb::StreamNeedCurvesResponse batch;
  while (reader->Read(&batch)) {
    for (const pb::NeedCurve& curve : batch.need_curves()) {
      needs.push_back(
          {curve.org_unit(), curve.position(), curve.agency(), curve.target(), curve.incumbents()});
    }
  }
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return needs;
}

}  // namespace selaras::evaluation
