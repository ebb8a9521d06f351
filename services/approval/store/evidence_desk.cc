#include "services/approval/store/evidence_desk.h"

#include <utility>

#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/feed/feed.h"

namespace selaras::approval {
namespace {

constexpr absl::Duration kBetweenCheckpoints = absl::Seconds(1);

}  // namespace

EvidenceDesk::EvidenceDesk(const Deps& deps, const evidence::EvidenceLog& log, evidence::SigningKey key,
                           std::vector<Source> sources)
    : deps_(deps),
      log_(log),
      key_(std::move(key)),
      leaves_(deps.metrics.GetGauge({"selaras_evidence_leaves", "Leaves under the newest checkpoint."})),
      signed_at_(deps.metrics.GetGauge({"selaras_evidence_checkpoint_time_seconds",
                                        "Time of the newest checkpoint, Unix time; 0: none."})),
      taken_(deps.metrics.GetCounter(
          {"selaras_evidence_leaves_taken_total", "Leaves numbered; a repeated transaction counts again."})),
      sign_failures_(deps.metrics.GetCounter(
          {"selaras_evidence_sign_failures_total", "Times that a checkpoint could not be signed or kept."})),
      signer_([this] { return Sign().ok() ? Desk::Found::kNothing : Desk::Found::kTrouble; },
              kBetweenCheckpoints) {
  for (Source& source : sources) {
    feed::FeedReader::Options options;
    options.source = source.name;
    options.reader = "approval";
    options.poll = std::move(source.poll);
    options.handle = [this, name = source.name](sql::Connection& conn, const sql::Event& event) {
      return Take(name, conn, event);
    };
    readers_.push_back(
        std::make_unique<feed::FeedReader>(std::move(options), deps.database, deps.logger, deps.metrics));
  }
}

void EvidenceDesk::Start() {
  for (const auto& reader : readers_) reader->Start();
  signer_.Start();
}

void EvidenceDesk::Stop() {
  for (const auto& reader : readers_) reader->Stop();
  signer_.Stop();
}

absl::Status EvidenceDesk::Take(const std::string& source, sql::Connection& conn, const sql::Event& event) {
  if (event.kind != feed::kLeafWritten) return absl::OkStatus();
  SELARAS_RETURN_IF_ERROR(log_.Append(conn, source, event.event_id, event.payload).status());
  taken_.Increment();
  failpoint::Reach("approval.notify.before_commit");
  return absl::OkStatus();
}

absl::Status EvidenceDesk::Sign() {
  evidence::Checkpoint newest;
  const absl::Status status = deps_.database.Transaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto checkpoint, log_.Sign(conn, key_, deps_.clock.Now()));
    if (checkpoint.has_value()) newest = checkpoint->checkpoint;
    failpoint::Reach("approval.checkpoint.before_commit");
    return absl::OkStatus();
  });
  if (status.ok()) {
    leaves_.Set(static_cast<double>(newest.size));
    signed_at_.Set(newest.size == 0 ? 0 : absl::ToDoubleSeconds(newest.time - absl::UnixEpoch()));
  } else {
    sign_failures_.Increment();
    deps_.logger.Log(Severity::kError, "no checkpoint was signed",
                     {log_keys::kComponent("evidence"), log_keys::kError(std::string(status.message()))});
  }
  return status;
}

}  // namespace selaras::approval
