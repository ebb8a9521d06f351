#include "services/needs/app/needs_service.h"

#include <algorithm>
#include <tuple>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/civil_date.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/resource/order_by.h"
#include "libs/resource/page.h"

namespace selaras::needs {
namespace {

constexpr PageLimits kPages{50, 1000};
constexpr int kStreamBatch = 1000;
constexpr size_t kPointBatch = 5000;
constexpr absl::Duration kLookAgain = absl::Milliseconds(300);

absl::StatusOr<CurveOrder> ParseCurveOrder(absl::string_view order_by) {
  constexpr absl::string_view kFields[] = {"post", "shortage", "surplus"};
  SELARAS_ASSIGN_OR_RETURN(const std::vector<OrderTerm> terms, ParseOrderBy(order_by, kFields));
  const std::string canonical = FormatOrderBy(terms);
  if (canonical.empty() || canonical == "post") return CurveOrder::kPost;
  if (canonical == "shortage desc") return CurveOrder::kShortage;
  if (canonical == "surplus desc") return CurveOrder::kSurplus;
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_ORDER_BY",
               {{"order_by", canonical}, {"allowed", "post, shortage desc, surplus desc"}});
}

}  // namespace

absl::StatusOr<RecordImport> NeedsService::ImportRecords(const CallScope& call, absl::string_view request_id,
                                                         const UploadSource& source) {
  SELARAS_ASSIGN_OR_RETURN(ReadImport read, ReadUpload(source, deps_.limits));
  read.import.id = deps_.ids.NewId();
  read.import.create_time = deps_.clock.Now();
  const RequestIdentity request{
      call.principal.id, request_id.empty() ? deps_.ids.NewId() : std::string(request_id), read.content_hash,
      call.actor, call.trace.empty() ? "" : FormatTraceparent(call.trace)};
  return deps_.records.Land(call.tenant, request, read.import);
}

absl::StatusOr<Page<RecordFault>> NeedsService::ListFaults(const CallScope& call, absl::string_view import_id,
                                                           const PageRequest& page) {
  SELARAS_RETURN_IF_ERROR(deps_.records.GetImport(call.tenant, import_id).status());
  const std::string query = absl::StrCat(call.tenant, "|faults|", import_id);
  SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(page.size, kPages));
  SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, deps_.page_tokens.Decode(query, page.token));
  SELARAS_ASSIGN_OR_RETURN(const int64_t after, CursorNumber(cursor, 0));
  Page<RecordFault> result;
  SELARAS_ASSIGN_OR_RETURN(result.items, deps_.records.ListFaults(call.tenant, import_id, after, size + 1));
  SELARAS_ASSIGN_OR_RETURN(result.total_size, deps_.records.CountFaults(call.tenant, import_id));
  if (CutToPage(size, result.items)) {
    result.next_page_token = deps_.page_tokens.Encode(query, {absl::StrCat(result.items.back().sequence)});
  }
  return result;
}

absl::StatusOr<Snapshot> NeedsService::Analyze(const CallScope& call, const AnalyzeCommand& command) {
  if (command.registry_revision < 0)
    return InvalidField("registry_revision", "must be 0 (newest) or a revision");
  Snapshot snapshot;
  snapshot.id = deps_.ids.NewId();
  snapshot.tenant = call.tenant;
  snapshot.registry_revision = command.registry_revision;
  snapshot.effective_date = command.effective_date.value_or(Today(deps_.clock, deps_.zone));
  snapshot.policy_hash = deps_.policy.content_hash();
  snapshot.create_time = deps_.clock.Now();
  snapshot.actor = call.actor;
  SELARAS_ASSIGN_OR_RETURN(snapshot.needs_revision, deps_.records.Revision(call.tenant));
  const std::string hash = Sha256Hex(absl::StrCat(
      command.registry_revision, "|", command.effective_date ? FormatCivilDay(*command.effective_date) : ""));
  SELARAS_ASSIGN_OR_RETURN(
      Snapshot created,
      deps_.snapshots.Create(call.tenant, {call.principal.id, command.request_id, hash}, snapshot));
  deps_.changes.Raise();
  return created;
}

absl::StatusOr<Snapshot> NeedsService::GetSnapshot(const CallScope& call, absl::string_view id) {
  return deps_.snapshots.Get(call.tenant, id);
}

