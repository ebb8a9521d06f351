#include "services/registry/app/import_service.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/catalogue.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "services/registry/app/reads.h"

namespace selaras::registry {
namespace {

constexpr absl::Duration kWatchInterval = absl::Milliseconds(500);
constexpr absl::Duration kRetryInterval = absl::Seconds(2);

std::vector<std::string> ImportReasons() {
  std::vector<std::string> reasons;
  for (const CatalogueEntry& entry : Catalogue()) {
    if (absl::StartsWith(entry.reason, "IMPORT_")) reasons.emplace_back(entry.reason);
  }
  return reasons;
}

absl::Status CheckEtag(const Import& import, absl::string_view etag) {
  if (etag.empty() || etag == absl::StrCat(import.version)) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "REGISTRY_ETAG_STALE");
}

}  // namespace

bool IsEnded(const Import& import) {
  return import.state != ImportState::kReceiving && import.state != ImportState::kImporting;
}

ImportService::ImportService(const ImportRunParts& parts, HoldingGauges& holdings, Metrics& metrics,
                             const Logger& logger)
    : parts_(parts),
      logger_(logger),
      rows_(metrics, {"selaras_registry_import_rows_total", "Rows handled by imports."}, "result",
            {"landed", "unchanged", "refused"}),
      faults_(metrics, {"selaras_registry_import_faults_total", "Faults found by imports."}, "reason",
              ImportReasons()),
      holdings_(holdings) {}

ImportService::~ImportService() {
  Stop();
}

absl::Status ImportService::Start() {
  SELARAS_RETURN_IF_ERROR(holdings_.Refresh());
  SELARAS_ASSIGN_OR_RETURN(const auto running, parts_.imports.InState(ImportState::kImporting));
  {
    const std::lock_guard lock(mutex_);
    queue_.assign(running.begin(), running.end());
  }
  worker_ = std::thread([this] { Work(); });
  return absl::OkStatus();
}

void ImportService::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (worker_.joinable()) worker_.join();
}

void ImportService::Work() {
  for (;;) {
    std::pair<std::string, std::string> next;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      next = queue_.front();
      queue_.pop_front();
    }
    RunOne(next.first, next.second);
  }
}

void ImportService::RunOne(const std::string& tenant, const std::string& id) {
  const auto stopping = [this] {
    const std::lock_guard lock(mutex_);
    return stopping_;
  };
  ImportRunHooks hooks;
  hooks.stop = stopping;
  hooks.committed = [&](const ImportChunk& chunk, const ImportFile& before) { Count(chunk, before); };
  for (;;) {
    const absl::Status status = RunImport(parts_, tenant, id, hooks);
    if (status.ok()) {
      holdings_.Refresh().IgnoreError();  // the import has landed, whatever a gauge says
      logger_.Log(Severity::kInfo, "import finished",
                  {log_keys::kTenant(tenant), log_keys::kResource("imports/" + id)});
      return;
    }
    if (stopping() || absl::IsCancelled(status) || ReasonOf(status) == "IMPORT_NOT_IMPORTING") return;
    logger_.Log(Severity::kError, "import stopped",
                {log_keys::kTenant(tenant), log_keys::kResource("imports/" + id),
                 log_keys::kError(std::string(status.message()))});
    if (!absl::IsUnavailable(status) && !absl::IsAborted(status)) {
      const std::string reason = ReasonOf(status).empty() ? "INTERNAL" : ReasonOf(status);
      const absl::Status ignored = parts_.imports
                                       .Update(tenant, id,
                                               [&](Import& import) {
                                                 import.state = ImportState::kFailed;
                                                 import.failure_reason = reason;
                                                 import.end_time = parts_.clock.Now();
                                                 return absl::OkStatus();
                                               })
                                       .status();
      return;
    }
    // The database is away or busy: what is committed stays, so going on is safe.
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, absl::ToChronoNanoseconds(kRetryInterval), [this] { return stopping_; });
  }
}

void ImportService::Count(const ImportChunk& chunk, const ImportFile& before) {
  rows_.At("landed").Increment(static_cast<double>(chunk.file.landed - before.landed));
  rows_.At("unchanged").Increment(static_cast<double>(chunk.file.unchanged - before.unchanged));
  rows_.At("refused").Increment(static_cast<double>(chunk.file.refused - before.refused));
  for (const StoredFault& fault : chunk.faults) faults_.At(fault.reason).Increment();
}

