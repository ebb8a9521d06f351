#ifndef SELARAS_SERVICES_REGISTRY_APP_IMPORT_SERVICE_H_
#define SELARAS_SERVICES_REGISTRY_APP_IMPORT_SERVICE_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "libs/base/call_scope.h"
#include "libs/base/log.h"
#include "libs/metrics/metrics.h"
#include "services/registry/app/holding_gauges.h"
#include "services/registry/app/import_run.h"

namespace selaras::registry {

// Imports from creation to end. One import runs at a time, on a thread of this object; imports found
// IMPORTING at start are taken up again where they stopped. Thread-safe.
class ImportService {
 public:
  // All must outlive the service. Start() begins the work.
  ImportService(const ImportRunParts& parts, HoldingGauges& holdings, Metrics& metrics, const Logger& logger);
  // Stops at the next chunk; what is committed stays, and the next start goes on.
  ~ImportService();

  absl::Status Start();
  void Stop();

  // kInvalidArgument: no request id, a file name that is unknown (province layout) or given twice.
  absl::StatusOr<Import> Create(const CallScope& call, absl::string_view request_id, ImportLayout layout,
                                const std::vector<std::string>& files);
  absl::Status Append(const CallScope& call, absl::string_view id, absl::string_view file, int64_t offset,
                      absl::string_view bytes, bool last);
  // `etag`: version of the import, empty = any. kFailedPrecondition: not RECEIVING, a file incomplete.
  absl::StatusOr<Import> Begin(const CallScope& call, absl::string_view id, absl::string_view etag);
  // Ends a receiving or running import; facts that have landed stay.
  absl::StatusOr<Import> Cancel(const CallScope& call, absl::string_view id, absl::string_view etag);
  absl::StatusOr<Import> Get(absl::string_view tenant, absl::string_view id);
  // Calls `on_import` now and on each change, at most twice a second, until the import has ended or the call
  // is cancelled. An error of `on_import` ends it.
  absl::Status Watch(const CallScope& call, absl::string_view id,
                     const std::function<absl::Status(const Import&)>& on_import);
  absl::StatusOr<std::vector<StoredFault>> Faults(absl::string_view tenant, absl::string_view id,
                                                  int64_t after, int limit);

  absl::StatusOr<int64_t> CountFaults(absl::string_view tenant, absl::string_view id) {
    return parts_.imports.LastFaultNumber(tenant, id);
  }

 private:
  void Work();
  void RunOne(const std::string& tenant, const std::string& id);
  void Count(const ImportChunk& chunk, const ImportFile& before);

  const ImportRunParts parts_;
  const Logger& logger_;
  CounterSet rows_;
  CounterSet faults_;
  HoldingGauges& holdings_;
  std::mutex mutex_;                 // guards queue_ and stopping_
  std::condition_variable changed_;  // either of them
  std::deque<std::pair<std::string, std::string>> queue_;
  bool stopping_ = false;
  std::thread worker_;
};

bool IsEnded(const Import& import);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_IMPORT_SERVICE_H_