absl::StatusOr<Page<Snapshot>> NeedsService::ListSnapshots(const CallScope& call, const PageRequest& page) {
  const std::string query = absl::StrCat(call.tenant, "|snapshots");
  SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(page.size, kPages));
  SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, deps_.page_tokens.Decode(query, page.token));
  absl::Time before = absl::InfiniteFuture();
  std::string before_id;
  if (cursor.size() == 2) {
    SELARAS_ASSIGN_OR_RETURN(const int64_t micros, CursorNumber(cursor, 0));
    before = absl::FromUnixMicros(micros);
    before_id = cursor[1];
  }
  Page<Snapshot> result;
  SELARAS_ASSIGN_OR_RETURN(result.items, deps_.snapshots.List(call.tenant, before, before_id, size + 1));
  SELARAS_ASSIGN_OR_RETURN(result.total_size, deps_.snapshots.Count(call.tenant));
  if (CutToPage(size, result.items)) {
    const Snapshot& last = result.items.back();
    result.next_page_token =
        deps_.page_tokens.Encode(query, {absl::StrCat(absl::ToUnixMicros(last.create_time)), last.id});
  }
  return result;
}

absl::Status NeedsService::Watch(const CallScope& call, absl::string_view id,
                                 const std::function<absl::Status(const Snapshot&)>& send) {
  int64_t sent = 0;
  for (;;) {
    const int64_t seen = deps_.changes.count();
    SELARAS_ASSIGN_OR_RETURN(const Snapshot snapshot, deps_.snapshots.Get(call.tenant, id));
    if (snapshot.version != sent) {
      SELARAS_RETURN_IF_ERROR(send(snapshot));
      sent = snapshot.version;
    }
    if (snapshot.state != SnapshotState::kAnalysing) return absl::OkStatus();
    if (call.cancelled()) return absl::CancelledError("the caller has gone");
    deps_.changes.Wait(seen, kLookAgain);
  }
}

absl::Status NeedsService::RequireAnalysed(const CallScope& call, absl::string_view snapshot_id) {
  SELARAS_ASSIGN_OR_RETURN(const Snapshot snapshot, deps_.snapshots.Get(call.tenant, snapshot_id));
  if (snapshot.state == SnapshotState::kAnalysed) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "NEED_SNAPSHOT_NOT_ANALYSED");
}

absl::StatusOr<Page<StoredCurve>> NeedsService::ListCurves(
    const CallScope& call, absl::string_view snapshot_id, absl::string_view order_by,
    absl::string_view org_unit, absl::string_view position, const PageRequest& page) {
  SELARAS_RETURN_IF_ERROR(RequireAnalysed(call, snapshot_id));
  CurveQuery query;
  query.snapshot_id = std::string(snapshot_id);
  SELARAS_ASSIGN_OR_RETURN(query.order, ParseCurveOrder(order_by));
  query.org_unit = std::string(org_unit);
  query.position = std::string(position);
  const std::string bound = absl::StrCat(call.tenant, "|curves|", snapshot_id, "|",
                                         static_cast<int>(query.order), "|", org_unit, "|", position);
  SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(page.size, kPages));
  SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, deps_.page_tokens.Decode(bound, page.token));
  if (cursor.size() == 2) {
    SELARAS_ASSIGN_OR_RETURN(query.after_value, CursorNumber(cursor, 0));
    query.after_post = cursor[1];
  }
  Page<StoredCurve> result;
  SELARAS_ASSIGN_OR_RETURN(result.items, deps_.snapshots.ListCurves(call.tenant, query, size + 1));
  SELARAS_ASSIGN_OR_RETURN(result.total_size, deps_.snapshots.CountCurves(call.tenant, query));
  if (CutToPage(size, result.items)) {
    const StoredCurve& last = result.items.back();
    const int32_t value = query.order == CurveOrder::kSurplus ? last.surplus : last.shortage;
    result.next_page_token = deps_.page_tokens.Encode(bound, {absl::StrCat(value), last.post.name});
  }
  return result;
}

