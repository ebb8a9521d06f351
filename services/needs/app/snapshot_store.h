#ifndef SELARAS_SERVICES_NEEDS_APP_SNAPSHOT_STORE_H_
#define SELARAS_SERVICES_NEEDS_APP_SNAPSHOT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/needs/app/record_store.h"
#include "services/needs/domain/analysis.h"

namespace selaras::needs {

// Numbers as in the proto; stored: do not renumber.
enum class SnapshotState : int { kAnalysing = 1, kAnalysed = 2, kFailed = 3, kCancelled = 4 };

struct Snapshot {
  std::string id;
  std::string tenant;
  int64_t version = 1;  // rises with every change
  SnapshotState state = SnapshotState::kAnalysing;
  int64_t registry_revision = 0;  // 0 = the newest when the analysis runs
  absl::CivilDay effective_date;
  int64_t needs_revision = 0;
  std::string policy_hash;
  std::string content_hash;  // of CanonicalText; empty until analysed
  absl::Time create_time;
  std::optional<absl::Time> end_time;
  int64_t posts_done = 0;
  int64_t posts_total = 0;
  std::string failure_reason;
  int64_t attempts = 0;
  Totals totals;
  std::string actor = {};  // account that asked for it
};

// A curve as it is kept: fractions as numbers.
struct StoredCurve {
  PostFact post;  // head_of_unit is not kept
  int32_t critical = 0;
  int32_t target = 0;
  int32_t shortage = 0;
  int32_t surplus = 0;
  std::vector<int32_t> urgency;
  double raw = 0, low = 0, high = 0;
  Basis basis = Basis::kAssumed;
  std::string reason_id;
  std::string reason_en;
};

enum class CurveOrder { kPost, kShortage, kSurplus };  // the latter two descending, ties by post

struct CurveQuery {
  std::string snapshot_id;
  CurveOrder order = CurveOrder::kPost;
  std::string org_unit;  // empty = all
  std::string position;
  // Read behind this row: its post, and its shortage or surplus where that is the order. Empty post = from
  // the start.
  std::string after_post;
  int64_t after_value = 0;
};

struct LoadQuery {
  std::string snapshot_id;
  std::string org_unit;  // only units below this one; empty = all
  // Read behind this row (order: load descending, unit ascending). Empty unit = from the start.
  std::string after_unit;
  double after_load = 0;
};

// A unit's load with the value that it is ordered by.
struct StoredLoad {
  UnitLoad load;
  double order = -1;  // load index, or -1
};

// Durable snapshots. Thread-safe. Its behaviour is fixed by sql_snapshot_store_test.cc on every database.
class SnapshotStore {
 public:
  virtual ~SnapshotStore() = default;

  // A new snapshot in kAnalysing, or the one that the same request made before.
  virtual absl::StatusOr<Snapshot> Create(absl::string_view tenant, const RequestIdentity& request,
                                          const Snapshot& snapshot) = 0;
  // kNotFound, reason NEED_SNAPSHOT_NOT_FOUND.
  virtual absl::StatusOr<Snapshot> Get(absl::string_view tenant, absl::string_view id) = 0;
  // Newest first; behind (`before_time`, `before_id`) if the id is not empty.
  virtual absl::StatusOr<std::vector<Snapshot>> List(absl::string_view tenant, absl::Time before_time,
                                                     absl::string_view before_id, int limit) = 0;
  virtual absl::StatusOr<int64_t> Count(absl::string_view tenant) = 0;

  // Takes one analysis of any tenant that nobody holds at `now`, oldest first, for `owner` until
  // `lease_until`.
  virtual absl::StatusOr<std::optional<Snapshot>> Claim(absl::string_view owner, absl::Time now,
                                                        absl::Time lease_until) = 0;
  // Notes progress and prolongs the lease; also keeps registry_revision once it is known. false: `owner`
  // holds it no more.
  virtual absl::StatusOr<bool> Progress(absl::string_view owner, const Snapshot& snapshot,
                                        absl::Time lease_until) = 0;
  // Lets it be claimed again from `at` on.
  virtual absl::Status Release(absl::string_view owner, const Snapshot& snapshot, absl::Time at) = 0;
  // Writes curves, loads, totals and the end, with event and leaf `NeedsAnalyzed`, in one transaction. false: `owner` holds it no more; nothing is
  // written.
  virtual absl::StatusOr<bool> Finish(absl::string_view owner, const Snapshot& snapshot,
                                      const Analysis& analysis) = 0;
  virtual absl::StatusOr<bool> Fail(absl::string_view owner, const Snapshot& snapshot) = 0;

  // At most `limit` curves in order.
  virtual absl::StatusOr<std::vector<StoredCurve>> ListCurves(absl::string_view tenant,
                                                              const CurveQuery& query, int limit) = 0;
  virtual absl::StatusOr<int64_t> CountCurves(absl::string_view tenant, const CurveQuery& query) = 0;
  virtual absl::StatusOr<std::vector<StoredLoad>> ListLoads(absl::string_view tenant, const LoadQuery& query,
                                                            int limit) = 0;
  virtual absl::StatusOr<int64_t> CountLoads(absl::string_view tenant, const LoadQuery& query) = 0;
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_SNAPSHOT_STORE_H_
