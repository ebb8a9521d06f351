#include "services/needs/rpc/needs_handler.h"

#include "libs/base/status_macros.h"
#include "libs/rpc/serve.h"
#include "services/needs/rpc/needs_convert.h"
#include "services/needs/rpc/needs_names.h"

namespace selaras::needs {
namespace {

// The caller's stream as an upload. `first` was read already.
UploadSource SourceOf(grpc::ServerReader<v1alpha::ImportRecordsRequest>* reader, const CallScope& call,
                      v1alpha::ImportRecordsRequest* first, bool has_first) {
  return [reader, &call, request = first,
          waiting = has_first](UploadChunk* chunk) mutable -> absl::StatusOr<bool> {
    if (!waiting && !reader->Read(request)) {
      // The end of a stream and a caller who has gone look alike from here.
      if (call.cancelled()) return absl::CancelledError("the caller has gone");
      return false;
    }
    waiting = false;
    chunk->file = std::move(*request->mutable_file());
    chunk->bytes = std::move(*request->mutable_data());
    return true;
  };
}

template <typename Item, typename Field>
void AddAll(const std::vector<Item>& items, Field* field) {
  for (const Item& item : items) ToProto(item, field->Add());
}

}  // namespace

NeedsHandler::NeedsHandler(NeedsService& service, const rpc::ServerDeps& server,
                           const rpc::CallLimits& limits, Events events)
    : service_(service),
      calls_(server, v1alpha::NeedsService::service_full_name(), limits),
      events_(std::move(events)) {}

grpc::Status NeedsHandler::ListEvents(Context* context, const feed::v1alpha::ListEventsRequest* in,
                                      feed::v1alpha::ListEventsResponse* out) {
  return rpc::Serve(calls_, context, "ListEvents", [&](const CallScope&) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(*out, events_(*in));
    return absl::OkStatus();
  });
}

grpc::Status NeedsHandler::ImportRecords(Context* context,
                                         grpc::ServerReader<v1alpha::ImportRecordsRequest>* reader,
                                         v1alpha::RecordImport* out) {
  return rpc::Serve(calls_, context, "ImportRecords", [&](const CallScope& call) -> absl::Status {
    v1alpha::ImportRecordsRequest request;
    const bool has_first = reader->Read(&request);
    const std::string request_id = request.request_id();
    SELARAS_ASSIGN_OR_RETURN(
        const RecordImport import,
        service_.ImportRecords(call, request_id, SourceOf(reader, call, &request, has_first)));
    ToProto(import, out);
    return absl::OkStatus();
  });
}

grpc::Status NeedsHandler::ListRecordFaults(Context* context, const v1alpha::ListRecordFaultsRequest* in,
                                            v1alpha::ListRecordFaultsResponse* out) {
  return rpc::Serve(calls_, context, "ListRecordFaults", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kRecordImportName.ParseId(in->parent()));
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             service_.ListFaults(call, id, {in->page_size(), in->page_token()}));
    AddAll(page.items, out->mutable_faults());
    out->set_next_page_token(page.next_page_token);
    out->set_total_size(page.total_size);
    return absl::OkStatus();
  });
}

grpc::Status NeedsHandler::AnalyzeNeeds(Context* context, const v1alpha::AnalyzeNeedsRequest* in,
                                        v1alpha::NeedSnapshot* out) {
  return rpc::Serve(calls_, context, "AnalyzeNeeds", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const AnalyzeCommand command, FromProto(*in));
    SELARAS_ASSIGN_OR_RETURN(const Snapshot snapshot, service_.Analyze(call, command));
    ToProto(snapshot, out);
    return absl::OkStatus();
  });
}

grpc::Status NeedsHandler::GetNeedSnapshot(Context* context, const v1alpha::GetNeedSnapshotRequest* in,
                                           v1alpha::NeedSnapshot* out) {
  return rpc::Serve(calls_, context, "GetNeedSnapshot", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kSnapshotName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const Snapshot snapshot, service_.GetSnapshot(call, id));
    ToProto(snapshot, out);
    return absl::OkStatus();
  });
}

