// The log to readers: checkpoints, proofs, leaves, receipts, and the feed of this service.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_EVIDENCE_CALLS_H_
#define SELARAS_SERVICES_APPROVAL_RPC_EVIDENCE_CALLS_H_

#include <string>

#include "absl/status/status.h"
#include "libs/base/call_scope.h"
#include "libs/evidence/store/evidence_log.h"
#include "selaras/approval/v1alpha/approval_service.pb.h"
#include "services/approval/domain/case_record.h"

namespace selaras::approval {

// Thread-safe.
class EvidenceCalls {
 public:
  // `public_key`: 32 bytes, of the key that signs now.
  EvidenceCalls(sql::Database& database, const evidence::EvidenceLog& log, std::string public_key)
      : database_(database), log_(log), public_key_(std::move(public_key)) {}

  // kNotFound EVIDENCE_EMPTY: nothing was signed yet.
  absl::Status GetCheckpoint(v1alpha::Checkpoint* out);
  absl::Status ListCheckpoints(const v1alpha::ListCheckpointsRequest& in,
                               v1alpha::ListCheckpointsResponse* out);
  // Tree size 0 = the newest checkpoint's.
  absl::Status GetInclusionProof(const v1alpha::GetInclusionProofRequest& in, v1alpha::InclusionProof* out);
  absl::Status GetConsistencyProof(const v1alpha::GetConsistencyProofRequest& in,
                                   v1alpha::ConsistencyProof* out);
  // Only leaves under the newest checkpoint.
  absl::Status ListLeaves(const v1alpha::ListLeavesRequest& in, v1alpha::ListLeavesResponse* out);
  // Of the decree's content leaf. kFailedPrecondition RECEIPT_PENDING: not under a checkpoint yet.
  absl::Status GetReceipt(const CallScope& call, const Decree& decree, v1alpha::Receipt* out);
  absl::Status ListEvents(const feed::v1alpha::ListEventsRequest& in, feed::v1alpha::ListEventsResponse* out);

 private:
  sql::Database& database_;
  const evidence::EvidenceLog& log_;
  const std::string public_key_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_EVIDENCE_CALLS_H_
