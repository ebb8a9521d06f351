// The log that everybody can check: takes the leaves of every service's feed, numbers them, signs the state.
//
// Metrics: selaras_evidence_leaves and selaras_evidence_checkpoint_time_seconds tell of the newest checkpoint,
// selaras_evidence_leaves_taken_total grows before it, selaras_evidence_sign_failures_total instead of it.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_EVIDENCE_DESK_H_
#define SELARAS_SERVICES_APPROVAL_STORE_EVIDENCE_DESK_H_

#include <memory>
#include <string>
#include <vector>

#include "libs/base/clock.h"
#include "libs/evidence/signing_key.h"
#include "libs/evidence/store/evidence_log.h"
#include "libs/feed/feed_reader.h"
#include "libs/metrics/metrics.h"
#include "services/approval/app/desk.h"

namespace selaras::approval {

class EvidenceDesk {
 public:
  struct Source {
    std::string name;  // As services name themselves in leaves.
    feed::FeedReader::Poll poll;
  };
  struct Deps {
    sql::Database& database;
    const Clock& clock;
    const Logger& logger;
    Metrics& metrics;
  };
  EvidenceDesk(const Deps& deps, const evidence::EvidenceLog& log, evidence::SigningKey key,
               std::vector<Source> sources);

  void Start();
  void Stop();

  // Signs what there is, if the log grew. Also done by itself every second.
  absl::Status Sign();
  const evidence::SigningKey& key() const { return key_; }

 private:
  absl::Status Take(const std::string& source, sql::Connection& conn, const sql::Event& event);

  const Deps deps_;
  const evidence::EvidenceLog& log_;
  const evidence::SigningKey key_;
  Gauge& leaves_;
  Gauge& signed_at_;
  Counter& taken_;
  Counter& sign_failures_;
  std::vector<std::unique_ptr<feed::FeedReader>> readers_;
  Desk signer_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_EVIDENCE_DESK_H_
