#ifndef SELARAS_SERVICES_NEEDS_APP_NEEDS_SERVICE_H_
#define SELARAS_SERVICES_NEEDS_APP_NEEDS_SERVICE_H_

// The use cases of the needs service.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/base/call_scope.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/policy/bundle.h"
#include "libs/resource/page_token.h"
#include "services/needs/app/change_signal.h"
#include "services/needs/app/record_importer.h"
#include "services/needs/app/record_store.h"
#include "services/needs/app/snapshot_store.h"

namespace selaras::needs {

template <typename Item>
struct Page {
  std::vector<Item> items;
  std::string next_page_token;
  int64_t total_size = 0;
};

struct PageRequest {
  int32_t size = 0;
  std::string token;
};

struct AnalyzeCommand {
  std::string request_id;
  int64_t registry_revision = 0;                 // 0 = newest
  std::optional<absl::CivilDay> effective_date;  // unset = today in the province's zone
};

struct IndicatorQuery {
  std::string indicator;  // a word of indicators.csv
  int first_month = 0;    // as IndicatorRecord counts them, both included
  int last_month = 1'000'000;
  int64_t revision = 0;  // 0 = newest
};

struct IndicatorPoint {
  std::string unit_code;
  int month = 0;
  double value = 0;
};

// Thread-safe.
class NeedsService {
 public:
  struct Deps {
    RecordStore& records;
    SnapshotStore& snapshots;
    const policy::Bundle& policy;
    const PageTokenCodec& page_tokens;
    const Clock& clock;
    IdSource& ids;
    ChangeSignal& changes;  // raised when a snapshot was created or changed
    absl::TimeZone zone;    // of the province
    ImportLimits limits;
  };

  explicit NeedsService(const Deps& deps) : deps_(deps) {}

  // Reads and lands an upload. Errors as ReadUpload and RecordStore::Land. An empty request_id makes one up.
  absl::StatusOr<RecordImport> ImportRecords(const CallScope& call, absl::string_view request_id,
                                             const UploadSource& source);
  absl::StatusOr<Page<RecordFault>> ListFaults(const CallScope& call, absl::string_view import_id,
                                               const PageRequest& page);

  // Returns at once with a snapshot in kAnalysing; a worker does the rest. kInvalidArgument: no request_id,
  // negative revision.
  absl::StatusOr<Snapshot> Analyze(const CallScope& call, const AnalyzeCommand& command);
  absl::StatusOr<Snapshot> GetSnapshot(const CallScope& call, absl::string_view id);
  absl::StatusOr<Page<Snapshot>> ListSnapshots(const CallScope& call, const PageRequest& page);
  // Calls `send` with the snapshot now and whenever it changed, until it ended or the call is cancelled
  // (kCancelled).
  absl::Status Watch(const CallScope& call, absl::string_view id,
                     const std::function<absl::Status(const Snapshot&)>& send);

  // kFailedPrecondition, reason NEED_SNAPSHOT_NOT_ANALYSED, for these three unless the snapshot is kAnalysed.
  // order_by: `post` (default), `shortage desc`, `surplus desc`. org_unit, position: empty = all.
  absl::StatusOr<Page<StoredCurve>> ListCurves(const CallScope& call, absl::string_view snapshot_id,
                                               absl::string_view order_by, absl::string_view org_unit,
                                               absl::string_view position, const PageRequest& page);
  // Batches of at most 1,000 curves, ascending by post.
  absl::Status StreamCurves(const CallScope& call, absl::string_view snapshot_id,
                            const std::function<absl::Status(const std::vector<StoredCurve>&)>& send);
  absl::StatusOr<Page<StoredLoad>> ListLoads(const CallScope& call, absl::string_view snapshot_id,
                                             absl::string_view org_unit, const PageRequest& page);

  // Batches of at most 5,000 points, ascending by unit code and month, each with the revision; at least one
  // batch. kInvalidArgument: no such indicator, a negative revision or one not reached yet.
  absl::Status StreamIndicators(
      const CallScope& call, const IndicatorQuery& query,
      const std::function<absl::Status(int64_t revision, absl::Span<const IndicatorPoint>)>& send);

 private:
  absl::Status RequireAnalysed(const CallScope& call, absl::string_view snapshot_id);

  const Deps deps_;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_NEEDS_SERVICE_H_