absl::StatusOr<Import> ImportService::Create(const CallScope& call, absl::string_view request_id,
                                             ImportLayout layout, const std::vector<std::string>& files) {
  std::vector<FieldViolation> violations;
  if (request_id.empty()) violations.push_back({"request_id", "must be set"});
  if (files.empty()) violations.push_back({"files", "must name at least one file"});
  if (!violations.empty()) return InvalidFields(std::move(violations));
  Import import;
  import.tenant = call.tenant;
  import.id = parts_.ids.NewId();
  import.layout = layout;
  import.create_time = parts_.clock.Now();
  import.effective_day = ToDay(Today(parts_.clock, DefaultZone()));
  absl::btree_set<std::string> names;
  for (const std::string& file : files) {
    const bool known = FindSchemaOfFile(file) != nullptr || (layout == ImportLayout::kSiasn && !file.empty());
    if (!known || file.size() > 100 || !names.insert(file).second) {
      return Error(absl::StatusCode::kInvalidArgument, "IMPORT_FILE_NAME_UNKNOWN",
                   {{"file", file.substr(0, 100)}});
    }
    import.files.push_back({.file = file});
  }
  return parts_.imports.Create(import, call.principal.id, request_id);
}

absl::Status ImportService::Append(const CallScope& call, absl::string_view id, absl::string_view file,
                                   int64_t offset, absl::string_view bytes, bool last) {
  return parts_.imports.Append(call.tenant, id, file, offset, bytes, last);
}

absl::StatusOr<Import> ImportService::Begin(const CallScope& call, absl::string_view id,
                                            absl::string_view etag) {
  SELARAS_ASSIGN_OR_RETURN(const Import found, parts_.imports.Get(call.tenant, id));
  // A repeated start is no error: the first one may have been answered to nobody.
  if (found.state == ImportState::kImporting || found.state == ImportState::kImported) return found;
  const Day today = ToDay(Today(parts_.clock, DefaultZone()));
  SELARAS_ASSIGN_OR_RETURN(
      Import import, parts_.imports.Update(call.tenant, id, [&](Import& stored) -> absl::Status {
        SELARAS_RETURN_IF_ERROR(CheckEtag(stored, etag));
        if (stored.state != ImportState::kReceiving) {
          return Error(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_RECEIVING");
        }
        for (const ImportFile& file : stored.files) {
          if (!file.complete) {
            return Error(absl::StatusCode::kFailedPrecondition, "IMPORT_INCOMPLETE", {{"file", file.file}});
          }
        }
        stored.state = ImportState::kImporting;
        stored.effective_day = today;
        stored.actor = call.actor;
        return absl::OkStatus();
      }));
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({call.tenant, std::string(id)});
  }
  changed_.notify_all();
  return import;
}

absl::StatusOr<Import> ImportService::Cancel(const CallScope& call, absl::string_view id,
                                             absl::string_view etag) {
  const absl::Time now = parts_.clock.Now();
  return parts_.imports.Update(call.tenant, id, [&](Import& stored) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(CheckEtag(stored, etag));
    if (stored.state == ImportState::kCancelled) return absl::OkStatus();
    if (IsEnded(stored)) return Error(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_IMPORTING");
    stored.state = ImportState::kCancelled;
    stored.end_time = now;
    return absl::OkStatus();
  });
}

absl::StatusOr<Import> ImportService::Get(absl::string_view tenant, absl::string_view id) {
  return parts_.imports.Get(tenant, id);
}

absl::Status ImportService::Watch(const CallScope& call, absl::string_view id,
                                  const std::function<absl::Status(const Import&)>& on_import) {
  int64_t told = 0;
  for (;;) {
    SELARAS_ASSIGN_OR_RETURN(const Import import, parts_.imports.Get(call.tenant, id));
    if (import.version != told) SELARAS_RETURN_IF_ERROR(on_import(import));
    told = import.version;
    if (IsEnded(import)) return absl::OkStatus();
    if (call.cancelled()) return absl::CancelledError("caller left");
    // Other replicas may run the import, so the rows are asked, not a signal of this process.
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, absl::ToChronoNanoseconds(kWatchInterval), [this] { return stopping_; })) {
      return Error(absl::StatusCode::kUnavailable, "SHUTTING_DOWN");
    }
  }
}

absl::StatusOr<std::vector<StoredFault>> ImportService::Faults(absl::string_view tenant, absl::string_view id,
                                                               int64_t after, int limit) {
  SELARAS_RETURN_IF_ERROR(parts_.imports.Get(tenant, id).status());
  return parts_.imports.ReadFaults(tenant, id, after, limit);
}

}  // namespace selaras::registry
