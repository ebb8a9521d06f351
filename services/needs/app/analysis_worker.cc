#include "services/needs/app/analysis_worker.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/call_scope.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "services/needs/app/policy_reading.h"

namespace selaras::needs {
namespace {

// Progress is written to the database at most this often.
constexpr absl::Duration kBetweenProgress = absl::Milliseconds(300);

bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsAborted(status) ||
         absl::IsResourceExhausted(status);
}

}  // namespace

AnalysisWorker::AnalysisWorker(const Deps& deps, const Options& options)
    : deps_(deps),
      options_(options),
      owner_(deps.ids.NewId()),
      ended_(deps.metrics, {"selaras_need_analyses_total", "Needs analyses that ended."}, "outcome",
             {"analysed", "failed", "retried"}),
      seconds_(deps.metrics.GetHistogram({"selaras_need_analysis_seconds", "Time of one needs analysis."},
                                         {0.1, 0.3, 1, 3, 10, 30, 100, 300})),
      shortage_(
          deps.metrics.GetGauge({"selaras_need_shortage_seats", "Seats below target, newest analysis."})),
      surplus_(
          deps.metrics.GetGauge({"selaras_need_surplus_people", "People above target, newest analysis."})) {}

AnalysisWorker::~AnalysisWorker() {
  Stop();
}

void AnalysisWorker::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void AnalysisWorker::Stop() {
  stopping_ = true;
  deps_.changes.Raise();
  if (thread_.joinable()) thread_.join();
}

void AnalysisWorker::Loop() {
  while (!stopping_) {
    const int64_t seen = deps_.changes.count();
    const absl::StatusOr<bool> worked = RunOne();
    if (!worked.ok()) {
      deps_.logger.Log(Severity::kWarning, "cannot look for analyses",
                       {log_keys::kError(std::string(worked.status().message()))});
    }
    if (!worked.ok() || !*worked) deps_.changes.Wait(seen, options_.poll);
  }
}

absl::StatusOr<bool> AnalysisWorker::RunOne() {
  const absl::Time now = deps_.clock.Now();
  SELARAS_ASSIGN_OR_RETURN(std::optional<Snapshot> snapshot,
                           deps_.snapshots.Claim(owner_, now, now + options_.lease));
  if (!snapshot) return false;
  SELARAS_RETURN_IF_ERROR(Run(*snapshot));
  return true;
}

absl::Status AnalysisWorker::Run(Snapshot& snapshot) {
  const absl::Time begin = deps_.clock.Now();
  const absl::Status status = Analyse(snapshot);
  const absl::Time now = deps_.clock.Now();
  if (status.ok()) {
    seconds_.Observe(absl::ToDoubleSeconds(now - begin));
    ended_.At("analysed").Increment();
    shortage_.Set(static_cast<double>(snapshot.totals.shortage));
    surplus_.Set(static_cast<double>(snapshot.totals.surplus));
  } else if (stopping_) {
    SELARAS_RETURN_IF_ERROR(deps_.snapshots.Release(owner_, snapshot, now));
  } else if (IsPassing(status) && snapshot.attempts < options_.max_attempts) {
    ended_.At("retried").Increment();
    const absl::Duration wait =
        options_.retry_after * (int64_t{1} << std::min<int64_t>(snapshot.attempts - 1, 10));
    SELARAS_RETURN_IF_ERROR(deps_.snapshots.Release(owner_, snapshot, now + wait));
  } else {
    ended_.At("failed").Increment();
    snapshot.failure_reason = std::string(status.message());
    snapshot.end_time = now;
    SELARAS_RETURN_IF_ERROR(deps_.snapshots.Fail(owner_, snapshot).status());
  }
  deps_.changes.Raise();
  deps_.logger.Log(
      status.ok() ? Severity::kInfo : Severity::kWarning, "needs analysis ended",
      {log_keys::kResource(absl::StrCat("needSnapshots/", snapshot.id)), log_keys::kTenant(snapshot.tenant),
       log_keys::kCount(snapshot.totals.posts), log_keys::kMillis(absl::ToDoubleMilliseconds(now - begin)),
       log_keys::kCode(absl::StatusCodeToString(status.code())),
       log_keys::kError(std::string(status.message()))});
  return absl::OkStatus();
}

absl::Status AnalysisWorker::Analyse(Snapshot& snapshot) {
  SELARAS_ASSIGN_OR_RETURN(const NeedPolicy policy, ReadNeedPolicy(deps_.policy, snapshot.effective_date));
  snapshot.policy_hash = deps_.policy.content_hash();
  absl::Time noted = absl::InfinitePast();
  const auto note = [&](int64_t done, int64_t total) -> absl::Status {
    if (stopping_) return absl::CancelledError("the service is shutting down");
    snapshot.posts_done = done;
    snapshot.posts_total = std::max(total, done);
    const absl::Time now = deps_.clock.Now();
    if (now - noted < kBetweenProgress) return absl::OkStatus();
    noted = now;
    SELARAS_ASSIGN_OR_RETURN(const bool held,
                             deps_.snapshots.Progress(owner_, snapshot, now + options_.lease));
    deps_.changes.Raise();
    if (!held) return absl::AbortedError("another worker has taken this analysis over");
    return absl::OkStatus();
  };

  CallScope call;
  call.tenant = snapshot.tenant;
  call.trace = NewTrace(deps_.ids);
  call.clock = &deps_.clock;
  call.is_cancelled = [this] { return stopping_.load(); };
  SELARAS_ASSIGN_OR_RETURN(ProvinceFacts facts,
                           deps_.registry.Read(call, snapshot.registry_revision, snapshot.effective_date,
                                               [&](int64_t revision, int64_t done, int64_t total) {
                                                 snapshot.registry_revision = revision;
                                                 return note(done, total);
                                               }));
  snapshot.registry_revision = facts.revision;
  const int64_t posts = static_cast<int64_t>(facts.posts.size());

  RecordIndex index(snapshot.effective_date, policy);
  SELARAS_RETURN_IF_ERROR(deps_.records.ReadRecords(
      snapshot.tenant, snapshot.needs_revision, [&](const Record& record) -> absl::Status {
        index.Add(record);
        return stopping_ ? absl::CancelledError("the service is shutting down") : absl::OkStatus();
      }));
  noted = absl::InfinitePast();  // prolongs the claim for the writing
  SELARAS_RETURN_IF_ERROR(note(posts, posts));

  const Analysis analysis = needs::Analyse(std::move(facts), index, policy);
  snapshot.totals = analysis.totals;
  snapshot.content_hash = Sha256Hex(CanonicalText(analysis.curves));
  snapshot.posts_done = snapshot.posts_total = posts;
  snapshot.end_time = deps_.clock.Now();
  SELARAS_ASSIGN_OR_RETURN(const bool held, deps_.snapshots.Finish(owner_, snapshot, analysis));
  if (!held) return absl::AbortedError("another worker has taken this analysis over");
  return absl::OkStatus();
}

}  // namespace selaras::needs