absl::Status NeedsService::StreamCurves(
    const CallScope& call, absl::string_view snapshot_id,
    const std::function<absl::Status(const std::vector<StoredCurve>&)>& send) {
  SELARAS_RETURN_IF_ERROR(RequireAnalysed(call, snapshot_id));
  // An analysed snapshot never changes, so pages read one after another are one picture.
  CurveQuery query;
  query.snapshot_id = std::string(snapshot_id);
  for (;;) {
    SELARAS_ASSIGN_OR_RETURN(const std::vector<StoredCurve> batch,
                             deps_.snapshots.ListCurves(call.tenant, query, kStreamBatch));
    if (batch.empty()) return absl::OkStatus();
    SELARAS_RETURN_IF_ERROR(send(batch));
    if (static_cast<int>(batch.size()) < kStreamBatch) return absl::OkStatus();
    if (call.cancelled()) return absl::CancelledError("the caller has gone");
    query.after_post = batch.back().post.name;
  }
}

absl::Status NeedsService::StreamIndicators(
    const CallScope& call, const IndicatorQuery& query,
    const std::function<absl::Status(int64_t revision, absl::Span<const IndicatorPoint>)>& send) {
  const std::vector<absl::string_view> known =
      absl::StrSplit(FindRecordColumn("indicators.csv", "indicator")->words, ' ');
  if (std::find(known.begin(), known.end(), query.indicator) == known.end()) {
    return InvalidField("indicator", absl::StrCat("must be one of ", absl::StrJoin(known, ", ")));
  }
  SELARAS_ASSIGN_OR_RETURN(const int64_t newest, deps_.records.Revision(call.tenant));
  if (query.revision < 0 || query.revision > newest) {
    return InvalidField("needs_revision", "must be 0 (newest) or a revision that was reached");
  }
  const int64_t revision = query.revision == 0 ? newest : query.revision;
  // Collected before anything is sent: a slow reader must not hold the database's snapshot open.
  std::vector<IndicatorPoint> points;
  SELARAS_RETURN_IF_ERROR(deps_.records.ReadRecordsOf(
      call.tenant, RecordKind::kIndicator, revision, [&](const Record& record) -> absl::Status {
        const IndicatorRecord indicator = DecodeIndicator(record);
        if (indicator.indicator == query.indicator && indicator.month >= query.first_month &&
            indicator.month <= query.last_month) {
          points.push_back(
              {record.unit_code, indicator.month, static_cast<double>(indicator.value) / kMicro});
        }
        return absl::OkStatus();
      }));
  std::sort(points.begin(), points.end(), [](const IndicatorPoint& a, const IndicatorPoint& b) {
    return std::tie(a.unit_code, a.month) < std::tie(b.unit_code, b.month);
  });
  size_t at = 0;
  do {
    if (call.cancelled()) return absl::CancelledError("the caller has gone");
    const size_t count = std::min(kPointBatch, points.size() - at);
    SELARAS_RETURN_IF_ERROR(send(revision, absl::MakeConstSpan(points).subspan(at, count)));
    at += count;
  } while (at < points.size());
  return absl::OkStatus();
}

absl::StatusOr<Page<StoredLoad>> NeedsService::ListLoads(const CallScope& call, absl::string_view snapshot_id,
                                                         absl::string_view org_unit,
                                                         const PageRequest& page) {
  SELARAS_RETURN_IF_ERROR(RequireAnalysed(call, snapshot_id));
  LoadQuery query;
  query.snapshot_id = std::string(snapshot_id);
  query.org_unit = std::string(org_unit);
  const std::string bound = absl::StrCat(call.tenant, "|loads|", snapshot_id, "|", org_unit);
  SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(page.size, kPages));
  SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, deps_.page_tokens.Decode(bound, page.token));
  if (cursor.size() == 2) {
    if (!absl::SimpleAtod(cursor[0], &query.after_load)) {
      return Error(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID");
    }
    query.after_unit = cursor[1];
  }
  Page<StoredLoad> result;
  SELARAS_ASSIGN_OR_RETURN(result.items, deps_.snapshots.ListLoads(call.tenant, query, size + 1));
  SELARAS_ASSIGN_OR_RETURN(result.total_size, deps_.snapshots.CountLoads(call.tenant, query));
  if (CutToPage(size, result.items)) {
    // Seventeen digits give the same double back.
    const StoredLoad& last = result.items.back();
    result.next_page_token =
        deps_.page_tokens.Encode(bound, {absl::StrFormat("%.17g", last.order), last.load.org_unit});
  }
  return result;
}

}  // namespace selaras::needs