grpc::Status NeedsHandler::ListNeedSnapshots(Context* context, const v1alpha::ListNeedSnapshotsRequest* in,
                                             v1alpha::ListNeedSnapshotsResponse* out) {
  return rpc::Serve(calls_, context, "ListNeedSnapshots", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             service_.ListSnapshots(call, {in->page_size(), in->page_token()}));
    AddAll(page.items, out->mutable_need_snapshots());
    out->set_next_page_token(page.next_page_token);
    out->set_total_size(page.total_size);
    return absl::OkStatus();
  });
}

grpc::Status NeedsHandler::WatchNeedSnapshot(Context* context, const v1alpha::WatchNeedSnapshotRequest* in,
                                             grpc::ServerWriter<v1alpha::NeedSnapshot>* writer) {
  return rpc::Serve(calls_, context, "WatchNeedSnapshot", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kSnapshotName.ParseId(in->name()));
    return service_.Watch(call, id, [&](const Snapshot& snapshot) -> absl::Status {
      v1alpha::NeedSnapshot message;
      ToProto(snapshot, &message);
      return writer->Write(message) ? absl::OkStatus() : absl::CancelledError("the caller has gone");
    });
  });
}

grpc::Status NeedsHandler::ListNeedCurves(Context* context, const v1alpha::ListNeedCurvesRequest* in,
                                          v1alpha::ListNeedCurvesResponse* out) {
  return rpc::Serve(calls_, context, "ListNeedCurves", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kSnapshotName.ParseId(in->parent()));
    if (!in->org_unit().empty()) SELARAS_RETURN_IF_ERROR(kOrgUnitName.ParseId(in->org_unit()).status());
    if (!in->position().empty()) SELARAS_RETURN_IF_ERROR(kPositionName.ParseId(in->position()).status());
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             service_.ListCurves(call, id, in->order_by(), in->org_unit(), in->position(),
                                                 {in->page_size(), in->page_token()}));
    AddAll(page.items, out->mutable_need_curves());
    out->set_next_page_token(page.next_page_token);
    out->set_total_size(page.total_size);
    return absl::OkStatus();
  });
}

grpc::Status NeedsHandler::StreamNeedCurves(Context* context, const v1alpha::StreamNeedCurvesRequest* in,
                                            grpc::ServerWriter<v1alpha::StreamNeedCurvesResponse>* writer) {
  return rpc::Serve(calls_, context, "StreamNeedCurves", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kSnapshotName.ParseId(in->name()));
    return service_.StreamCurves(call, id, [&](const std::vector<StoredCurve>& curves) -> absl::Status {
      v1alpha::StreamNeedCurvesResponse message;
      AddAll(curves, message.mutable_need_curves());
      return writer->Write(message) ? absl::OkStatus() : absl::CancelledError("the caller has gone");
    });
  });
}

grpc::Status NeedsHandler::GetLoadBalance(Context* context, const v1alpha::GetLoadBalanceRequest* in,
                                          v1alpha::GetLoadBalanceResponse* out) {
  return rpc::Serve(calls_, context, "GetLoadBalance", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kSnapshotName.ParseId(in->parent()));
    if (!in->org_unit().empty()) SELARAS_RETURN_IF_ERROR(kOrgUnitName.ParseId(in->org_unit()).status());
    SELARAS_ASSIGN_OR_RETURN(
        const auto page, service_.ListLoads(call, id, in->org_unit(), {in->page_size(), in->page_token()}));
    AddAll(page.items, out->mutable_load_balances());
    out->set_next_page_token(page.next_page_token);
    out->set_total_size(page.total_size);
    return absl::OkStatus();
  });
}

grpc::Status NeedsHandler::StreamIndicators(Context* context, const v1alpha::StreamIndicatorsRequest* in,
                                            grpc::ServerWriter<v1alpha::StreamIndicatorsResponse>* writer) {
  return rpc::Serve(calls_, context, "StreamIndicators", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const IndicatorQuery query, FromProto(*in));
    return service_.StreamIndicators(
        call, query, [&](int64_t revision, absl::Span<const IndicatorPoint> points) -> absl::Status {
          v1alpha::StreamIndicatorsResponse message;
          message.set_needs_revision(revision);
          for (const IndicatorPoint& point : points) ToProto(point, message.add_points());
          return writer->Write(message) ? absl::OkStatus() : absl::CancelledError("the caller has gone");
        });
  });
}

}  // namespace selaras::needs
